import { CheckError } from '@shoji/core';
import type { RgbPixels } from '@shoji/pixels';
import { loadOnnxModel } from '../onnx-runtime.ts';
import { readShipped } from '../shipped-files.ts';
import { type Region, resizeBilinear } from './resize.ts';
import { NSFW_CLASSES, type NsfwScores } from './scores.ts';

/** A part of an image, and the model's probabilities for it. */
export interface JudgedPart {
  readonly region: Region;
  readonly scores: NsfwScores;
}

/** One computation over an image. */
export interface Look {
  readonly whole: NsfwScores;
  /** The squares of the model's last map of features, by their side in places of the map. */
  readonly windows: ReadonlyMap<number, readonly JudgedPart[]>;
}

/**
 * Computes a region of an image, the whole of it when omitted.
 * @param side The image is scaled to this side, in pixels: a multiple of 32, at least 224.
 */
export type NsfwModel = (pixels: RgbPixels, side: number, region?: Region) => Promise<Look>;

/** A place of the last map of features stands for so many pixels of the input. */
const STRIDE = 32;

/**
 * Loads a model that ships with this package. It takes half a second; keep the result.
 * @param windows The windows that the model has as outputs, as `build/weights.ts` made them.
 * @throws CheckError `unavailable` when the file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadNsfwModel(
  file: 'imageModel' | 'imageModelMid',
  windows: readonly number[],
): Promise<NsfwModel> {
  const model = await loadOnnxModel(await readShipped(file));
  const [input = ''] = model.inputNames;
  return async (pixels, side, region = { left: 0, top: 0, width: pixels.width, height: pixels.height }) => {
    const image = { data: resizeBilinear(pixels, side, region), shape: [1, 3, side, side] };
    const outputs = await model.run({ [input]: image });
    const places = side / STRIDE;
    const scoresIn = (output: string, count: number) => {
      const probabilities = outputs[output];
      if (probabilities?.length !== count * NSFW_CLASSES.length)
        throw new CheckError(
          'invalid-answer',
          'The embedded image model must answer one probability for each class.',
        );
      return Array.from({ length: count }, (_, at) => scoresAt(probabilities, at));
    };
    const [whole] = scoresIn('whole', 1);
    if (whole === undefined)
      throw new CheckError('invalid-answer', 'The embedded image model gave no answer.');
    return {
      whole,
      windows: new Map(
        windows.map((cells) => {
          const across = places - cells + 1;
          const parts = scoresIn(`window${cells}`, across ** 2).map((scores, at) => ({
            scores,
            region: regionOf(region, at % across, Math.floor(at / across), cells, places),
          }));
          return [cells, parts];
        }),
      ),
    };
  };
}

function scoresAt(probabilities: Float32Array, at: number): NsfwScores {
  const own = probabilities.subarray(at * NSFW_CLASSES.length, (at + 1) * NSFW_CLASSES.length);
  const [
    Drawing = Number.NaN,
    Hentai = Number.NaN,
    Neutral = Number.NaN,
    Porn = Number.NaN,
    Sexy = Number.NaN,
  ] = own;
  return { Drawing, Hentai, Neutral, Porn, Sexy };
}

/** A square of places as a region of the image, at least one pixel in size. */
function regionOf(whole: Region, column: number, row: number, cells: number, places: number): Region {
  const along = (start: number, length: number, from: number) => {
    const first = Math.floor((from * length) / places);
    const end = Math.max(first + 1, Math.ceil(((from + cells) * length) / places));
    return { start: start + first, length: Math.min(end, length) - first };
  };
  const across = along(whole.left, whole.width, column);
  const down = along(whole.top, whole.height, row);
  return { left: across.start, top: down.start, width: across.length, height: down.length };
}
