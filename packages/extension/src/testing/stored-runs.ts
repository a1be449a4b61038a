import type { GeneratedImage, GenerationInput } from '../screen/client/events.ts';
import { startRun } from '../screen/state/run.ts';
import { ensureSealingKey, images } from '../storage/sealing.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { completedOf, INPUT } from './runs.ts';

/** Adds a run that has ended to the history, with its images. */
export async function archived(
  number: number,
  all: readonly GeneratedImage[],
  input: Partial<GenerationInput> = {},
): Promise<StoredRun> {
  const key = await ensureSealingKey();
  const kept = await Promise.all(all.map((image, index) => images.keep(number, index, 1, image, key)));
  const run: StoredRun = {
    ...startRun(number, { ...INPUT, ...input }),
    phase: 'done',
    slots: kept.map((image) => ({ status: 'screened', image })),
    completed: completedOf({
      seeds: all.map((_, index) => 7 + index),
      decisions: all.map(({ decision }) => decision),
    }),
  };
  await images.archive(run);
  return run;
}
