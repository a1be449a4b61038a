import { describe, expect, it } from 'vitest';
import { serveProxy } from '../../testing/proxy.test-helper.ts';
import { DEFAULT_LIMITS } from './defaults.ts';
import { parsePolicy, readPolicy } from './policy.ts';

const WHOLE = {
  name: 'strict',
  reveal: true,
  generator: {
    name: 'sd-v2-1-base',
    kind: 'model',
    max_images: 2,
    side: { min: 64, max: 768, multiple_of: 64 },
    negative_prompt: false,
    input_image: true,
    input_strength: false,
    prompt_limit: { most: 500, unit: 'characters' },
  },
  uncovered: { prompt: ['hate'], image: ['drugs', 'of-tomorrow'] },
  explain: 'span',
  prompt: { violence: { warn: 0.4, reject: 0.8 }, hate: { reject: 0.5 } },
  checks: [
    { name: 'rules', on: 'prompt' },
    { name: 'rekognition', on: 'image' },
  ],
  a_field_of_tomorrow: true,
};

describe('the facts of a policy', () => {
  it('are read from the proxy’s answer', () => {
    expect(parsePolicy(JSON.stringify(WHOLE))).toEqual({
      name: 'strict',
      reveal: true,
      generator: { name: 'sd-v2-1-base', kind: 'model' },
      limits: {
        maxImages: 2,
        side: { min: 64, max: 768, multipleOf: 64 },
        negativePrompt: false,
        inputImage: true,
        inputStrength: false,
        prompt: { most: 500, unit: 'characters' },
      },
      uncovered: { prompt: ['hate'], image: ['drugs', 'of-tomorrow'] },
      prompt: { thresholds: WHOLE.prompt, namesWords: true, checks: ['rules'] },
    });
  });

  it('have cautious defaults when the proxy sends only a name', () => {
    expect(parsePolicy('{"name":"old"}')).toEqual({
      name: 'old',
      reveal: false,
      generator: undefined,
      limits: DEFAULT_LIMITS,
      uncovered: undefined,
      prompt: undefined,
    });
  });

  it('have the usual limits for a generator without limits', () => {
    const { limits, generator } = parsePolicy('{"name":"x","generator":{"name":"g","kind":"sample"}}');
    expect(limits).toEqual(DEFAULT_LIMITS);
    expect(generator).toEqual({ name: 'g', kind: 'sample' });
  });

  it('have no words when refusals name only the category, and no checks when none are listed', () => {
    expect(parsePolicy(JSON.stringify({ ...WHOLE, explain: 'category', checks: null })).prompt).toEqual({
      thresholds: WHOLE.prompt,
      namesWords: false,
      checks: [],
    });
  });

  it('have no prompt rules when the operator does not publish them', () => {
    expect(parsePolicy(JSON.stringify({ ...WHOLE, explain: 'none' })).prompt).toBeUndefined();
    expect(parsePolicy(JSON.stringify({ ...WHOLE, prompt: undefined })).prompt).toBeUndefined();
  });

  it.each(['', 'null', '{}', '{"name":1}', '{"name":"x","prompt":{"hate":{"warn":2}}}'])(
    'are not read from %j',
    (json) => {
      expect(() => parsePolicy(json)).toThrow(expect.objectContaining({ kind: 'stranger' }));
    },
  );
});

describe('readPolicy', () => {
  it('sends the key', async () => {
    const { origin, asked } = await serveProxy({ '/v1/policy': { body: WHOLE } });
    const facts = await readPolicy({ origin, key: 'k3y' }, new AbortController().signal);
    expect(facts.name).toBe('strict');
    expect(asked).toMatchObject([{ method: 'GET', headers: { authorization: 'Bearer k3y' } }]);
  });

  it('reports an address where no server listens', async () => {
    const { origin, close } = await serveProxy({});
    close();
    await expect(readPolicy({ origin, key: '' }, new AbortController().signal)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});
