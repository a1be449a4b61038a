import { CheckError } from '@shoji/core';
import type { RgbPixels } from '@shoji/pixels';
import { loadOnnxModel } from '../onnx-runtime.ts';
import { readShipped } from '../shipped-files.ts';
import { resizeBilinear } from './resize.ts';

/** The classes of the model, in the order of its outputs. */
const NSFW_CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'] as const;

/** A probability, 0–1, for each class. They add up to 1. */
export type NsfwScores = Record<(typeof NSFW_CLASSES)[number], number>;

/** Side of the model's square input, in pixels. */
const SIDE = 224;

export type NsfwClassifier = (pixels: RgbPixels) => Promise<NsfwScores>;

/** Name and version of the model, for reports. */
export const NSFW_MODEL = 'nsfwjs-4.4.0/mobilenet-v2';

/**
 * Loads the MobileNetV2 that ships with this package. It takes half a second; keep the result.
 * @throws CheckError `unavailable` when the file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadNsfwClassifier(): Promise<NsfwClassifier> {
  const model = await loadOnnxModel(await readShipped('imageModel'));
  const [input = '', output = ''] = [...model.inputNames, ...model.outputNames];
  return async (pixels) => {
    const image = { data: resizeBilinear(pixels, SIDE), shape: [1, 3, SIDE, SIDE] };
    const probabilities = (await model.run({ [input]: image }))[output];
    if (probabilities?.length !== NSFW_CLASSES.length)
      throw new CheckError(
        'invalid-answer',
        'The embedded image model must answer one probability for each class.',
      );
    const [Drawing = NaN, Hentai = NaN, Neutral = NaN, Porn = NaN, Sexy = NaN] = probabilities;
    return { Drawing, Hentai, Neutral, Porn, Sexy };
  };
}
