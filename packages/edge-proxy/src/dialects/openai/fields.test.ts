import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import { ERROR, FIELDS, MADE, MODEL, MODELS, PICTURE_PART } from './fields.ts';

function read(body: JsonObject) {
  const { slots, dropped, guidances, tree } = readFields(body, FIELDS);
  const roles = Object.fromEntries(slots.map(({ path, role }) => [path, role]));
  return { roles, dropped, guidances, keys: Object.keys(tree) };
}
const told = (shape: Shape, value: Json) =>
  jsonAnswer(new TextEncoder().encode(JSON.stringify(value))).screened(shape).value;
const keeps = (shape: Shape, value: Json) => JSON.stringify(told(shape, value)) === JSON.stringify(value);
/** Words of exactly this many characters. */
const words = (length: number) => 'a word '.repeat(length).slice(0, length);
const many = <Value>(length: number, value: Value) => Array.from({ length }, () => value);
const all = (names: string, value: Json) =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, value]));

describe('the fields of a request', () => {
  it.each([
    ['prompt', 'prompt'],
    ['negative_prompt negative_prompt_2 negativePrompt neg_prompt negativeText', 'negative'],
    ['model user quality style background response_format output_format input_fidelity moderation', 'name'],
    [
      `sampler sampler_name sample_method sampling_method scheduler schedule aspect_ratio resolution image_size format
        language response_extension substyle`,
      'name',
    ],
    [
      `image images image_url reference_images ref_images reference_image input_image input_images init_image init_images
        image_prompt control_image condition_image source_image file files`,
      'picture',
    ],
    ['mask mask_image mask_url', 'mask'],
  ])('%s are read as %s', (names, role) => {
    expect(read(all(names, 'a')).roles).toEqual(all(names, role));
  });

  it('are numbers and switches', () => {
    const numbers = `n output_compression partial_images seed steps num_inference_steps num_images width height strength
      denoising_strength clip_skip batch_count batch_size eta flow_shift control_strength step mode`;
    const switches = 'stream enhance_prompt prompt_upsampling raw upscale sync_mode';
    const { keys, dropped } = read({ ...all(numbers, 1), ...all(switches, true) });
    expect(keys.toSorted()).toEqual([...numbers.split(/\s+/), ...switches.split(' ')].toSorted());
    expect(dropped).toEqual([]);
    for (const name of numbers.split(/\s+/))
      expect(() => read({ [name]: 'words' })).toThrow('must be a number');
    for (const name of switches.split(' ')) expect(() => read({ [name]: 'words' })).toThrow('true or false');
  });

  it('distinguish the scales that can paint a negative prompt', () => {
    const { guidances } = read(all('guidance_scale cfg_scale guidance cfg true_cfg_scale', 3));
    expect(guidances).toEqual([3, 3, 3, 3, 3]);
    expect(read(all('slg_scale img_cfg_scale distilled_guidance', 0)).guidances).toEqual([]);
    for (const name of ['slg_scale', 'img_cfg_scale', 'distilled_guidance'])
      expect(() => read({ [name]: -1 })).toThrow('must not be below 0');
  });

  it('are dropped where only the operator opens them', () => {
    const closed = `disable_safety_checker enable_safety_checker safety_checker safety_check safety_tolerance safe_mode
      safety_filter safety_filter_level nsfw_filter nsfw_check nsfw content_moderation person_generation webhook
      webhook_url webhook_events_filter callback callback_url loras lora image_loras lora_weights lora_url controlnet
      controlnets ip_adapter embeddings model_url api_base api_key extra_body extra_headers metadata store tools`;
    const { keys, dropped } = read(all(closed, 'a'));
    expect([keys, dropped]).toEqual([[], closed.split(/\s+/)]);
    for (const name of closed.split(/\s+/))
      expect(() => readFields({ [name]: 'a' }, FIELDS, { unknown: 'refuse' })).toThrow(`${name} is closed`);
  });

  it('are one negative prompt or many', () => {
    expect(read({ negative_prompt: ['a', 'b'] }).roles).toEqual({
      'negative_prompt[0]': 'negative',
      'negative_prompt[1]': 'negative',
    });
  });

  it('hold pictures and masks in each form', () => {
    const { roles } = read({
      image: [
        { image_url: 'a' },
        { image_url: { url: 'b' } },
        { url: 'c' },
        { b64_json: 'd' },
        { file_id: 'e' },
      ],
      image_urls: ['f', { url: 'g', type: 'h' }],
      mask: { image_url: 'i' },
      mask_url: ['j'],
    });
    expect(roles).toEqual({
      'image[0].image_url': 'picture',
      'image[1].image_url.url': 'picture',
      'image[2].url': 'picture',
      'image[3].b64_json': 'picture',
      'image[4].file_id': 'picture',
      'image_urls[0]': 'picture',
      'image_urls[1].url': 'picture',
      'image_urls[1].type': 'name',
      'mask.image_url': 'mask',
      'mask_url[0]': 'mask',
    });
    expect(() => read({ image_urls: 'a' })).toThrow('must be a list');
  });

  it.each([
    [
      'size',
      ['auto', 'AUTO', '512x512', '12345 * 1', '1:1'],
      ['512', 'x512', '512x', '123456x1', '1x1 more', 'more 1x1'],
    ],
    ['quality', ['hd', 'a.b-c_1', 'x'.repeat(32)], ['a b', 'x'.repeat(33), 'a!', '!a']],
    ['moderation', ['auto', 'x'.repeat(32)], ['a b', '!a', 'a!']],
  ])('have a %s of a known form', (name, taken, refused) => {
    for (const value of taken) expect(read({ [name]: value }).roles).toEqual({ [name]: 'name' });
    for (const value of refused)
      expect(() => read({ [name]: value })).toThrow('has a value that this field does not accept');
  });

  it('have modalities that are single words', () => {
    expect(read({ modalities: ['text', 'image'] }).keys).toEqual(['modalities']);
    for (const value of ['a b', '-a', 'a-', 'x'.repeat(17)])
      expect(() => read({ modalities: [value] })).toThrow('does not accept');
  });

  it.each([
    ['image', true],
    ['images', true],
    ['mask', true],
    ['image[]', true],
    ['image[12]', true],
    ['image[1234]', false],
    ['image[a]', false],
    ['image1', false],
    ['my_image', false],
    ['mask_image', false],
  ])('may be the file %s: %s', (name, taken) => {
    expect(PICTURE_PART.test(name)).toBe(taken);
  });
});

