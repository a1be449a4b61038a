import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NsfwJudge } from '../../../packages/embedded/src/image/nsfw-judge.ts';
import { explicit, logit } from '../../../packages/embedded/src/image/scores.ts';
import { WINDOWS } from '../../../packages/embedded/src/image/windows.ts';
import { judgedPixels } from './lists.ts';

const FILE = fileURLToPath(
  new URL('../../../packages/embedded/src/image/calibration.generated.ts', import.meta.url),
);

/** Of the harmless pictures of the list, this share may reach a score of 0.5 by the whole, and by the tiles of each size. */
const ALLOWED = { whole: 0.001, 7: 0.0025, 5: 0.0025 };
/** The number of tiles of each size; the whole is one. */
const LOOKS = { whole: 1, 7: 16, 5: 36 };
/** Priors are rounded up to this step: a list of some hundred pictures tells no more. */
const STEP = 0.1;

/**
 * Sets the priors so that harmless pictures are seldom above 0.5, and never below what choosing the strongest of many
 * tiles gives by chance. Writes them.
 */
export async function calibrate(
  judge: NsfwJudge,
  files: readonly { readonly name: string; bytes(): Uint8Array }[],
): Promise<void> {
  const found = { whole: [] as number[], 7: [] as number[], 5: [] as number[] };
  for (const { bytes } of files) {
    const views = await judgedPixels(bytes()).catch(() => []);
    if (views.length === 0) continue;
    const judged = await Promise.all(views.map((pixels) => judge.measure(pixels)));
    found.whole.push(Math.max(...judged.map(({ whole }) => logit(explicit(whole)))));
    for (const cells of WINDOWS)
      found[cells].push(
        Math.max(
          ...judged.map(({ parts }) => {
            const part = parts.get(cells);
            return part === undefined ? Number.NEGATIVE_INFINITY : logit(explicit(part));
          }),
        ),
      );
  }
  const count = found.whole.length;
  const prior = (part: keyof typeof found) => {
    const sorted = found[part].toSorted((a, b) => b - a);
    const limit = sorted[Math.floor(count * ALLOWED[part])] ?? 0;
    // The strongest of so many tiles is chosen by one model, whose log odds count half.
    const chosen = Math.log(LOOKS[part]) / 2;
    return Number((Math.ceil(Math.max(limit, chosen) / STEP) * STEP).toFixed(1));
  };
  const priors = { whole: prior('whole'), 7: prior(7), 5: prior(5) };
  console.log(`${count} pictures; the strongest log odds:`);
  for (const [part, scores] of Object.entries(found))
    console.log(
      part,
      scores
        .toSorted((a, b) => b - a)
        .slice(0, 8)
        .map((score) => score.toFixed(2))
        .join(' '),
    );
  writeFileSync(
    FILE,
    `// Made by \`npm run bench:pictures -- --folder DIR --calibrate\` from ${count} harmless pictures. Do not edit.\n/** Log odds that harmless pictures reach by chance: the whole, and the strongest tile of each size. */\nexport const CALIBRATION = { whole: ${priors.whole}, 7: ${priors[7]}, 5: ${priors[5]} } as const;\n`,
  );
  console.log(`${FILE}: ${JSON.stringify(priors)}`);
}
