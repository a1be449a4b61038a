import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import { FIELDS, isNegativeEntry, MADE } from './fields.ts';

function read(body: JsonObject) {
  const { slots, dropped, guidances, tree } = readFields(body, FIELDS);
  const roles = Object.fromEntries(slots.map(({ path, role }) => [path, role]));
  return { roles, dropped, guidances, keys: Object.keys(tree) };
}
const all = (names: string, value: Json) =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, value]));

it.each<[Json | undefined, boolean]>([
  [{ text: 'a', weight: -1 }, true],
  [{ text: 'a', weight: -0.01 }, true],
  [{ text: 'a', weight: 0 }, false],
  [{ text: 'a', weight: '-1' }, false],
  [{ text: 'a' }, false],
  ['a', false],
  [undefined, false],
])('reads the entry %j as a negative prompt: %s', (entry, negative) => {
  expect(isNegativeEntry(entry)).toBe(negative);
});

describe('the fields of a request', () => {
  const NUMBERS = `width height num_images_per_prompt num_images samples num_inference_steps steps seed eta batch_size
    strength image_strength refiner_steps refiner_strength control_strength grow_mask noise_level fidelity creativity
    left right up down style_strength composition_fidelity change_strength`;
  const NAMES = `sampler scheduler style_preset clip_guidance_preset mask_source init_image_mode mode aspect_ratio
    output_format model`;

  it.each([
    ['prompt search_prompt select_prompt inputs', 'prompt'],
    ['negative_prompt', 'negative'],
    [NAMES, 'name'],
    ['image init_image style_image control_image', 'picture'],
    ['mask mask_image', 'mask'],
  ])('%s are read as %s, one or many', (names, role) => {
    expect(read(all(names, 'a')).roles).toEqual(all(names, role));
    if (role === 'name') return;
    const first = names.split(' ')[0] ?? '';
    expect(read({ [first]: ['a', 'b'] }).roles).toEqual({ [`${first}[0]`]: role, [`${first}[1]`]: role });
  });

  it('are numbers, switches and a size', () => {
    expect(read(all(NUMBERS, 1)).keys).toEqual(NUMBERS.split(/\s+/));
    for (const name of NUMBERS.split(/\s+/))
      expect(() => read({ [name]: 'words' })).toThrow('must be a number');
    expect(() => read({ use_refiner: 'words' })).toThrow('true or false');
    expect(read({ target_size: { width: 1, height: 2, depth: 3 } }).dropped).toEqual(['target_size.depth']);
  });

  it('are closed where they could switch off a safety check or call an address', () => {
    for (const name of ['extras', 'safety_checker', 'requires_safety_checker', 'webhook']) {
      expect(read({ [name]: 'a' })).toMatchObject({ roles: {}, dropped: [name], keys: [] });
      expect(() => readFields({ [name]: 'a' }, FIELDS, { unknown: 'refuse' })).toThrow(`${name} is closed`);
    }
  });

  it('mark the scales that can paint a negative prompt', () => {
    expect(read({ guidance_scale: 2, cfg_scale: 3, image_strength: 0.5 }).guidances).toEqual([2, 3]);
  });

  it('read an entry of weighted prompts by its weight', () => {
    const body = { text_prompts: [{ text: 'a', weight: 1 }, { text: 'b', weight: -1 }, { text: 'c' }] };
    expect(read(body).roles).toEqual({
      'text_prompts[0].text': 'prompt',
      'text_prompts[1].text': 'negative',
      'text_prompts[2].text': 'prompt',
    });
  });

  it('are dropped where only the operator opens them', () => {
    const closed = 'extras safety_checker requires_safety_checker webhook';
    expect(read(all(closed, 'a')).dropped).toEqual(closed.split(' '));
  });

  it('may be inside parameters, which hold no prompt, and inside instances', () => {
    const inner = { negative_prompt: 'a', seed: 1, mode: 'b', prompt: 'c' };
    expect(read({ parameters: inner })).toMatchObject({
      roles: { 'parameters.negative_prompt': 'negative', 'parameters.mode': 'name' },
      dropped: ['parameters.prompt'],
    });
    expect(read({ instances: [{ ...inner, parameters: { mode: 'd' } }] })).toMatchObject({
      roles: {
        'instances[0].negative_prompt': 'negative',
        'instances[0].prompt': 'prompt',
        'instances[0].parameters.mode': 'name',
      },
      dropped: [],
    });
    expect(read({ instances: [{ instances: [], text_prompts: [{ text: 'a' }] }] }).roles).toEqual({
      'instances[0].text_prompts[0].text': 'prompt',
    });
  });
});

describe('an answer', () => {
  const told = (value: Json) =>
    jsonAnswer(new TextEncoder().encode(JSON.stringify(value))).screened(MADE).value;
  const keeps = (value: Json) => JSON.stringify(told(value)) === JSON.stringify(value);
  const words = (length: number) => 'a word '.repeat(length).slice(0, length);
  const many = <Value>(length: number, value: Value) => Array.from({ length }, () => value);

  it('has the fields of both families beside its pictures, and no other', () => {
    const made = {
      prompt: 'a dog',
      artifacts: [{ seed: 7, finishReason: 'SUCCESS' }],
      seeds: [7, 8],
      finish_reasons: [null, 'Filter reason: prompt'],
    };
    expect(told({ ...made, images: ['AAAA'], surprise: 'a b' })).toEqual(made);
    expect(told({ prompt: ['a', 'b'] })).toEqual({ prompt: ['a', 'b'] });
    expect(told({ artifacts: [{ base64: 'AAAA' }] })).toEqual({ artifacts: [{}] });
  });

  it.each<[string, (length: number) => Json, number]>([
    ['characters of a prompt', (n) => ({ prompt: words(n) }), 40_000],
    ['characters of a listed prompt', (n) => ({ prompt: [words(n)] }), 40_000],
    ['prompts', (n) => ({ prompt: many(n, 'a b') }), 64],
    ['artifacts', (n) => ({ artifacts: many(n, { finishReason: 'a b' }) }), 64],
    ['characters of a reason', (n) => ({ artifacts: [{ finishReason: words(n) }] }), 64],
    ['seeds', (n) => ({ seeds: many(n, 1_000) }), 64],
    ['reasons', (n) => ({ finish_reasons: many(n, 'a b') }), 64],
  ])('has at most so many %s', (_, sample, most) => {
    expect([most, most + 1].map((length) => keeps(sample(length)))).toEqual([true, false]);
  });
});
