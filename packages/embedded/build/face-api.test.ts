import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ageModel, readFaceApi } from './face-api.ts';

/** A package with one model of one tensor. */
function unpacked(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoji-face-api-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'model'));
  const manifest = [{ weights: [{ name: 'fc/age/bias', shape: [1], dtype: 'float32' }], paths: ['one.bin'] }];
  writeFileSync(join(folder, 'model/one-weights_manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'model/one.bin'), bytes);
  return folder;
}

describe('readFaceApi', () => {
  it('reads the tensors of a model by name', () => {
    const weights = readFaceApi(unpacked(new Uint8Array([0, 0, 128, 63])), 'one');
    expect(Object.fromEntries(weights)).toEqual({
      'fc/age/bias': { shape: [1], floats: Float32Array.of(1) },
    });
  });

  it('refuses weights that do not fill their file', () => {
    expect(() => readFaceApi(unpacked(new Uint8Array(8)), 'one')).toThrow('do not fill');
  });
});

// The results of the converted model are compared with those of the original in `src/faces/age.test.ts`.
describe('ageModel', () => {
  it('names weights that are missing', () => {
    expect(() => ageModel(new Map())).toThrow('entry_flow/conv_in/filters');
  });
});
