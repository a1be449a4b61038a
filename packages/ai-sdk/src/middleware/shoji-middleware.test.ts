import type { GenerationResult, Observation } from '@shoji/core';
import { fakeEngine, fakeModerator, finding } from '@shoji/core/testing';
import { generateImage, wrapImageModel } from 'ai';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeModel } from '../fake-model.test-helper.ts';
import { type ShojiMiddlewareOptions, shojiMiddleware } from './shoji-middleware.ts';

beforeAll(() => {
  globalThis.AI_SDK_LOG_WARNINGS = false;
});

const QUIET: ShojiMiddlewareOptions = { negativePrompt: false };

/** Withholds the picture `bad`, blurs `bold`, passes others. */
const byText = fakeModerator((_, picture) => {
  const score = { bad: 1, bold: 0.6 }[picture];
  return { findings: score === undefined ? [] : [finding('nudity', score, { check: 'moderator' })] };
});

function screened(
  model: Parameters<typeof wrapImageModel>[0]['model'],
  options = QUIET,
  parts: Parameters<typeof fakeEngine>[0] = {},
) {
  return wrapImageModel({ model, middleware: shojiMiddleware(fakeEngine(parts), options) });
}

const texts = ({ images }: Awaited<ReturnType<typeof generateImage>>) =>
  images.map(({ uint8Array }) => new TextDecoder().decode(uint8Array));

describe('shojiMiddleware()', () => {
  it('refuses an engine without checks', () => {
    expect(() => shojiMiddleware(fakeEngine({ moderators: [] }))).toThrow(
      expect.objectContaining({ name: 'EngineError' }),
    );
  });

  it('leaves out withheld pictures and reports them after the shown ones', async () => {
    const policy = { ...fakeEngine().policy, regenerate: { attempts: 1, from: 'withhold' } } as const;
    const model = fakeModel(() => ['bad', 'bold', 'good'], { maxImagesPerCall: 3 });
    const result = await generateImage({
      model: screened(model, QUIET, { policy, moderators: [byText] }),
      prompt: 'a dog',
      n: 3,
    });
    expect(texts(result)).toEqual(['blurred', 'good']);
    expect(result.providerMetadata.shoji?.images).toMatchObject([
      { decision: 'blur' },
      { decision: 'clear', findings: [] },
      { decision: 'withhold', findings: [{ category: 'nudity', check: 'moderator', score: 1 }] },
    ]);
    expect(result.images.map(({ providerMetadata }) => providerMetadata?.shoji?.decision)).toEqual([
      'blur',
      'clear',
    ]);
    expect(result.warnings).toContainEqual({
      type: 'other',
      message: 'Shoji: 1 of 3 pictures were withheld.',
    });
  });

  it('drops images beyond n, with a warning', async () => {
    const result = await generateImage({
      model: screened(fakeModel(() => ['first', 'second'])),
      prompt: 'a dog',
    });
    expect(texts(result)).toEqual(['first']);
    expect(result.warnings).toMatchObject([{ message: expect.stringContaining('more pictures than n') }]);
  });

  it('passes on a provider’s warning by its feature, without its text', async () => {
    const made = fakeModel();
    const model = fakeModel(undefined, {
      doGenerate: async (call) => ({
        ...(await made.doGenerate(call)),
        warnings: [
          { type: 'unsupported', feature: 'seed', details: 'words of a server' },
          { type: 'deprecated', setting: 'style', message: 'words of a server' },
          { type: 'other', message: 'words of a server' },
        ],
      }),
    });
    const notices: unknown[] = [];
    const observe = (each: Observation) => each.type === 'notice' && notices.push(each.notice.message);
    const { warnings } = await generateImage({ model: screened(model, QUIET, { observe }), prompt: 'a dog' });
    expect(notices).toEqual(['seed: words of a server', 'style: words of a server', 'words of a server']);
    expect(warnings).toMatchObject([
      { type: 'unsupported', feature: 'seed' },
      { type: 'other', message: expect.stringContaining('about style') },
      { type: 'other' },
    ]);
    expect(JSON.stringify(warnings)).not.toContain('words of a server');
  });

  it('passes the caller’s seed to the first attempt, and other seeds to later ones', async () => {
    const policy = { ...fakeEngine().policy, regenerate: { attempts: 2, from: 'withhold' } } as const;
    const seeds = async (seed?: number) => {
      const model = fakeModel(({ n }) => Array.from({ length: n }, () => 'bad'));
      const asked = { model: screened(model, QUIET, { policy, moderators: [byText] }), prompt: 'a dog' };
      await generateImage({ ...asked, ...(seed !== undefined && { seed }) }).catch(() => {});
      return model.calls.map((call) => call.seed);
    };
    expect(await seeds(7)).toEqual([7, expect.any(Number)]);
    expect(new Set(await seeds(7)).size).toBe(2);
    expect(await seeds()).toEqual([undefined, undefined]);
  });

  it('reports results and refusals to onResult, whose errors have no effect', async () => {
    const results: GenerationResult['status'][] = [];
    const onResult = ({ status }: GenerationResult) => {
      results.push(status);
      throw new Error('the log is full');
    };
    const model = screened(fakeModel(), { ...QUIET, onResult });
    expect(texts(await generateImage({ model, prompt: 'a dog' }))).toEqual(['picture']);
    const rules = [{ name: 'rules', covers: [], match: () => [finding('toxicity', 1)] }] as const;
    const strict = screened(fakeModel(), { ...QUIET, onResult }, { rules });
    await expect(generateImage({ model: strict, prompt: 'a dog' })).rejects.toMatchObject({
      code: 'prompt_rejected',
    });
    expect(results).toEqual(['completed', 'rejected']);
  });

  it('refuses an empty prompt, except beside an input image', async () => {
    const model = fakeModel();
    await expect(generateImage({ model: screened(model), prompt: ' ' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('prompt'),
    });
    expect(model.calls).toEqual([]);
    const images = [new TextEncoder().encode('an image')];
    await generateImage({ model: screened(model), prompt: { images } });
    expect(model.calls).toMatchObject([
      { prompt: undefined, files: [{ type: 'file', mediaType: 'image/png', data: images[0] }] },
    ]);
  });

  it('judges input images before the model is called, and sends only clear ones', async () => {
    const model = fakeModel();
    const input = (text: string) => ({ text: 'a dog', images: [new TextEncoder().encode(text)] });
    const asked = { model: screened(model, QUIET, { moderators: [byText] }) };
    for (const text of ['bad', 'bold']) {
      await expect(generateImage({ ...asked, prompt: input(text) })).rejects.toMatchObject({
        code: 'input_rejected',
        message: expect.stringContaining('files.0'),
      });
    }
    const failing = screened(model, QUIET, { moderators: [fakeModerator(new Error('down'))] });
    await expect(generateImage({ model: failing, prompt: input('good') })).rejects.toMatchObject({
      code: 'input_unchecked',
    });
    expect(model.calls).toEqual([]);
  });
});
