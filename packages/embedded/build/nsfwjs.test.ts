import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNsfwjs, readNsfwjsMid } from './nsfwjs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoji-nsfwjs-'));
  mkdirSync(join(folder, 'dist/models/mobilenet_v2'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a package in the layout of nsfwjs, with two tensors of two and three bytes. */
function write(shard: readonly number[], dtype = 'uint8'): void {
  const tensor = (name: string, shape: number[], min: number) => ({
    name,
    shape,
    dtype: 'float32',
    quantization: { min, scale: 0.5, dtype, original_dtype: 'float32' },
  });
  const model = {
    modelTopology: { model_config: { class_name: 'Sequential' } },
    weightsManifest: [{ paths: ['group1'], weights: [tensor('a', [2], -1), tensor('b', [3, 1], 0)] }],
  };
  const base = join(folder, 'dist/models/mobilenet_v2');
  writeFileSync(join(base, 'model.min.js'), `module.exports = ${JSON.stringify(model)};`);
  const base64 = Buffer.from(shard).toString('base64');
  writeFileSync(join(base, 'group1-shard1of1.min.js'), `module.exports = '${base64}';`);
}

describe('readNsfwjs', () => {
  it('reads the layers, and each tensor with the numbers that scale it', () => {
    write([1, 2, 3, 4, 5]);
    const { config, weights } = readNsfwjs(folder);
    expect(config).toEqual({ class_name: 'Sequential' });
    const plain = [...weights].map(([name, { bytes, ...rest }]) => ({ name, bytes: [...bytes], ...rest }));
    expect(plain).toEqual([
      { name: 'a', shape: [2], bytes: [1, 2], scale: 0.5, min: -1 },
      { name: 'b', shape: [3, 1], bytes: [3, 4, 5], scale: 0.5, min: 0 },
    ]);
  });

  it.each([[[1, 2, 3, 4]], [[1, 2, 3, 4, 5, 6]]])(
    'refuses weights that do not fill their file: %j',
    (shard) => {
      write(shard);
      expect(() => readNsfwjs(folder)).toThrow('do not fill their file');
    },
  );

  it('refuses weights of another quantisation', () => {
    write([1, 2, 3, 4, 5], 'uint16');
    expect(() => readNsfwjs(folder)).toThrow('uint8');
  });

  it('refuses a package without the model', () => {
    expect(() => readNsfwjs(folder)).toThrow('model.min.js');
  });
});

describe('readNsfwjsMid', () => {
  it('reads the operations, and weights that two files hold together', () => {
    const base = join(folder, 'dist/models/mobilenet_v2_mid');
    mkdirSync(base);
    const quantization = { min: 2, scale: 1, dtype: 'uint8' };
    const weights = [
      { name: 'two', shape: [], dtype: 'float32', quantization },
      { name: 'kernel', shape: [3], dtype: 'float32', quantization },
    ];
    const model = {
      format: 'graph-model',
      modelTopology: { node: [] },
      weightsManifest: [{ paths: ['a', 'b'], weights }],
    };
    writeFileSync(join(base, 'model.min.js'), `module.exports = ${JSON.stringify(model)};`);
    for (const [at, bytes] of [
      [1, [7, 8]],
      [2, [9, 10]],
    ] as const) {
      const base64 = Buffer.from(bytes).toString('base64');
      writeFileSync(join(base, `group1-shard${at}of2.min.js`), `module.exports = '${base64}';`);
    }
    const read = readNsfwjsMid(folder);
    expect(read.topology).toEqual({ node: [] });
    expect([...read.weights].map(([name, { bytes }]) => [name, [...bytes]])).toEqual([
      ['two', [7]],
      ['kernel', [8, 9, 10]],
    ]);
  });
});
