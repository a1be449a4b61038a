import { describe, expect, it } from 'vitest';
import { splitWeights, weightsManifestSchema } from './tfjs-weights.ts';

const uint8 = { dtype: 'uint8', min: -1, scale: 0.5 };
const manifest = (...weights: object[]) => weightsManifestSchema.parse([{ weights }]);

describe('splitWeights', () => {
  const file = new Uint8Array(2 + 8 + 4);
  const view = new DataView(file.buffer);
  file.set([3, 4]);
  view.setFloat32(2, 1.5, true);
  view.setFloat32(6, -2, true);
  view.setInt32(10, -7, true);
  const entries = [
    { name: 'bytes', shape: [2], dtype: 'float32', quantization: uint8 },
    { name: 'floats', shape: [1, 2], dtype: 'float32' },
    { name: 'integer', shape: [], dtype: 'int32' },
  ];

  it('reads quantised and plain tensors, wherever the file begins in its buffer', () => {
    const shifted = new Uint8Array([9, ...file]).subarray(1);
    for (const each of [file, shifted]) {
      const { weights, integers } = splitWeights(manifest(...entries), each);
      expect(weights.get('bytes')).toEqual({ shape: [2], bytes: Uint8Array.of(3, 4), scale: 0.5, min: -1 });
      expect(weights.get('floats')).toEqual({ shape: [1, 2], floats: Float32Array.of(1.5, -2) });
      expect(Object.fromEntries(integers)).toEqual({ integer: [-7] });
    }
  });

  it('refuses a file that is too short or too long', () => {
    expect(() => splitWeights(manifest(...entries), file.subarray(0, 12))).toThrow('ends before integer');
    expect(() => splitWeights(manifest(...entries), Uint8Array.from([...file, 0]))).toThrow('do not fill');
  });

  it.each([
    ['a type', { name: 'half', shape: [1], dtype: 'float16' }],
    ['a quantisation', { name: 'half', shape: [1], dtype: 'float32', quantization: { dtype: 'float16' } }],
  ])('refuses %s that it does not know', (_, entry) => {
    expect(() => manifest(entry)).toThrow();
  });
});
