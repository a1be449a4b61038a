import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import type { Weights } from './onnx.ts';

/** Where the package keeps MobileNetV2: CommonJS modules that export JSON, and base64 of the weights. */
const MODEL = 'dist/models/mobilenet_v2/model.min.js';
const SHARD = 'dist/models/mobilenet_v2/group1-shard1of1.min.js';

const manifestEntry = z.object({
  name: z.string(),
  shape: z.array(z.int().positive()),
  dtype: z.literal('float32'),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
});

const modelSchema = z.object({
  modelTopology: z.object({ model_config: z.unknown() }),
  weightsManifest: z.tuple([z.object({ weights: z.array(manifestEntry) })]),
});

/** A Keras model as TensorFlow.js stores it: its layers, not yet read, and its weights by name. */
export interface KerasModel {
  readonly config: unknown;
  readonly weights: ReadonlyMap<string, Weights>;
}

/**
 * Reads MobileNetV2 out of an unpacked nsfwjs package, without TensorFlow.js.
 * @throws Error when the package does not hold such a model.
 */
export function readNsfwjs(folder: string): KerasModel {
  const require = createRequire(import.meta.url);
  const { modelTopology, weightsManifest } = modelSchema.parse(require(join(folder, MODEL)));
  const shard = Buffer.from(z.base64().parse(require(join(folder, SHARD))), 'base64');
  return { config: modelTopology.model_config, weights: split(weightsManifest[0].weights, shard) };
}

/** The file holds one tensor after the other. */
function split(entries: z.infer<typeof manifestEntry>[], shard: Uint8Array): Map<string, Weights> {
  const weights = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, quantization } of entries) {
    const length = shape.reduce((product, side) => product * side, 1);
    const { scale, min } = quantization;
    weights.set(name, { shape, bytes: shard.subarray(offset, offset + length), scale, min });
    offset += length;
  }
  if (offset !== shard.length) throw new Error('nsfwjs: the weights of MobileNetV2 do not fill their file.');
  return weights;
}
