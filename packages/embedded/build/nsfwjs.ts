import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import type { Weights } from './onnx.ts';

/** Where the package keeps its models: CommonJS modules that export JSON, and base64 of the weights. */
const MODELS = 'dist/models';

const manifestEntry = z.object({
  name: z.string(),
  /** A number alone has no sides. */
  shape: z.array(z.int().positive()),
  dtype: z.literal('float32'),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
});

const manifestSchema = z.tuple([z.object({ weights: z.array(manifestEntry) })]);
const kerasSchema = z.object({
  modelTopology: z.object({ model_config: z.unknown() }),
  weightsManifest: manifestSchema,
});
const graphSchema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.unknown(),
  weightsManifest: manifestSchema,
});

/** A Keras model as TensorFlow.js stores it: its layers, not yet read, and its weights by name. */
export interface KerasModel {
  readonly config: unknown;
  readonly weights: ReadonlyMap<string, Weights>;
}

/** A graph model as TensorFlow.js stores it: its operations, not yet read, and its weights by name. */
export interface GraphModel {
  readonly topology: unknown;
  readonly weights: ReadonlyMap<string, Weights>;
}

/**
 * Reads MobileNetV2 out of an unpacked nsfwjs package, without TensorFlow.js.
 * @throws Error when the package does not hold such a model.
 */
export function readNsfwjs(folder: string): KerasModel {
  const { modelTopology, weightsManifest } = kerasSchema.parse(load(folder, 'mobilenet_v2/model.min.js'));
  const shard = readShards(folder, 'mobilenet_v2', 1);
  return {
    config: modelTopology.model_config,
    weights: split(weightsManifest[0].weights, shard, 'MobileNetV2'),
  };
}

/**
 * Reads MobileNetV2Mid, the wider of the two, out of an unpacked nsfwjs package.
 * @throws Error when the package does not hold such a model.
 */
export function readNsfwjsMid(folder: string): GraphModel {
  const { modelTopology, weightsManifest } = graphSchema.parse(load(folder, 'mobilenet_v2_mid/model.min.js'));
  const shards = readShards(folder, 'mobilenet_v2_mid', 2);
  return { topology: modelTopology, weights: split(weightsManifest[0].weights, shards, 'MobileNetV2Mid') };
}

function load(folder: string, path: string): unknown {
  const require = createRequire(import.meta.url);
  return require(join(folder, MODELS, path));
}

function readShards(folder: string, model: string, count: number): Uint8Array {
  const shards = Array.from({ length: count }, (_, at) =>
    z.base64().parse(load(folder, `${model}/group1-shard${at + 1}of${count}.min.js`)),
  );
  return Buffer.concat(shards.map((shard) => Buffer.from(shard, 'base64')));
}

/** The file holds one tensor after the other. */
function split(
  entries: z.infer<typeof manifestEntry>[],
  shard: Uint8Array,
  model: string,
): Map<string, Weights> {
  const weights = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, quantization } of entries) {
    const length = shape.reduce((product, side) => product * side, 1);
    const { scale, min } = quantization;
    weights.set(name, { shape, bytes: shard.subarray(offset, offset + length), scale, min });
    offset += length;
  }
  if (offset !== shard.length) throw new Error(`nsfwjs: the weights of ${model} do not fill their file.`);
  return weights;
}
