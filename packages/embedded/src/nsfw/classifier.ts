import type { RgbPixels } from '@shoji/pixels';
import { loadOnnxRuntime } from '../onnx-runtime.ts';
import { kerasToOnnx } from './keras-to-onnx.ts';
import { resizeBilinear } from './resize.ts';
import { readNsfwModel } from './weights.ts';

/** The model's classes in the order of its outputs. */
export const NSFW_CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'] as const;

/** A probability 0–1 for each class; together 1. */
export type NsfwScores = Record<(typeof NSFW_CLASSES)[number], number>;

/** Side of the square that the model looks at, in pixels. */
const SIDE = 224;

export type NsfwClassifier = (pixels: RgbPixels) => Promise<NsfwScores>;

/**
 * Converts the weights in memory and starts a session. About one second; keep the answer.
 * @throws Error when the weights are missing or are not the ones that were evaluated.
 */
export async function loadNsfwClassifier(): Promise<NsfwClassifier> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const model = kerasToOnnx(await readNsfwModel());
  // A second thread made it slower, and pictures are judged side by side.
  const session = await InferenceSession.create(model.bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return async (pixels) => {
    const input = new Tensor('float32', resizeBilinear(pixels, SIDE), [1, 3, SIDE, SIDE]);
    const answers = await session.run({ [model.input]: input });
    const probabilities = answers[model.output]?.data;
    if (!(probabilities instanceof Float32Array) || probabilities.length !== NSFW_CLASSES.length) {
      throw new Error('The model did not answer one probability a class.');
    }
    const [Drawing = NaN, Hentai = NaN, Neutral = NaN, Porn = NaN, Sexy = NaN] = probabilities;
    return { Drawing, Hentai, Neutral, Porn, Sexy };
  };
}
