import type { GivenImage } from '../ports/generator.ts';
import type { UnscreenedImage } from '../sealed/picture.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { generateAttempt } from './generate-attempt.ts';
import type { Run } from './run.ts';
import { screenedRequest } from './screened-request.ts';

/** A running attempt: the generator was called, or will be when the run is prepared. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Positions of the images that it makes, each with a seed at the same place of `seeds`. */
  readonly wanted: readonly number[];
  readonly seeds: readonly number[];
  readonly images: Promise<readonly UnscreenedImage[]>;
}

/**
 * Requests the images at the positions `wanted` from the generator. Does not wait: the caller screens the attempt or
 * aborts it.
 */
export function beginAttempt(
  run: Run,
  prompt: ScreenedPrompt,
  number: number,
  wanted: readonly number[],
): Attempt {
  const { engine, plan, clock, emit, id, account, stop } = run;
  const request = screenedRequest(prompt, plan, engine, number, wanted);
  emit({ type: 'generation.started', attempt: number, seeds: request.seeds });
  const generate = (input?: GivenImage) =>
    generateAttempt(engine, input ? { ...request, input } : request, {
      id,
      account,
      ms: clock.left('generate'),
      signal: stop.signal,
      onSettings: (settings) => {
        run.settings = settings;
      },
      onProgress: (fraction) => emit({ type: 'generation.progress', attempt: number, fraction }),
    });
  const images = run.prepared.then((input) => clock.time('generate', () => generate(input)));
  return { number, wanted, seeds: request.seeds, images };
}

/**
 * Screens every image of an attempt and emits those that no further attempt can improve.
 * @returns Positions whose image failed and may be generated again.
 * @throws GenerationError of the generator.
 */
export async function screenAttempt(
  run: Run,
  { number, wanted, seeds, images }: Attempt,
  verdict: PromptVerdict,
): Promise<number[]> {
  const { screening, clock, gallery, checks } = run;
  const made = await images;
  const screenAt = async (index: number, place: number) => {
    const [image, seed] = [made[place], seeds[place]];
    if (image === undefined || seed === undefined) return;
    const screened = await screening.image(image, verdict, { index, ms: clock.left('moderate') });
    checks.push(...screened.judgement.checks.map((check) => ({ ...check, attempt: number })));
    gallery.offer(index, { screening: screened, attempt: number, seed });
    if (!isFailing(run, index)) emitImage(run, index);
  };
  await clock.time('moderate', () => Promise.all(wanted.map(screenAt)));
  return wanted.filter((index) => isFailing(run, index));
}

/** Emits the best image so far at a position. */
export function emitImage({ gallery, emit }: Run, index: number): void {
  const held = gallery.at(index);
  if (held) emit({ type: 'image.screened', index, attempt: held.attempt, image: held.screening.image });
}

function isFailing({ gallery, engine }: Run, index: number): boolean {
  return gallery.isWorthRegenerating(index, engine.policy.regenerate.from);
}
