import type { Failure } from '../client/errors.ts';
import type {
  Completed,
  GeneratedImage,
  GenerationEvent,
  GenerationInput,
  PromptVerdict,
  Warning,
} from '../client/events.ts';

/** The step that is running. `waiting`: the proxy has not answered yet. */
export type Stage = 'waiting' | 'screening' | 'generating' | 'checking' | 'regenerating';

/** One picture's place. `lost` is a picture whose streamed and final verdicts disagree: it is not shown. */
export type Slot<Kept extends Judged = GeneratedImage> =
  | { readonly status: 'waiting' | 'remaking' | 'lost' }
  | { readonly status: 'screened'; readonly image: Kept };

/** All that a run itself has to know of its pictures; their pixels may be kept elsewhere. */
type Judged = Pick<GeneratedImage, 'decision'>;

/** One press of Generate and everything that came of it. */
export interface Run<Kept extends Judged = GeneratedImage> {
  /** Counts up; names the run on the screen. */
  readonly number: number;
  readonly input: GenerationInput;
  readonly phase: 'running' | 'done' | 'refused' | 'failed' | 'cancelled';
  readonly stage: Stage;
  /** Progress of the current attempt, 0–1; `undefined` if the generator does not report it. */
  readonly fraction: number | undefined;
  readonly attempt: number;
  readonly slots: readonly Slot<Kept>[];
  readonly prompt: PromptVerdict | undefined;
  readonly warnings: readonly Warning[];
  readonly completed: Completed | undefined;
  readonly failure: Failure | undefined;
}

/** Events of a run: those of the proxy, a failure, or a cancel by the person. */
export type RunEvent<Kept extends Judged = GeneratedImage> =
  | Exclude<GenerationEvent, { type: 'image.screened' }>
  | { readonly type: 'image.screened'; readonly index: number; readonly image: Kept }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'cancelled' };

export function startRun<Kept extends Judged = GeneratedImage>(
  number: number,
  input: GenerationInput,
): Run<Kept> {
  return {
    number,
    input,
    phase: 'running',
    stage: 'screening',
    fraction: undefined,
    attempt: 1,
    slots: Array.from({ length: input.n }, () => ({ status: 'waiting' })),
    prompt: undefined,
    warnings: [],
    completed: undefined,
    failure: undefined,
  };
}

/** The run after an event. Pure; a run that has ended stays as it ended. */
export function reduceRun<Kept extends Judged>(run: Run<Kept>, event: RunEvent<Kept>): Run<Kept> {
  if (run.phase !== 'running') return run;
  switch (event.type) {
    case 'connection.silent':
      return { ...run, stage: 'waiting' };
    case 'connection.answered':
      return { ...run, stage: 'screening' };
    case 'prompt.screened':
      return { ...run, prompt: event.prompt, warnings: event.warnings };
    case 'generation.started':
      return {
        ...run,
        stage: event.attempt > 1 ? 'regenerating' : 'generating',
        attempt: event.attempt,
        fraction: undefined,
      };
    case 'generation.progress':
      return event.fraction < 1
        ? { ...run, fraction: event.fraction }
        : { ...run, stage: 'checking', fraction: undefined };
    case 'image.screened':
      return {
        ...run,
        stage: 'checking',
        fraction: undefined,
        slots: run.slots.map((slot, index) =>
          index === event.index ? { status: 'screened', image: event.image } : slot,
        ),
      };
    case 'generation.regenerating':
      return {
        ...run,
        stage: 'regenerating',
        attempt: event.attempt,
        fraction: undefined,
        slots: run.slots.map((slot, index) => (event.images.includes(index) ? { status: 'remaking' } : slot)),
      };
    case 'generation.completed':
      return {
        ...run,
        phase: 'done',
        completed: event.completed,
        warnings: event.completed.warnings,
        slots: run.slots.map((slot, index) => confirm(slot, event.completed.decisions[index])),
      };
    case 'prompt.rejected':
      return { ...run, phase: 'refused', prompt: event.prompt, warnings: event.warnings, slots: [] };
    case 'failed':
      return { ...run, phase: 'failed', failure: event.failure };
    case 'cancelled':
      return { ...run, phase: 'cancelled' };
  }
}

/** An image stays only if the final answer has the same decision as the stream. */
function confirm<Kept extends Judged>(
  slot: Slot<Kept>,
  decision: GeneratedImage['decision'] | undefined,
): Slot<Kept> {
  const agrees = slot.status === 'screened' && slot.image.decision === decision;
  return agrees ? slot : { status: 'lost' };
}

/**
 * The places that can be shown, with their positions. For a run that ended early these are the places of the received
 * pictures. A place keeps its position: a card that changed its picture could show the next one revealed.
 */
export function visibleSlots(run: Run): { slot: Slot; index: number }[] {
  const all = run.slots.map((slot, index) => ({ slot, index }));
  const endedEarly = run.phase === 'failed' || run.phase === 'cancelled';
  return endedEarly ? all.filter(({ slot }) => slot.status === 'screened') : all;
}

/** The warnings about an image: those of the final answer or, before it, those of the image's event. */
export function imageWarnings(
  run: Pick<Run, 'completed' | 'warnings'>,
  image: Pick<GeneratedImage, 'warnings'>,
  index: number,
): readonly Warning[] {
  return run.completed ? run.warnings.filter(({ image }) => image === index) : image.warnings;
}

/** Whether a withheld image could not be checked. A finding counts even if another check failed. */
export function isUnchecked(warnings: readonly Warning[]): boolean {
  const has = (code: RegExp) => warnings.some((warning) => code.test(warning.code));
  return has(/^check_failed$/) && !has(/^image_/);
}
