import { describe, expect, it } from 'vitest';
import { MAX_PROMPT_BYTES } from '../ports/prompt-limit.ts';
import { generationRequest, generatorsRequest, moderationRequest } from './requests.ts';

describe('generationRequest', () => {
  const full = {
    prompt: 'a dog',
    negative_prompt: '',
    n: 2,
    width: 512,
    height: 768,
    seed: 7,
    steps: 30,
    guidance_scale: 7.5,
  };

  it('has a prompt and optional fields', () => {
    expect(generationRequest.parse(full)).toEqual(full);
    expect(generationRequest.parse({ prompt: 'a dog' })).toEqual({ prompt: 'a dog' });
    expect(generationRequest.safeParse({ ...full, prompt: undefined }).success).toBe(false);
  });

  it('rejects unknown fields', () => {
    expect(generationRequest.safeParse({ ...full, step: 30 }).success).toBe(false);
  });

  it.each<[keyof typeof full, good: readonly unknown[], bad: readonly unknown[]]>([
    ['prompt', ['a'], ['', 7, null]],
    ['negative_prompt', ['', 'blurry'], [7, null]],
    ['n', [1, 100], [0, 1.5, '1']],
    ['width', [1, 4096], [0, 0.5]],
    ['height', [1, 4096], [0, 0.5]],
    ['seed', [0, 4_294_967_295], [-1, 4_294_967_296, 0.5]],
    ['steps', [1, 150], [0, 151, 1.5]],
    ['guidance_scale', [0, 0.5, 50], [-0.1, 50.1, '7']],
  ])('%s: %j, and not %j', (name, good, bad) => {
    const reads = (value: unknown) => generationRequest.safeParse({ ...full, [name]: value }).success;
    expect([...good, ...bad].filter(reads)).toEqual(good);
  });
});

describe('moderationRequest', () => {
  const reads = (...input: readonly unknown[]) => moderationRequest.safeParse({ input }).success;

  it('accepts texts and images', () => {
    const input = [
      { type: 'text', text: 'a dog' },
      { type: 'image', b64: 'AAAA' },
    ];
    expect(moderationRequest.parse({ input })).toEqual({ input });
    expect(moderationRequest.safeParse({ input, policy: 'mature' }).success).toBe(false);
  });

  it.each([
    [{ type: 'text', text: '' }],
    [{ type: 'text', text: 'a dog', b64: 'AAAA' }],
    [{ type: 'text', b64: 'AAAA' }],
    [{ type: 'image', b64: '' }],
    [{ type: 'image', b64: '<svg>' }],
    [{ type: 'image', text: 'a dog' }],
    [{ type: 'sound', b64: 'AAAA' }],
    ['a dog'],
  ])('rejects %j', (input) => {
    expect(reads(input)).toBe(false);
  });

  it('requires an input, and limits texts to the length of a prompt', () => {
    expect(reads()).toBe(false);
    const text = (bytes: number) => ({ type: 'text', text: 'a'.repeat(bytes) });
    expect([reads(text(MAX_PROMPT_BYTES)), reads(text(MAX_PROMPT_BYTES + 1))]).toEqual([true, false]);
    const { error } = moderationRequest.safeParse({ input: [text(MAX_PROMPT_BYTES + 1)] });
    expect(error?.issues).toMatchObject([{ message: expect.stringContaining('shorten it') }]);
    const many = moderationRequest.safeParse({ input: Array(17).fill(text(1)) });
    expect(many.error?.issues).toMatchObject([{ message: expect.stringContaining('a further request') }]);
  });
});

it('generatorsRequest names one generator, or null', () => {
  const reads = (value: unknown) => generatorsRequest.safeParse(value).success;
  expect([{ use: 'comfyui-8188' }, { use: null }].every(reads)).toBe(true);
  expect([{}, { use: 7 }, { use: null, all: true }].some(reads)).toBe(false);
});
