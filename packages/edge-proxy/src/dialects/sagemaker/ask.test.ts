import type { ScreenedRequest } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { moderatePictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import type { GivenPictures } from '../../dialect-kit/screening/screened-body.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import { readAsk } from './ask.ts';
import { FIELDS } from './fields.ts';

const options = { table: FIELDS, names: ['endpoint'], unknown: undefined };
const read = (body: Json | string, type = 'application/json') =>
  readAsk(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)), type, options);

const NSFW = expect.stringMatching(/^nsfw/);
const FOG = expect.stringMatching(/^nsfw.*fog$/);

/** The requests of the first and the second attempt. */
async function sent(ask: ReturnType<typeof read>) {
  const bodies: { text: string; type: string }[] = [];
  const make = async (request: ScreenedRequest, inputs: GivenPictures) => {
    for (const attempt of [1, 2]) {
      const { bytes, contentType } = ask.body(request, inputs, attempt);
      bodies.push({ text: new TextDecoder().decode(bytes), type: contentType });
    }
    throw new Error('enough');
  };
  const flow = moderatePictures(callOf(), { upstream: 'a', request: { ...ask.request, seed: 3 }, make });
  try {
    for (let step = await flow.next(); !step.done; step = await flow.next());
  } catch {}
  return bodies;
}

