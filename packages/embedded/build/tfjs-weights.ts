import * as z from 'zod';
import type { FloatWeights, Weights } from './onnx.ts';

const entrySchema = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }).optional(),
});

/** The part of a model's JSON file that lists its weights. */
export const weightsManifestSchema = z.tuple([z.object({ weights: z.array(entrySchema) })]);

/** The tensors of a model by name; shapes and paddings are those of type int32. */
export interface Tensors {
  readonly weights: ReadonlyMap<string, Weights | FloatWeights>;
  readonly integers: ReadonlyMap<string, readonly number[]>;
}

/**
 * Splits the file with a model's weights, which holds one tensor after the other as the manifest lists them.
 * @throws Error when the tensors do not fill the file.
 */
export function splitWeights(
  [{ weights: entries }]: z.infer<typeof weightsManifestSchema>,
  file: Uint8Array,
): Tensors {
  const weights = new Map<string, Weights | FloatWeights>();
  const integers = new Map<string, readonly number[]>();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let offset = 0;
  for (const { name, shape, dtype, quantization } of entries) {
    const length = shape.reduce((product, side) => product * side, 1);
    const size = quantization === undefined ? 4 * length : length;
    if (offset + size > file.length) throw new Error(`The file with the weights ends before ${name}.`);
    const from = offset;
    offset += size;
    if (dtype === 'int32') {
      // The one of face-api that is quantised is not used.
      if (quantization === undefined)
        integers.set(
          name,
          Array.from({ length }, (_, at) => view.getInt32(from + 4 * at, true)),
        );
    } else if (quantization === undefined) {
      const floats = Float32Array.from({ length }, (_, at) => view.getFloat32(from + 4 * at, true));
      weights.set(name, { shape, floats });
    } else {
      const { scale, min } = quantization;
      weights.set(name, { shape, bytes: file.subarray(from, offset), scale, min });
    }
  }
  if (offset !== file.length) throw new Error('The weights do not fill their file.');
  return { weights, integers };
}
