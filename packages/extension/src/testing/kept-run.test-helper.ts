import type { StoredRun } from '../storage/stored-run.ts';
import { INPUT, imageOf } from './runs.ts';

/** A run that has ended, with one image, which is stored. */
export async function keptRun(decision: 'clear' | 'blur' | 'withhold', number: number): Promise<StoredRun> {
  // The browser's API has to be there before the storage is loaded.
  const { images, ensureSealingKey } = await import('../storage/sealing.ts');
  const { startRun } = await import('../screen/state/run.ts');
  const image = await images.keep(number, 0, 1, imageOf(decision), await ensureSealingKey());
  return { ...startRun(number, INPUT), phase: 'done', slots: [{ status: 'screened', image }] };
}
