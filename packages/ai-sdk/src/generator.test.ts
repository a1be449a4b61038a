import type { ImageModelV2, ImageModelV2CallOptions } from '@ai-sdk/provider';
import { fakeCodec, imageGeneratorConformance } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { fakeModel, generate } from './fake-model.test-helper.ts';
import { aiSdkImage } from './generator.ts';

const decisions = (result: Awaited<ReturnType<typeof generate>>) =>
  result.status === 'completed' ? result.images.map(({ decision }) => decision) : result.status;

describe('aiSdkImage()', () => {
  it.each(
    imageGeneratorConformance(() => aiSdkImage(fakeModel()), fakeCodec()).map(
      (each) => [each.name, each] as const,
    ),
  )('%s', (_, { run }) => run());

  it.each([
    ['the name of a model', 'openai/gpt-image-1', /pass the model itself/],
    [
      'a model of a coming interface',
      { ...fakeModel(), specificationVersion: 'v5' },
      /interface v5; v2, v3, v4/,
    ],
    ['a language model', { specificationVersion: 'v4', doStream: () => {} }, /not an image model/],
    ['nothing', undefined, /not an image model/],
  ])('refuses %s', (_, model, message) => {
    // A caller without types can pass this.
    expect(() => Reflect.apply(aiSdkImage, undefined, [model])).toThrow(
      expect.objectContaining({ name: 'OperatorError', message: expect.stringMatching(message) }),
    );
  });

  it('is named by provider and model', () => {
    expect(aiSdkImage(fakeModel()).name).toBe('fake.image/model');
    expect(aiSdkImage(fakeModel(), { name: 'ours' }).name).toBe('ours');
  });

  it('requests the maximum number of pictures per call from a model without seeds', async () => {
    const limits = { maxImages: 5 };
    const model = fakeModel();
    await generate(aiSdkImage(model, { seeds: false, limits }), { n: 5 });
    expect(model.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [2, undefined],
      [2, undefined],
      [1, undefined],
    ]);
    for (const [maxImagesPerCall, calls] of [
      [undefined, 5],
      [() => 3, 2],
      [async () => undefined, 5],
    ] as const) {
      const other = fakeModel(undefined, { maxImagesPerCall });
      await generate(aiSdkImage(other, { seeds: false, limits }), { n: 5 });
      expect(other.calls).toHaveLength(calls);
    }
  });

  it('requests each picture by its seed, so that the third one can be regenerated alone', async () => {
    const model = fakeModel();
    await generate(aiSdkImage(model), { n: 3, seed: 40 });
    expect(model.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [1, 40],
      [1, 41],
      [1, 42],
    ]);
  });

  it('keeps every picture at its seed when a call returns too few', async () => {
    const model = fakeModel(({ n }) => [n === 2 ? 'first' : 'third']);
    const result = await generate(aiSdkImage(model, { seeds: false }), { n: 3 });
    const shown =
      result.status === 'completed' &&
      result.images.map((image) => image.shown && new TextDecoder().decode(image.shown.bytes));
    expect(shown).toEqual(['first', '', 'third']);
  });

  it('aborts the other calls when one fails', async () => {
    const model = fakeModel(({ seed, abortSignal }) => {
      if (seed === 7) throw new Error('out of order');
      return new Promise((_, reject) => {
        abortSignal?.addEventListener('abort', () => reject(abortSignal.reason));
      });
    });
    await expect(generate(aiSdkImage(model), { n: 2 })).rejects.toMatchObject({ code: 'generator_failed' });
    expect(model.calls.map(({ abortSignal }) => abortSignal?.aborted)).toEqual([true, true]);
  });

  it('sends a reduced aspect ratio, a size, or neither', async () => {
    const sent = async (dimensions?: 'size' | 'aspect-ratio' | 'none') => {
      const model = fakeModel();
      await generate(aiSdkImage(model, dimensions && { dimensions }), { width: 1280, height: 720 });
      return model.calls.map(({ size, aspectRatio }) => size ?? aspectRatio);
    };
    expect(await sent()).toEqual(['1280x720']);
    expect(await sent('aspect-ratio')).toEqual(['16:9']);
    expect(await sent('none')).toEqual([undefined]);
  });

  it('gives options precedence over constants, and leaves the rest unchanged', async () => {
    const model = fakeModel();
    const providerOptions = { fake: { steps: 1, style: 'ink' }, other: { a: true } };
    const fields = { fake: { steps: 'steps', scale: 'guidance' } } as const;
    await generate(aiSdkImage(model, { providerOptions, fields, headers: { 'x-team': 'art' } }), {
      steps: 9,
    });
    expect(model.calls).toMatchObject([
      {
        providerOptions: { fake: { steps: 9, scale: 7.5, style: 'ink' }, other: { a: true } },
        headers: { 'x-team': 'art' },
      },
    ]);
    expect(providerOptions.fake.steps).toBe(1);
  });

  it('warns a caller whose negative prompt has no matching option', async () => {
    const { warnings } = await generate(aiSdkImage(fakeModel()), { negativePrompt: 'rain' });
    expect(warnings).toMatchObject([{ code: 'negative_prompt_unsupported' }]);
  });

  it('accepts a model of interface v2, which has no input images', async () => {
    const calls: ImageModelV2CallOptions[] = [];
    const model: ImageModelV2 = {
      specificationVersion: 'v2',
      provider: 'fake.image',
      modelId: 'model',
      maxImagesPerCall: 1,
      doGenerate: async (call) => {
        calls.push(call);
        const response = { timestamp: new Date(), modelId: 'model', headers: undefined };
        return { images: [new Uint8Array([1])], warnings: [], response };
      },
    };
    expect(decisions(await generate(aiSdkImage(model)))).toEqual(['clear']);
    expect(calls).toMatchObject([{ prompt: 'a dog', n: 1, seed: 7 }]);
    expect(Object.keys(calls[0] ?? {})).not.toContain('files');
  });
});
