import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, NO_GENERATORS } from '../client/defaults.ts';
import { complaintsOf, fitSettings, INITIAL_SETTINGS, parseSeed, sizesWithin, toInput } from './settings.ts';

const { choices: NONE } = NO_GENERATORS;

describe('parseSeed', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['0', 0],
    [' 42 ', 42],
    ['４２', 42],
    ['4294967295', 4294967295],
    ['4294967296', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['seven', null],
  ])('reads %j as %s', (typed, seed) => {
    expect(parseSeed(typed)).toBe(seed);
  });
});

describe('the settings', () => {
  it('cannot be sent without a prompt or with an invalid seed', () => {
    const none = { prompt: undefined, negativePrompt: false, seed: false };
    expect(complaintsOf({ ...INITIAL_SETTINGS, prompt: ' \n' }, DEFAULT_LIMITS)).toEqual({
      ...none,
      prompt: 'missing',
    });
    expect(complaintsOf({ ...INITIAL_SETTINGS, prompt: 'a dog', seed: 'x' }, DEFAULT_LIMITS)).toEqual({
      ...none,
      seed: true,
    });
  });

  it('cannot be sent with a text that is longer than the generator accepts, in the generator’s unit', () => {
    const settings = { ...INITIAL_SETTINGS, prompt: '犬'.repeat(4), negativePrompt: ' 雨 ' };
    const complaints = (most: number, unit: 'bytes' | 'characters') =>
      complaintsOf(settings, { ...DEFAULT_LIMITS, prompt: { most, unit } });
    expect(complaints(12, 'bytes').prompt).toBeUndefined();
    expect(complaints(11, 'bytes').prompt).toBe('too-long');
    expect(complaints(4, 'characters').prompt).toBeUndefined();
    expect([complaints(3, 'bytes').negativePrompt, complaints(2, 'bytes').negativePrompt]).toEqual([
      false,
      true,
    ]);
    expect(
      complaintsOf(settings, {
        ...DEFAULT_LIMITS,
        negativePrompt: false,
        prompt: { most: 2, unit: 'bytes' },
      }).negativePrompt,
    ).toBe(false);
  });

  it('keep the prompt as typed, because spans count from its first character', () => {
    expect(toInput({ ...INITIAL_SETTINGS, prompt: '  a dog ' }, DEFAULT_LIMITS, NONE).prompt).toBe(
      '  a dog ',
    );
  });

  it('leave out empty fields, and a negative prompt that the model does not support', () => {
    const settings = { ...INITIAL_SETTINGS, prompt: 'a dog', negativePrompt: 'rain' };
    expect(toInput(settings, DEFAULT_LIMITS, NONE)).toMatchObject({
      negativePrompt: 'rain',
      seed: undefined,
    });
    expect(
      toInput(settings, { ...DEFAULT_LIMITS, negativePrompt: false }, NONE).negativePrompt,
    ).toBeUndefined();
  });

  it('send only names that the generator lists', () => {
    const clay = { name: 'clay', weight: 0.5 };
    const more = { scheduler: 'karras', loras: [{ name: 'gone', weight: 1 }, clay] };
    const settings = { ...INITIAL_SETTINGS, prompt: 'a dog', model: 'b', sampler: 'Euler a', ...more };
    const choices = { models: ['a', 'b'], samplers: ['DDIM'], schedulers: ['karras'], loras: ['clay'] };
    expect(toInput(settings, DEFAULT_LIMITS, choices)).toMatchObject({
      model: 'b',
      sampler: undefined,
      scheduler: 'karras',
      loras: [clay],
    });
    expect(toInput(settings, DEFAULT_LIMITS, NONE)).toMatchObject({ scheduler: undefined, loras: undefined });
    expect(toInput(INITIAL_SETTINGS, DEFAULT_LIMITS, choices).model).toBeUndefined();
  });

  it('are limited to what the generator supports', () => {
    const limits = { ...DEFAULT_LIMITS, maxImages: 1, side: { min: 512, max: 512, multipleOf: 64 } };
    expect(sizesWithin(limits).map(({ name }) => name)).toEqual(['square']);
    const large = { name: 'large', width: 768, height: 768 } as const;
    expect(fitSettings({ ...INITIAL_SETTINGS, n: 4, size: large }, limits)).toMatchObject({
      n: 1,
      size: { width: 512, height: 512 },
    });
  });

  it('offer the smallest square when no named size fits', () => {
    const limits = { ...DEFAULT_LIMITS, side: { min: 1024, max: 2048, multipleOf: 64 } };
    expect(sizesWithin(limits)).toEqual([{ name: 'square', width: 1024, height: 1024 }]);
  });
});
