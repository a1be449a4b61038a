import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../dialect-kit/call/call.ts';
import { HttpAnswer } from '../../dialect-kit/client/http-answer.ts';
import { placeholderPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { writeJson } from '../../dialect-kit/serving/answer-json.ts';
import { answerWith, filtered, filterReason, readMade } from './answer.ts';
import { familyOf, MODEL } from './fields.ts';

const VERDICT: Verdict = { id: 'x', decision: 'clear', prompt: 'allow', images: ['clear'], warnings: [] };
const picture = await placeholderPicture({ what: 'picture', unchecked: false, categories: [] }, 'en', {
  width: 64,
  height: 64,
});
const got = (value: unknown) =>
  new HttpAnswer(200, () => 'application/json', {
    bytes: async () => new TextEncoder().encode(JSON.stringify(value)),
    chunks: (async function* () {})(),
  });

describe('models', () => {
  it.each([
    ['stability.sd3-large-v1:0', true, 'images'],
    ['us.stability.stable-image-ultra-v1:1', true, 'images'],
    ['stability.stable-diffusion-xl-v1', true, 'artifacts'],
    ['amazon.titan-image-generator-v2:0', false, 'images'],
    ['x.y.stability.a', false, 'images'],
  ])('%s is screened: %s, and answers %s', (model, screened, family) => {
    expect([MODEL.test(model), familyOf(model)]).toEqual([screened, family]);
  });
});

describe('readMade', () => {
  it('reads either family', async () => {
    const images = await readMade(
      got({ images: ['a', 'b'], seeds: [1, 2], finish_reasons: [null, 'x'] }),
      'images',
    );
    expect([images.images.length, images.seeds, images.reasons]).toEqual([2, [1, 2], [null, 'x']]);
    const artifacts = await readMade(
      got({ artifacts: [{ base64: 'a', seed: 1, finishReason: 'SUCCESS', more: 'x' }] }),
      'artifacts',
    );
    expect([artifacts.images.length, artifacts.seeds, artifacts.reasons]).toEqual([1, [1], ['SUCCESS']]);
  });

  it('is empty for an answer of another form', async () => {
    for (const family of ['images', 'artifacts'] as const)
      expect(await readMade(got({ images: 'a', artifacts: 'b', seeds: 'c' }), family)).toEqual({
        images: [],
        seeds: [],
        reasons: [],
      });
  });
});

describe('answerWith', () => {
  const made = { images: [], seeds: [7, 'x'], reasons: [] };
  const written = (verdict: Verdict, family: 'images' | 'artifacts') =>
    JSON.parse(writeJson(answerWith([picture, picture], verdict, made, family)));

  it('reports why an image is missing', () => {
    const verdict: Verdict = { ...VERDICT, images: ['clear', 'withhold'] };
    expect(written(verdict, 'images')).toEqual({
      seeds: [7, 0],
      finish_reasons: [null, 'Filter reason: output image'],
      images: [picture.base64, picture.base64],
    });
    expect(written(verdict, 'artifacts')).toEqual({
      result: 'success',
      artifacts: [
        { seed: 7, base64: picture.base64, finishReason: 'SUCCESS' },
        { seed: 0, base64: picture.base64, finishReason: 'CONTENT_FILTERED' },
      ],
    });
  });

  it('reports the prompt as the reason when nothing was made', () => {
    expect(written({ ...VERDICT, images: [], decision: 'rejected' }, 'images').finish_reasons).toEqual([
      'Filter reason: prompt',
      'Filter reason: prompt',
    ]);
    expect(written({ ...VERDICT, images: [], decision: 'unchecked' }, 'images').finish_reasons[0]).toBe(
      'Inference error',
    );
  });
});

describe('a filtered answer', () => {
  it('has Stability’s own wording', () => {
    expect(filterReason(VERDICT, 'input', false)).toBe('Filter reason: input image');
    expect(filterReason(VERDICT, 'picture', true)).toBe('Inference error');
    const warnings = [{ code: 'image_nudity', category: 'nudity', message: '' }] as const;
    expect(filterReason({ warnings }, 'picture', true)).toBe('Filter reason: output image');
  });

  it('has no image', () => {
    expect(filtered('x', 'images')).toEqual({ seeds: [], finish_reasons: ['x'], images: [] });
    expect(filtered('x', 'artifacts')).toEqual({
      result: 'success',
      artifacts: [{ seed: 0, base64: '', finishReason: 'CONTENT_FILTERED' }],
    });
    expect(filtered('Inference error', 'artifacts')).toMatchObject({
      artifacts: [{ finishReason: 'ERROR' }],
    });
  });
});
