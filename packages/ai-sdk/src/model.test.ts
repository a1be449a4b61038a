import type { ImageModelV2, ImageModelV4File } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { askModel, type ModelCall } from './model.ts';

const { signal } = new AbortController();
const file: ImageModelV4File = { type: 'file', mediaType: 'image/png', data: 'AAAA' };
const CALL: ModelCall = {
  prompt: 'a dog',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

describe('a model of interface v2', () => {
  const model: ImageModelV2 = {
    specificationVersion: 'v2',
    provider: 'old.image',
    modelId: 'model',
    maxImagesPerCall: 1,
    doGenerate: async () => ({
      images: [new Uint8Array([1])],
      warnings: [],
      response: { timestamp: new Date(), modelId: 'model', headers: undefined },
    }),
  };

  it('is called with the options of that version', async () => {
    expect((await askModel(model, CALL, signal)).images).toHaveLength(1);
  });

  it.each([{ files: [file] }, { mask: file }])(
    'is not called with input images, which it would ignore',
    async (inputs) => {
      await expect(askModel(model, { ...CALL, ...inputs }, signal)).rejects.toMatchObject({
        code: 'generator_rejected',
      });
    },
  );
});