describe('readAsk', () => {
  it('reads bare text, quoted text and JSON under a text’s type', async () => {
    expect((await sent(read('a dog', 'text/plain')))[0]).toEqual({ text: 'a dog', type: 'text/plain' });
    expect((await sent(read('"a dog"', 'application/x-text; charset=utf-8')))[0]).toEqual({
      text: '"a dog"',
      type: 'application/x-text',
    });
    expect(read('a dog', 'text/plain')).toMatchObject({
      request: { prompt: 'a dog', width: 512, height: 512 },
      ...{ inputs: [], dropped: [] },
    });
    expect(read('', 'text/plain').request.prompt).toBe('');
    expect(read('{"prompt":"a dog"}', 'text/plain').request).toMatchObject({
      prompt: 'a dog',
      names: ['endpoint'],
    });
    for (const text of ['{"prompt":"a dog"', ' ["a dog"', '"a dog'])
      expect(() => read(text, 'text/plain')).toThrow('not valid JSON');
    for (const text of ['a {dog}', 'a [dog]', 'a "dog"'])
      expect(read(text, 'text/plain').request.prompt).toBe(text);
  });

  it('normalises the content type, and refuses others', async () => {
    expect((await sent(read({ prompt: 'a' }, 'Application/JSON; JPEG; x="y"')))[0]?.type).toBe(
      'application/json;jpeg',
    );
    expect((await sent(read({ prompt: 'a' }, 'application/json; charset=utf-8')))[0]?.type).toBe(
      'application/json',
    );
    expect(() => read('a', 'application/octet-stream')).toThrow('Send application/json');
  });

  it.each([
    [{ prompt: 'a' }, { negative_prompt: expect.stringMatching(/^nsfw/) }],
    [
      { prompt: ['a', 'b'] },
      { negative_prompt: [expect.stringMatching(/^nsfw/), expect.stringMatching(/^nsfw/)] },
    ],
    [
      { prompt: ['a', 'b', 'c'], negative_prompt: ['fog', '', null] },
      { negative_prompt: [/fog$/, /^nsfw/, /^nsfw/].map((each) => expect.stringMatching(each)) },
    ],
    [{ prompt: ['a', 'b'], negative_prompt: null }, { negative_prompt: [NSFW, NSFW] }],
    [{ prompt: ['a', 'b'], negative_prompt: 'fog' }, { negative_prompt: [FOG, FOG] }],
    [{ prompt: 'a', negative_prompt: '' }, { negative_prompt: NSFW }],
    [{ inputs: ['a', 'b'] }, { parameters: { negative_prompt: [NSFW, NSFW] } }],
    [
      { inputs: 'a', parameters: { steps: 2 } },
      { parameters: { steps: 2, negative_prompt: expect.any(String) } },
    ],
    [
      { text_prompts: [{ text: 'a', weight: 1 }] },
      {
        text_prompts: [
          { text: 'a', weight: 1 },
          { weight: -1, text: expect.stringMatching(/^nsfw/) },
        ],
      },
    ],
    [
      { text_prompts: [{ text: 'a' }, { text: 'fog', weight: -0.5 }] },
      { text_prompts: [{ text: 'a' }, { text: expect.stringMatching(/fog$/), weight: -0.5 }] },
    ],
  ])('puts the operator’s negative prompt into the field for it in %j', async (body, expected) => {
    expect(JSON.parse((await sent(read(body)))[0]?.text ?? '')).toMatchObject(expected);
  });

  it('gives another attempt another seed if the client sent one', async () => {
    const [first, second] = await sent(read({ prompt: 'a', seed: 9 }));
    expect([JSON.parse(first?.text ?? '').seed, JSON.parse(second?.text ?? '').seed]).toEqual([9, 3]);
    expect(JSON.parse((await sent(read({ prompt: 'a' })))[1]?.text ?? '')).not.toHaveProperty('seed');
  });

  it('reads the fields of a generation', () => {
    const body = {
      prompt: ['a', 'b', 'a'],
      num_images_per_prompt: 2,
      width: 512,
      height: 256,
      seed: -1,
      steps: 20,
      cfg_scale: 7,
    };
    expect(read(body).request).toMatchObject({
      prompt: 'a',
      otherPrompts: ['b', 'a'],
      n: 6,
      width: 512,
      height: 256,
      seed: undefined,
      steps: 20,
      guidanceScale: 7,
    });
    expect(read({ text_prompts: [{ text: 'a' }], samples: 4 }).request.n).toBe(4);
    expect(read({ inputs: 'a', parameters: { num_images: 3, seed: 4 } }).request).toMatchObject({
      n: 3,
      seed: 4,
    });
  });

  it('refuses unknown fields where the operator says so', () => {
    const bytes = new TextEncoder().encode('{"prompt":"a","surprise":1}');
    expect(readAsk(bytes, 'application/json', options).dropped).toEqual(['surprise']);
    expect(() => readAsk(bytes, 'application/json', { ...options, unknown: 'refuse' })).toThrow(
      'surprise is not a known field',
    );
  });

  it.each<[Json | string, string]>([
    ['a <sd_cpp_extra_args>', 'text/plain'],
    ['"a <sd_cpp_extra_args>"', 'text/plain'],
    [{ prompt: 'a <sd_cpp_extra_args>' }, 'application/json'],
    [{ prompt: 'a', negative_prompt: '<sd_cpp_extra_args>' }, 'application/json'],
    [{ prompt: 'a', sampler: '<sd_cpp_extra_args>' }, 'application/json'],
  ])('refuses the mark of arguments in %j', (body, type) => {
    expect(() => read(body, type)).toThrow('may not hold <sd_cpp_extra_args>');
  });

  it('refuses the mark of arguments in a name beside the body', () => {
    const bytes = new TextEncoder().encode('a dog');
    const names = ['<sd_cpp_extra_args>'];
    for (const [type, body] of [
      ['text/plain', bytes],
      ['application/json', new TextEncoder().encode('{"prompt":"a"}')],
    ] as const)
      expect(() => readAsk(body, type, { ...options, names })).toThrow('may not hold');
  });

  it('reads only the prompts of each field, each once beside the first', () => {
    const { request } = read({ prompt: 'a', search_prompt: 'b', select_prompt: 'b', sampler: 'euler' });
    expect(request).toMatchObject({ prompt: 'a', otherPrompts: ['b'], names: ['endpoint', 'euler'] });
    expect(read({}).request).toMatchObject({ prompt: '', otherPrompts: [], n: 1, width: undefined });
    expect(read({ prompt: 'a', seed: 0 }).request.seed).toBe(0);
    expect(read({ prompt: 'a', num_inference_steps: 9, steps: 3 }).request.steps).toBe(9);
    expect(read({ inputs: 'a', parameters: { seed: 4 }, seed: 5 }).request.seed).toBe(5);
  });

  it('refuses rows of pixels in place of pictures', () => {
    expect(() => read({ prompt: 'a', image: [[[1, 2, 3]]] })).toThrow('Send pictures as base64');
    expect(() => read({ prompt: 'a', x: { y: [[['a']]] } })).toThrow('Send pictures as base64');
    expect(() => read({ prompt: 'a', x: { y: [['a']] }, z: [[{ y: [['a']] }]] })).not.toThrow();
  });
});
