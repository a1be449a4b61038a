import { generatorsAnswer } from '@shoji/core/wire';
import { describe, expect, it } from 'vitest';
import { decodeMessage, finding, read, refusalIn } from './decode.ts';
import { warningOf } from './warning.ts';

const found = { check: 'rules', category: 'hate', label: 'a term', score: 1, span: [2, 6] } as const;
const warned = {
  code: 'prompt_hate',
  message: 'm',
  category: 'hate',
  check: 'rules',
  span: [2, 6],
  image: 1,
} as const;
const shown = { decision: 'clear', media_type: 'image/png', b64: btoa('shown'), original: null };
const original = { media_type: 'image/jpeg', b64: btoa('original') };

const decode = (name: string, data: unknown) => decodeMessage(name, JSON.stringify(data));
const imageIn = (image: object) =>
  decode('image.screened', { index: 1, image: { findings: [found], ...image }, warnings: [warned] });
const failing = (name: string, data: unknown) => {
  try {
    return decode(name, data);
  } catch (error) {
    return error;
  }
};

describe('a message of the stream', () => {
  it('is undefined under an unknown name', () => {
    expect(decode('image.dreamt', { anything: 1 })).toBeUndefined();
  });

  it.each([
    ['generation.started', { attempt: 2 }],
    ['generation.progress', { fraction: 0.5 }],
    ['generation.regenerating', { attempt: 2, images: [0, 3] }],
  ])('%s has its numbers', (type, data) => {
    expect(decode(type, data)).toEqual({ type, ...data });
  });

  it('prompt.screened has the verdict and the warnings', () => {
    const prompt = { decision: 'warn', findings: [found] };
    expect(decode('prompt.screened', { prompt, warnings: [warned] })).toEqual({
      type: 'prompt.screened',
      prompt,
      warnings: [warned],
    });
  });

  it.each([
    ['prompt.screened', { prompt: { decision: 'maybe' } }],
    ['generation.started', {}],
    ['image.screened', { index: 0 }],
  ])('%s with other data is an answer that cannot be read', (name, data) => {
    expect(failing(name, data)).toMatchObject({ name: 'ClientError', kind: 'invalid-answer' });
    expect(() => decodeMessage(name, 'no JSON')).toThrow('invalid-answer');
  });

  it('generation.completed has what the details show', () => {
    const check = { check: 'rules', on: 'prompt', status: 'passed', ms: 1 };
    const answer = {
      id: 'gen_1',
      images: [{ decision: 'clear' }, { decision: 'blur' }],
      warnings: [warned],
      checks: [check],
      attempts: 2,
      seeds: [7, 8],
      generator: { name: 'sd', kind: 'model' },
      timings_ms: { total: 9 },
      cost_usd: { estimate: 0.5, items: [], unpriced: [] },
    };
    const facts = {
      id: 'gen_1',
      decisions: ['clear', 'blur'],
      warnings: [warned],
      checks: [check],
      attempts: 2,
      seeds: [7, 8],
      timings: { total: 9 },
    };
    expect(decode('generation.completed', answer)).toMatchObject({
      type: 'generation.completed',
      completed: { ...facts, generator: { name: 'sd', kind: 'model' }, cost: 0.5 },
    });
    expect(decode('generation.completed', { ...answer, generator: null, cost_usd: null })).toMatchObject({
      completed: { ...facts, generator: undefined, cost: undefined },
    });
  });
});

describe('an image', () => {
  it('has its pixels, findings and warnings', async () => {
    const event = imageIn(shown);
    expect(event).toMatchObject({
      type: 'image.screened',
      index: 1,
      image: { decision: 'clear', original: null, findings: [found], warnings: [warned] },
    });
    if (event?.type !== 'image.screened') throw new Error('It is not an image.');
    expect(event.image.shown?.type).toBe('image/png');
    expect(await event.image.shown?.text()).toBe('shown');
  });

  it('has its original only when it is blurred', async () => {
    const event = imageIn({ ...shown, decision: 'blur', original });
    if (event?.type !== 'image.screened') throw new Error('It is not an image.');
    const blob = event.image.original;
    if (!(blob instanceof Blob)) throw new Error('It has no original.');
    expect([blob.type, await blob.text()]).toEqual(['image/jpeg', 'original']);
    expect(imageIn({ ...shown, original })).toMatchObject({ image: { original: null } });
    expect(imageIn({ ...shown, decision: 'blur' })).toMatchObject({ image: { original: null } });
  });

  it('that is withheld has no pixels, whatever was sent', () => {
    expect(imageIn({ ...shown, decision: 'withhold', original })).toMatchObject({
      image: { decision: 'withhold', shown: null, original: null, findings: [found], warnings: [warned] },
    });
  });

  it.each(['clear', 'blur'])('that is %s and has no pixels cannot be read', (decision) => {
    const data = (image: object) => ({ index: 0, image: { ...shown, decision, findings: [], ...image } });
    expect(failing('image.screened', data({ b64: null }))).toMatchObject({ kind: 'invalid-answer' });
    expect(failing('image.screened', data({ media_type: null }))).toMatchObject({ kind: 'invalid-answer' });
  });
});

describe('an error', () => {
  const problem = { type: 't', title: 'Title', status: 502, code: 'generator_failed' };

  it('is a failure with its status and its detail', () => {
    expect(failing('error', { ...problem, detail: 'Detail' })).toMatchObject({
      kind: 'generator-failed',
      failure: { status: 502, detail: 'Detail' },
    });
  });

  it('has its title where it has no detail, and the status 500 where it has none', () => {
    expect(failing('error', { title: 'Title' })).toMatchObject({
      kind: 'proxy-failed',
      failure: { status: 500, detail: 'Title' },
    });
  });

  it('that refuses a picture to start from has its reasons', () => {
    const refused = { ...problem, status: 422, code: 'image_rejected', warnings: [warned] };
    expect(failing('error', refused)).toMatchObject({
      kind: 'image-rejected',
      failure: { warnings: [warned] },
    });
    expect(failing('error', { ...refused, warnings: undefined })).toMatchObject({
      failure: { warnings: [] },
    });
    expect(failing('error', { ...problem, warnings: [warned] })).not.toHaveProperty('failure.warnings');
  });

  it('that refuses the prompt is an event', () => {
    const refused = { ...problem, status: 422, code: 'prompt_rejected', warnings: [warned] };
    expect(decode('error', { ...refused, prompt: { decision: 'reject', findings: [found] } })).toEqual({
      type: 'prompt.rejected',
      prompt: { decision: 'reject', findings: [found] },
      warnings: [warned],
    });
    expect(refusalIn({ title: 'Title' })).toEqual({
      type: 'prompt.rejected',
      prompt: { decision: 'reject', findings: [] },
      warnings: [],
    });
  });
});

it('reads a whole answer, and takes any other one for another program’s', () => {
  expect(() => read(generatorsAnswer, '{}')).toThrow(expect.objectContaining({ kind: 'stranger' }));
  expect(() => read(generatorsAnswer, 'no JSON')).toThrow(expect.objectContaining({ kind: 'stranger' }));
});

it('keeps the known fields of findings and warnings, and no others', () => {
  expect(finding({ ...found, span: [2, 6], ...{ more: 1 } })).toEqual(found);
  expect(warningOf({ ...warned, span: [2, 6], ...{ more: 1 } })).toEqual(warned);
});
