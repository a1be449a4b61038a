import { folded } from '../screen/prompt/folded.ts';
import { currentRun } from '../storage/picture-values.ts';
import { images } from '../storage/sealing.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { historyChange } from '../storage/values.ts';

/** The runs whose prompts contain all words, in any case and width. */
export function matching(runs: readonly StoredRun[], words: string): StoredRun[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return runs.filter(({ input }) => {
    const prompt = folded(input.prompt);
    return wanted.every((word) => prompt.includes(word));
  });
}

/** Deletes a run with its pictures, on every surface. */
export async function deleteRun(number: number): Promise<void> {
  await images.deleteRun(number);
  if ((await currentRun.read())?.number === number) await currentRun.write(undefined);
  await told();
}

/** Deletes all runs with their images. A run in progress continues. */
export async function deleteHistory(): Promise<void> {
  const current = await currentRun.read();
  if (current?.phase === 'running') {
    for (const { number } of await images.runs()) await images.deleteRun(number);
  } else {
    await images.deleteAll();
    await currentRun.write(undefined);
  }
  await told();
}

async function told(): Promise<void> {
  await historyChange.write(crypto.randomUUID());
}
