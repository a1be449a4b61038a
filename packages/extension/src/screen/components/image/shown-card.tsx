import { useSignal } from '@preact/signals';
import type { GeneratedImage } from '../../client/events.ts';
import { imageWarnings, type Run } from '../../state/run.ts';
import { sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { BlurIcon, CheckIcon, CopyIcon, DownloadIcon, EyeIcon, VaryIcon } from '../icons.tsx';
import { copy, download, dragOut } from './image-out.ts';
import { Pixels } from './pixels.tsx';

/** A clear image, or a blurred one with its reasons and, if the policy allows it, a switch that reveals it. */
export function ShownCard({ run, image, index }: { run: Run; image: GeneratedImage; index: number }) {
  const { t } = useScreen();
  // The original is held only while it is shown.
  const opened = useSignal<Blob | undefined>(undefined);
  const gone = useSignal(false);
  const position = index + 1;
  const { shown, original, decision } = image;
  const uncovered = opened.value !== undefined;
  const blob = opened.value ?? shown;
  const covered = decision === 'blur' && !uncovered;
  const seed = run.completed?.seeds[index];
  const toggle = async () => {
    if (uncovered) {
      opened.value = undefined;
      return;
    }
    opened.value = (typeof original === 'function' ? await original() : original) ?? undefined;
    gone.value = opened.value === undefined;
  };
  if (!blob) return null;
  const name = fileName(run, position, covered);
  return (
    <li class={`card card--${decision}`}>
      <div class="card__frame">
        {/* Keyed, so that hiding removes the element that showed the original. */}
        <Pixels
          key={uncovered ? 'original' : 'shown'}
          blob={blob}
          width={run.input.width}
          height={run.input.height}
          alt={covered ? t.image.blurredAlt(position) : t.image.alt(position, run.input.prompt)}
          onDragStart={(event) => dragOut(event, blob, name)}
        />
      </div>
      <div class="card__body">
        <h3 class="unseen">{t.image.name(position)}</h3>
        <p class="card__state">
          <span class={`badge badge--${decision}`}>
            {decision === 'clear' ? <CheckIcon /> : covered ? <BlurIcon /> : <EyeIcon />}
            {uncovered ? t.image.uncovered : t.image.decisions[decision]}
          </span>
          {seed !== undefined && <span class="card__seed">{t.image.seed(seed)}</span>}
        </p>
        <Reasons run={run} image={image} index={index} />
        {gone.value && (
          <p class="hint" role="status">
            {t.image.gone}
          </p>
        )}
        <div class="card__actions">
          {original && !gone.value && (
            <button
              type="button"
              class="button"
              aria-label={t.image.action(t.image.reveal, position)}
              aria-pressed={uncovered}
              onClick={() => void toggle()}
            >
              <span class="switch" aria-hidden="true" />
              {t.image.reveal}
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-label={t.image.action(t.image.download, position)}
            onClick={() => download(blob, name)}
          >
            <DownloadIcon />
            {t.image.download}
          </button>
          <CopyButton blob={blob} position={position} />
          {seed !== undefined && <VaryButton run={run} seed={seed} position={position} />}
        </div>
      </div>
    </li>
  );
}

function Reasons({ run, image, index }: { run: Run; image: GeneratedImage; index: number }) {
  const { screen, t } = useScreen();
  const blurred = image.decision === 'blur';
  return (
    <>
      {sentencesOf(t, imageWarnings(run, image, index)).map((reason) => (
        <p key={reason} class="card__reason">
          {reason}
        </p>
      ))}
      {blurred && image.findings.length > 0 && (
        <p class="card__checks">
          {image.findings.map(({ check, score }) => t.image.seenBy(check, score)).join(' · ')}
        </p>
      )}
      {blurred && image.original === null && (
        <p class="hint">{screen.policy.value?.reveal ? t.image.notKept : t.image.notRevealable}</p>
      )}
    </>
  );
}

function CopyButton({ blob, position }: { blob: Blob; position: number }) {
  const { t } = useScreen();
  const outcome = useSignal<'copied' | 'failed' | undefined>(undefined);
  const said = outcome.value === 'copied' ? t.image.copied : outcome.value && t.image.copyFailed;
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(t.image.copy, position)}
        onClick={() =>
          copy(blob).then(
            () => {
              outcome.value = 'copied';
            },
            () => {
              outcome.value = 'failed';
            },
          )
        }
      >
        {outcome.value === 'copied' ? <CheckIcon /> : <CopyIcon />}
        {said ?? t.image.copy}
      </button>
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  );
}

function VaryButton({ run, seed, position }: { run: Run; seed: number; position: number }) {
  const { screen, anchors, t } = useScreen();
  return (
    <button
      type="button"
      class="button"
      aria-label={t.image.action(t.image.vary, position)}
      title={t.image.varyHint}
      onClick={() => {
        screen.vary(run.input, seed);
        anchors.prompt.current?.focus();
      }}
    >
      <VaryIcon />
      {t.image.vary}
    </button>
  );
}

/** Without any word of the prompt, because file names are passed on. */
function fileName(run: Run, position: number, covered: boolean): string {
  const id = run.completed?.id ?? `run-${run.number}`;
  return `shoji-${id}-${position}${covered ? '-blurred' : ''}`;
}
