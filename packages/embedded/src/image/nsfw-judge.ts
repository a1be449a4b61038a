import type { RgbPixels } from '@shoji/pixels';
import { CALIBRATION } from './calibration.generated.ts';
import { type JudgedPart, loadNsfwModel } from './nsfw-model.ts';
import { explicit, logit, type NsfwScores, pooled } from './scores.ts';
import { type Cells, WINDOWED_SIDE, WINDOWS } from './windows.ts';

/** The side of the input that both models were trained with. */
const OWN_SIDE = 224;

/**
 * A tile is looked at again only if MobileNetV2 gives it this probability of explicit content, 0–1: below it the other
 * model would have to be nearly certain. Few harmless pictures have such a tile, and a second look takes 14 ms.
 */
const WORTH_A_LOOK = 0.5;

/** The opinion of both models on an image. */
export interface NsfwJudgement {
  readonly whole: NsfwScores;
  /** The most suspicious tile, and its side in places of the feature map. Absent where no tile is suspicious. */
  readonly part?: { readonly cells: Cells; readonly scores: NsfwScores } | undefined;
}

/** Judges an image of any size. */
export interface NsfwJudge {
  judge(pixels: RgbPixels): Promise<NsfwJudgement>;
  /** The opinion on the whole and on the most suspicious tile of each size, for calibration. */
  measure(pixels: RgbPixels): Promise<{ whole: NsfwScores; parts: ReadonlyMap<Cells, NsfwScores> }>;
}

/** Name and version of the models, for reports. */
export const NSFW_MODEL = 'nsfwjs-4.4.0/mobilenet-v2+mobilenet-v2-mid';

/**
 * Loads the two models that ship with this package. It takes a second; keep the result.
 *
 * MobileNetV2 sees the whole image and all tiles in one run, MobileNetV2Mid the whole image and, in a second run, the
 * most suspicious tile. Each opinion is that of both.
 * @throws CheckError `unavailable` when a file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadNsfwJudge(): Promise<NsfwJudge> {
  const narrow = await loadNsfwModel('imageModel', WINDOWS);
  const wide = await loadNsfwModel('imageModelMid', []);

  const look = async (pixels: RgbPixels) => {
    const own = await narrow(pixels, WINDOWED_SIDE);
    const other = await wide(pixels, OWN_SIDE);
    const suspects = WINDOWS.flatMap((cells) => {
      const part = mostExplicit(own.windows.get(cells) ?? []);
      return part === undefined ? [] : [{ cells, part }];
    });
    return { whole: pooled(own.whole, other.whole), suspects };
  };
  const confirm = async (pixels: RgbPixels, { region, scores }: JudgedPart) =>
    pooled(scores, (await wide(pixels, OWN_SIDE, region)).whole);

  return {
    async judge(pixels) {
      const { whole, suspects } = await look(pixels);
      const [first] = suspects
        .filter(({ part }) => explicit(part.scores) >= WORTH_A_LOOK)
        .sort((a, b) => evidenceOf(b.part.scores, b.cells) - evidenceOf(a.part.scores, a.cells));
      if (first === undefined) return { whole };
      return { whole, part: { cells: first.cells, scores: await confirm(pixels, first.part) } };
    },
    async measure(pixels) {
      const { whole, suspects } = await look(pixels);
      const parts = new Map<Cells, NsfwScores>();
      for (const { cells, part } of suspects)
        if (explicit(part.scores) >= WORTH_A_LOOK) parts.set(cells, await confirm(pixels, part));
      return { whole, parts };
    },
  };
}

/**
 * The evidence of explicit content in log odds, less the prior: harmless pictures reach it by chance, and the more tiles
 * are looked at, the higher.
 * @param cells The side of a tile; `'whole'` for the whole image.
 */
export function evidenceOf(scores: NsfwScores, cells: Cells | 'whole'): number {
  return logit(explicit(scores)) - CALIBRATION[cells];
}

function mostExplicit(parts: readonly JudgedPart[]): JudgedPart | undefined {
  return parts.reduce<JudgedPart | undefined>(
    (best, part) => (best && explicit(best.scores) >= explicit(part.scores) ? best : part),
    undefined,
  );
}