describe('an answer', () => {
  const made = {
    ...{ created: 1_790_000_000, created_at: 1_790_000_000, size: '1024x1024', quality: 'high' },
    ...{ background: 'opaque', output_format: 'png', type: 'image_generation.completed', object: 'list' },
    ...{ id: 'img-1', model: 'gpt-image-1', partial_image_index: 0, sequence_number: 3 },
    usage: { total_tokens: 100, input_tokens_details: { text_tokens: 10, image_tokens: 0 } },
    revised_prompt: 'a small dog',
    data: [{ revised_prompt: 'a dog' }],
  };

  it('has the fields of the protocol beside its pictures, and no other', () => {
    expect(told(MADE, { ...made, surprise: 'a b' })).toEqual(made);
    expect(told(MADE, { data: [{ b64_json: 'AAAA', url: 'https://example.com' }] })).toEqual({ data: [{}] });
  });

  it.each([
    ['DeploymentNotFound', true],
    ['b64_json', true],
    ['image_generation.completed', true],
    ['gpt4', true],
    ['-high', false],
    ['high!', false],
    ['high ', false],
    [`${'x'.repeat(32)}_${'x'.repeat(31)}`, true],
    [`${'x'.repeat(32)}_${'x'.repeat(32)}`, false],
    ['a.b.c.d.e.f.g.h.i', true],
    ['a.b.c.d.e.f.g.h.i.j', false],
  ])('has the word %s: %s', (quality, kept) => {
    expect(keeps(MADE, { quality })).toBe(kept);
  });
});

