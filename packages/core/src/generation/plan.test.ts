import { describe, expect, it } from 'vitest';
import { DEFAULT_PROMPT_LIMIT } from '../ports/prompt-limit.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeGenerator } from '../testing/fakes.ts';
import { GenerationError } from './errors.ts';
import { planGeneration } from './plan.ts';
import type { GenerationRequest } from './request.ts';

const { limits } = fakeGenerator();
const plan = (request: Partial<GenerationRequest> = {}, more: Partial<typeof limits> = {}) =>
  planGeneration({ prompt: 'a dog', ...request }, { ...limits, ...more });

/** The message with which a request is refused, or that it is accepted. */
function refusal(request: Partial<GenerationRequest>, more: Partial<typeof limits> = {}): string {
  try {
    plan(request, more);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    expect(error.code).toBe('invalid_request');
    return error.message;
  }
}

describe('a picture to start from', () => {
  const image = new UnscreenedImage(new Uint8Array([1]));

  it('is refused by a generator that cannot start from one', () => {
    expect(refusal({ input: { image } })).toBe('image cannot be given here; leave it out.');
    expect(refusal({ input: { image } }, { inputImage: true })).toBe('accepted');
    expect(plan().input).toBeUndefined();
  });

  it.each([
    [0, 'accepted'],
    [1, 'accepted'],
    [-0.1, 'image.strength must be a number from 0 to 1.'],
    [1.1, 'image.strength must be a number from 0 to 1.'],
    [Number.NaN, 'image.strength must be a number from 0 to 1.'],
  ])('has a strength from 0 to 1 (%d)', (strength, expected) => {
    expect(refusal({ input: { image, strength } }, { inputImage: true })).toBe(expected);
  });

  it('has a default strength', () => {
    expect(plan({ input: { image } }, { inputImage: true }).input).toEqual({ image, strength: 0.75 });
    expect(plan({ input: { image, strength: 0 } }, { inputImage: true }).input?.strength).toBe(0);
  });
});

describe('a request without a field', () => {
  it('has a default', () => {
    expect(plan()).toMatchObject({
      prompt: 'a dog',
      otherPrompts: [],
      names: [],
      negativePrompt: '',
      otherNegativePrompts: [],
      inverted: false,
      n: 1,
      width: 512,
      height: 512,
      steps: 30,
      guidanceScale: 7.5,
    });
  });

  it.each([
    [{ min: 64, max: 256, multipleOf: 8 }, 256],
    [{ min: 768, max: 2048, multipleOf: 64 }, 768],
    [{ min: 64, max: 2048, multipleOf: 100 }, 500],
  ])('has the side nearest to 512 that the generator supports: %o', (side, expected) => {
    expect(plan({}, { side })).toMatchObject({ width: expected, height: expected });
  });

  it('has an unpredictable seed of 32 bits', () => {
    const seeds = Array.from({ length: 600 }, () => plan().seedOf(0, 1));
    expect(new Set(seeds).size).toBeGreaterThan(590);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
    expect(Math.max(...seeds)).toBeGreaterThan(2 ** 31);
  });
});

it('the fields of a request are kept', () => {
  const request = {
    otherPrompts: ['a cat'],
    names: ['euler'],
    negativePrompt: 'fog',
    otherNegativePrompts: ['rain'],
    n: 4,
    width: 64,
    height: 2048,
    steps: 150,
    guidanceScale: 50,
  };
  expect(plan(request)).toMatchObject(request);
});

describe('a seed', () => {
  it('increases by one per picture, and differs between attempts, within 32 bits', () => {
    const { seedOf } = plan({ seed: 7 });
    expect([seedOf(0, 1), seedOf(1, 1), seedOf(2, 1)]).toEqual([7, 8, 9]);
    // 2^32 divided by the golden ratio is 2654435769.
    expect([seedOf(0, 2), seedOf(1, 2)]).toEqual([2_654_435_776, 2_654_435_777]);
    expect(seedOf(0, 3)).toBe((7 + 2 * 2_654_435_769) % 4_294_967_296);
    expect(plan({ seed: 4_294_967_295 }).seedOf(1, 1)).toBe(0);
  });

  it('is a number of 32 bits', () => {
    const rule = 'seed must be a whole number from 0 to 4294967295.';
    expect(refusal({ seed: 0 })).toBe('accepted');
    expect(refusal({ seed: 4_294_967_295 })).toBe('accepted');
    expect([-1, 0.5, 4_294_967_296, Number.NaN].map((seed) => refusal({ seed }))).toEqual(
      Array(4).fill(rule),
    );
  });
});

