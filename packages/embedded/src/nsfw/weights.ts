import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Tensor } from './onnx.ts';

/** Name and version of the weights, for reports. */
export const NSFW_MODEL = 'nsfwjs-4.4.0/mobilenet-v2';

/** SHA-256 of the only weights file of MobileNetV2 in nsfwjs 4.4.0, decoded from base64. */
const SHARD_SHA256 = '8e7dddbb16acacc1bf1601b1b8a761e730ff934b7f2d7771312b2f000e5f5f13';

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
  readonly weights: ReadonlyMap<string, Tensor>;
}

/**
 * Reads MobileNetV2 out of the nsfwjs package, without TensorFlow.js.
 * @throws Error when the package holds other weights than those that were evaluated.
 */
export async function readNsfwModel(): Promise<KerasModel> {
  const { MobileNetV2Model } = await import('nsfwjs/models/mobilenet_v2');
  const [bundle] = MobileNetV2Model.weightBundles;
  if (bundle === undefined) throw new Error('nsfwjs: MobileNetV2 has no weights.');
  const shard = Buffer.from((await bundle()).default, 'base64');
  if (createHash('sha256').update(shard).digest('hex') !== SHARD_SHA256) {
    throw new Error('nsfwjs: the weights of MobileNetV2 are not those of version 4.4.0.');
  }
  const { modelTopology, weightsManifest } = modelSchema.parse((await MobileNetV2Model.modelJson()).default);
  return { config: modelTopology.model_config, weights: dequantise(weightsManifest[0].weights, shard) };
}

/** TensorFlow.js quantisation: value = byte × scale + min, one tensor after the other. */
function dequantise(entries: z.infer<typeof manifestEntry>[], shard: Uint8Array): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  let offset = 0;
  for (const { name, shape, quantization } of entries) {
    const length = shape.reduce((product, side) => product * side, 1);
    const { scale, min } = quantization;
    const data = Float32Array.from(shard.subarray(offset, offset + length), (byte) => byte * scale + min);
    weights.set(name, { shape, data });
    offset += length;
  }
  if (offset !== shard.length) throw new Error('nsfwjs: the weights of MobileNetV2 do not fill their file.');
  return weights;
}
