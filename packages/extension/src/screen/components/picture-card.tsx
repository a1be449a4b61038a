import { useSignal } from '@preact/signals';
import type { Picture } from '../client/events.ts';
import type { Run, Slot } from '../state/run.ts';
import { findingSentences, sentencesOf } from '../text/reasons.ts';
import { useScreen } from './context.ts';
import {
  BlurIcon,
  CheckIcon,
  DownloadIcon,
  EyeIcon,
  UncheckedIcon,
  VaryIcon,
  WithheldIcon,
} from './icons.tsx';
import { download, Pixels } from './pixels.tsx';

/** One picture's place in a run, in whichever of its states. */
export function PictureCard({ run, slot, index }: { run: Run; slot: Slot; index: number }) {
  const { t } = useScreen();
  const position = index + 1;
  if (slot.status === 'screened') {
    return slot.picture.decision === 'withhold' ? (
      <WithheldCard run={run} picture={slot.picture} index={index} />
    ) : (
      <ShownCard run={run} picture={slot.picture} index={index} />
    );
  }
  if (slot.status === 'lost')
    return <AbsentCard run={run} position={position} unchecked reasons={[t.picture.lost]} />;
  return (
    <li class="card">
      <div class="card__frame card__frame--waiting" style={shapeOf(run)} />
      <div class="card__body">
        <h3 class="unseen">{t.picture.name(position)}</h3>
        <p class="card__waiting">{slot.status === 'remaking' ? t.picture.remaking : t.picture.waiting}</p>
      </div>
    </li>
  );
}

function ShownCard({ run, picture, index }: { run: Run; picture: Picture; index: number }) {
  const { screen, anchors, t } = useScreen();
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
        {decision === 'blur' && original === null && <p class="hint">{t.picture.notRevealable}</p>}
        <div class="card__actions">
          {original && (
            <button
              type="button"
              class="button button--switch"
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
          {seed !== undefined && (
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
          )}
        </div>
      </div>
    </li>
  );
}

function WithheldCard({ run, picture, index }: { run: Run; picture: Picture; index: number }) {
  const { t } = useScreen();
  const warnings = run.warnings.filter(({ image }) => image === index);
  const unchecked = warnings.some(({ code }) => code === 'check_failed');
  const reasons = unchecked
    ? [
        t.picture.uncheckedBody,
        ...sentencesOf(
          t,
          warnings.filter(({ code }) => code !== 'check_failed'),
        ),
      ]
    : reasonsOf(run, picture, index, t);
  return (
    <AbsentCard run={run} position={index + 1} unchecked={unchecked} reasons={reasons}>
      {!unchecked && <p class="hint">{t.picture.withheldBody}</p>}
    </AbsentCard>
  );
}

function AbsentCard(props: {
  run: Run;
  position: number;
  unchecked: boolean;
  reasons: readonly string[];
  children?: preact.ComponentChildren;
}) {
  const { t } = useScreen();
  const kind = props.unchecked ? 'unchecked' : 'withhold';
  return (
    <li class={`card card--${kind}`}>
      <div class={`card__frame card__frame--${kind}`} style={shapeOf(props.run)}>
        {props.unchecked ? <UncheckedIcon /> : <WithheldIcon />}
      </div>
      <div class="card__body">
        <h3 class="unseen">{t.picture.name(props.position)}</h3>
        <p class="card__state">
          <span class={`badge badge--${kind}`}>
            {props.unchecked ? <UncheckedIcon /> : <WithheldIcon />}
            {props.unchecked ? t.picture.unchecked : t.picture.decisions.withhold}
          </span>
        </p>
        {props.reasons.map((reason) => (
          <p key={reason} class="card__reason">
            {reason}
          </p>
        ))}
        {props.children}
      </div>
    </li>
  );
}

function Reasons({ run, picture, index }: { run: Run; picture: Picture; index: number }) {
  const { t } = useScreen();
  if (picture.decision === 'clear') return null;
  return (
    <>
      {reasonsOf(run, picture, index, t).map((reason) => (
        <p key={reason} class="card__reason">
          {reason}
        </p>
      ))}
      {picture.findings.length > 0 && (
        <p class="card__checks">
          {picture.findings.map(({ check, score }) => t.picture.seenBy(check, score)).join(' · ')}
        </p>
      )}
    </>
  );
}

/** The warnings about a picture once the run is complete; what its findings say until then. */
function reasonsOf(
  run: Run,
  picture: Picture,
  index: number,
  t: ReturnType<typeof useScreen>['t'],
): string[] {
  const warnings = run.warnings.filter(({ image }) => image === index);
  if (warnings.length > 0) return sentencesOf(t, warnings);
  const found = findingSentences(t, picture.findings);
  const becauseOfPrompt = picture.decision === 'blur' && run.prompt?.decision === 'warn';
  return found.length === 0 && becauseOfPrompt ? [t.warnings.prompt_warned(undefined)] : found;
}

/** A place keeps its picture's shape while it has none, so that nothing jumps. */
function shapeOf({ input }: Run) {
  return { aspectRatio: `${input.width} / ${input.height}` };
}

/** Says nothing of the prompt: file names travel. */
function fileName(run: Run, position: number, covered: boolean): string {
  const id = run.completed?.id ?? `run-${run.number}`;
  return `shoji-${id}-${position}${covered ? '-blurred' : ''}`;
}