describe('numbers', () => {
  it.each([
    ['n', [1, 4], [0, 5, 1.5], 'n must be a whole number from 1 to 4.'],
    ['steps', [1, 150], [0, 151, 2.5], 'steps must be a whole number from 1 to 150.'],
    [
      'guidanceScale',
      [0, 0.5, 50],
      [-0.1, 50.1, Number.NaN],
      'guidance_scale must be a number from 0 to 50.',
    ],
    ['width', [64, 2048, 72], [56, 2056, 70, 64.5], 'width must be a multiple of 8 from 64 to 2048.'],
    ['height', [64, 2048, 72], [56, 2056, 70, 64.5], 'height must be a multiple of 8 from 64 to 2048.'],
  ] as const)('%s', (field, good, bad, rule) => {
    for (const value of good) expect(refusal({ [field]: value })).toBe('accepted');
    for (const value of bad) expect(refusal({ [field]: value })).toBe(rule);
  });
});

describe('texts', () => {
  it('require a prompt, unless the generator needs none', () => {
    expect(refusal({ prompt: ' \n' })).toBe('prompt must not be empty.');
    expect(refusal({ prompt: ' ' }, { emptyPrompt: true })).toBe('accepted');
    expect(refusal({ prompt: ' ' }, { emptyPrompt: false })).toBe('prompt must not be empty.');
  });

  it('are each limited by the generator', () => {
    const prompt = { most: 5, unit: 'characters' } as const;
    expect(refusal({ prompt: 'a dog', negativePrompt: 'a fog' }, { prompt })).toBe('accepted');
    const rule = 'must have at most 5 characters; shorten it.';
    expect(refusal({ prompt: 'a frog' }, { prompt })).toBe(`prompt ${rule}`);
    expect(refusal({ negativePrompt: 'a frog' }, { prompt })).toBe(`negative_prompt ${rule}`);
    const further = `prompt and each further text ${rule}`;
    expect(refusal({ otherPrompts: ['a frog'] }, { prompt })).toBe(further);
    expect(refusal({ otherNegativePrompts: ['a dog', 'a frog'] }, { prompt })).toBe(further);
  });

  it('are limited to what every check can read where the generator sets no limit', () => {
    const longest = 'a'.repeat(DEFAULT_PROMPT_LIMIT.most);
    expect(refusal({ prompt: longest })).toBe('accepted');
    expect(refusal({ prompt: `${longest}a` })).toBe(
      'prompt must have at most 10000 bytes of UTF-8; shorten it.',
    );
  });

  it('are at most 64 beside the prompt and its negative', () => {
    const texts = (n: number) => Array<string>(n).fill('a');
    expect(refusal({ otherPrompts: texts(30), otherNegativePrompts: texts(34) })).toBe('accepted');
    expect(refusal({ otherPrompts: texts(31), otherNegativePrompts: texts(34) })).toBe(
      'prompt may come with at most 64 further texts.',
    );
  });

  it('are at most 640,000 characters together, including names', () => {
    const rule = 'prompt and all further texts must have at most 640000 characters together.';
    const prompt = { most: 1_000_000, unit: 'characters' } as const;
    const sum = (length: number) => ({
      prompt: 'p',
      negativePrompt: 'nn',
      otherPrompts: ['ooo'],
      otherNegativePrompts: ['mmmm'],
      names: ['x'.repeat(length - 10)],
    });
    expect(refusal(sum(640_000), { prompt })).toBe('accepted');
    expect(refusal(sum(640_001), { prompt })).toBe(rule);
  });
});

describe('negative prompts that the model paints', () => {
  it('are all negative prompts at a guidance scale that inverts them', () => {
    const negatives = { negativePrompt: 'fog', otherNegativePrompts: ['rain'] };
    const turned = plan({ ...negatives, otherPrompts: ['a cat'], guidanceScale: 0.5 });
    expect(turned).toMatchObject({ ...negatives, inverted: true, otherPrompts: ['a cat', 'fog', 'rain'] });
    expect(plan({ ...negatives, guidanceScale: 1 })).toMatchObject({ inverted: false, otherPrompts: [] });
  });

  it('are those with a word of negative weight', () => {
    const negatives = { negativePrompt: 'fog', otherNegativePrompts: ['(rain:-1)', 'snow'] };
    expect(plan(negatives)).toMatchObject({ inverted: false, otherPrompts: ['(rain:-1)'] });
  });
});
