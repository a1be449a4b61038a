import { useSignal } from '@preact/signals';
import type { Picture } from '../client/events.ts';
import { pictureWarnings, type Run } from '../state/run.ts';
import { sentencesOf } from '../text/reasons.ts';
import { useScreen } from './context.ts';
import { BlurIcon, CheckIcon, DownloadIcon, EyeIcon, VaryIcon } from './icons.tsx';
import { download, Pixels } from './pixels.tsx';

/** A clear picture, or a blurred one with its reasons and, where the policy lets it, a way to uncover it and back. */
export function ShownCard({ run, picture, index }: { run: Run; picture: Picture; index: number }) {
  const { t } = useScreen();
  const revealed = useSignal(false);
  const position = index + 1;
  const { shown, original, decision } = picture;
  const uncovered = revealed.value && original !== null;
  const blob = uncovered ? original : shown;
  const covered = decision === 'blur' && !uncovered;
  const seed = run.completed?.seeds[index];
  if (!blob) return null;
  return (
    <li class={`card card--${decision}`}>
      <div class="card__frame">
        {/* The key makes another picture another element, so that nothing of the uncovered one outlives its hiding. */}
        <Pixels
          key={uncovered ? 'original' : 'shown'}
          blob={blob}
          width={run.input.width}
          height={run.input.height}
          alt={covered ? t.picture.blurredAlt(position) : t.picture.alt(position, run.input.prompt)}
        />
      </div>
      <div class="card__body">
        <h3 class="unseen">{t.picture.name(position)}</h3>
        <p class="card__state">
          <span class={`badge badge--${decision}`}>
            {decision === 'clear' ? <CheckIcon /> : covered ? <BlurIcon /> : <EyeIcon />}
            {uncovered ? t.picture.uncovered : t.picture.decisions[decision]}
          </span>
          {seed !== undefined && <span class="card__seed">{t.picture.seed(seed)}</span>}
        </p>
        <Reasons run={run} picture={picture} index={index} />
        <div class="card__actions">
          {original && (
            <button
              type="button"
              class="button"
              aria-label={t.picture.action(t.picture.reveal, position)}
              aria-pressed={revealed.value}
              onClick={() => {
                revealed.value = !revealed.value;
              }}
            >
              <span class="switch" aria-hidden="true" />
              {t.picture.reveal}
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-label={t.picture.action(t.picture.download, position)}
            onClick={() => download(blob, fileName(run, position, covered))}
          >
            <DownloadIcon />
            {t.picture.download}
          </button>
          {seed !== undefined && <VaryButton run={run} seed={seed} position={position} />}
        </div>
      </div>
    </li>
  );
}

function Reasons({ run, picture, index }: { run: Run; picture: Picture; index: number }) {
  const { t } = useScreen();
  const blurred = picture.decision === 'blur';
  return (
    <>
      {sentencesOf(t, pictureWarnings(run, picture, index)).map((reason) => (
        <p key={reason} class="card__reason">
          {reason}
        </p>
      ))}
      {blurred && picture.findings.length > 0 && (
        <p class="card__checks">
          {picture.findings.map(({ check, score }) => t.picture.seenBy(check, score)).join(' · ')}
        </p>
      )}
      {blurred && picture.original === null && <p class="hint">{t.picture.notRevealable}</p>}
    </>
  );
}

function VaryButton({ run, seed, position }: { run: Run; seed: number; position: number }) {
  const { screen, anchors, t } = useScreen();
  return (
    <button
      type="button"
      class="button"
      aria-label={t.picture.action(t.picture.vary, position)}
      title={t.picture.varyHint}
      onClick={() => {
        screen.vary(run.input, seed);
        anchors.prompt.current?.focus();
      }}
    >
      <VaryIcon />
      {t.picture.vary}
    </button>
  );
}

/** Says nothing of the prompt: file names travel. */
function fileName(run: Run, position: number, covered: boolean): string {
  const id = run.completed?.id ?? `run-${run.number}`;
  return `shoji-${id}-${position}${covered ? '-blurred' : ''}`;
}