describe('an error', () => {
  it.each<[Json]>([
    [{ error: 'Model not found' }],
    [{ message: 'Not found', detail: 'No route' }],
    [
      {
        error: {
          message: 'Invalid size',
          type: 'invalid_request_error',
          param: 'images[0].image_url',
          code: 'invalid_value',
          moderation_details: { moderation_stage: 'input', categories: ['violence'] },
        },
      },
    ],
    [{ error: { code: 400, param: null } }],
  ])('is %j', (sample) => {
    expect(told(ERROR, sample)).toEqual(sample);
  });

  it.each([
    ['a', true],
    ['a.b', true],
    ['a[0][1].b[2]', true],
    ['a.b.c.d.e.f', false],
    ['0a', false],
    ['a b', false],
    ['a[', false],
    ['x'.repeat(49), false],
  ])('is about the parameter %s: %s', (param, kept) => {
    expect(keeps(ERROR, { error: { param } })).toBe(kept);
  });
});

describe('a model', () => {
  const model = {
    ...{
      id: 'openai/gpt-image-1',
      object: 'model',
      owned_by: 'openai',
      root: 'a',
      parent: null,
      name: 'GPT Image',
    },
    ...{ display_name: 'Image', type: 'image', canonical_slug: 'b', hugging_face_id: 'c', organization: 'd' },
    ...{
      link: 'https://example.com',
      license: 'MIT',
      created: 1_790_000_000,
      max_model_len: 10,
      context_length: 20,
    },
    architecture: { modality: 'text->image', input_modalities: ['text', 'image'], context: 7, tools: true },
    ...{ pricing: { prompt: '0.000001' }, top_provider: { is_moderated: false } },
    ...{ supported_parameters: ['seed', 'top_p'], permission: [{ allow_view: true }], running: true },
    description: 'Makes pictures.',
  };

  it('is described by the fields that gateways have, alone, in a list or in an object', () => {
    expect(told(MODEL, { ...model, surprise: 'a b' })).toEqual(model);
    expect(told(MODELS, [model])).toEqual([model]);
    const page = { object: 'list', data: [model], has_more: false };
    expect(told(MODELS, page)).toEqual(page);
  });
});

it.each<[string, Shape, (text: string) => Json, number]>([
  ['an id', MADE, (id) => ({ id }), 64],
  ['a revised prompt', MADE, (revised_prompt) => ({ revised_prompt }), 32_000],
  ['a picture’s prompt', MADE, (revised_prompt) => ({ data: [{ revised_prompt }] }), 32_000],
  ['an error', ERROR, (error) => ({ error }), 2_000],
  ['an error’s message', ERROR, (message) => ({ error: { message } }), 2_000],
  ['a detail', ERROR, (detail) => ({ detail }), 2_000],
  ['a model’s id', MODEL, (id) => ({ id }), 256],
  ['a model’s description', MODEL, (description) => ({ description }), 2_000],
  ['a model’s price', MODEL, (prompt) => ({ pricing: { prompt } }), 64],
  ['a model’s kind of input', MODEL, (kind) => ({ architecture: { input: [kind] } }), 64],
])('%s has at most so many characters', (_, shape, sample, most) => {
  expect([most, most + 1].map((length) => keeps(shape, sample(words(length))))).toEqual([true, false]);
});

const keyed = (length: number, value: Json) =>
  Object.fromEntries(many(length, value).map((each, index) => [`key ${index}`, each]));

it.each<[string, Shape, (length: number) => Json, number]>([
  ['pictures', MADE, (n) => ({ data: many(n, { revised_prompt: 'a b' }) }), 64],
  ['counts of tokens', MADE, (n) => ({ usage: keyed(n, 1_000) }), 16],
  ['kinds of tokens', MADE, (n) => ({ usage: { a: keyed(n, 1_000) } }), 16],
  ['categories', ERROR, (n) => ({ error: { moderation_details: { categories: many(n, 'a') } } }), 64],
  ['facts', MODEL, (n) => ({ pricing: keyed(n, 'a b') }), 64],
  ['kinds of input', MODEL, (n) => ({ architecture: { a: many(n, 'a b') } }), 32],
  ['parameters', MODEL, (n) => ({ supported_parameters: many(n, 'top_p') }), 256],
  ['permissions', MODEL, (n) => ({ permission: many(n, { a: 'a b' }) }), 8],
  ['models', MODELS, (n) => many(n, { id: 'a b' }), 5_000],
  ['models of a page', MODELS, (n) => ({ data: many(n, { id: 'a b' }) }), 5_000],
])('there are at most so many %s', (_, shape, sample, most) => {
  expect([most, most + 1].map((length) => keeps(shape, sample(length)))).toEqual([true, false]);
});
