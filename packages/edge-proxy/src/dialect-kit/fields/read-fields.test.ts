import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as field from './field.ts';
import { openFields } from './open-fields.ts';
import { lowestGuidance, readFields, readOpened, textSlots, typedFields } from './read-fields.ts';
import { fillSlots } from './slot.ts';

const TABLE: field.Fields = {
  prompt: field.prompt,
  negative_prompt: field.negative,
  model: field.name,
  size: field.word(/^\d+x\d+$/),
  steps: field.number,
  cfg: field.guidance,
  tiling: field.toggle,
  image: field.oneOrMany(field.picture),
  unit: field.object({ image: field.picture, weight: field.number, cfg: field.guidance }),
  units: field.list(field.object({ image: field.picture, prompt: field.prompt, weight: field.number })),
  weights: field.entries(field.number),
  seed: field.own,
  safety: field.closed,
  checkpoint: field.model,
  modules: field.list({ kind: 'text', role: 'name', form: 'model', lastPart: true }),
  file: field.fileName,
  strength: field.strength,
};
const sent = (body: object, options = {}) => {
  const read = readFields(JSON.parse(JSON.stringify(body)), TABLE, options);
  return fillSlots(read.tree, ({ value }) => value);
};

it.each([
  'negative',
  'negativePrompt',
  'negative_prompt_2',
  'negative_text',
  'neg_prompt',
  'hr_negative_prompt',
])('drops %s without judging it if the table has no such field', (name) => {
  const read = readFields({ prompt: 'a dog', [name]: { l: 'fog' } }, { prompt: field.prompt });
  expect([read.dropped, read.droppedTexts]).toEqual([[name], [name]]);
});

it.each(['negation', 'prompt', 'neg', 'integrative_prompt', 'negative_image_prompt'])(
  'drops %s and has the rules read it',
  (name) => {
    const { droppedTexts } = readFields({ a: 'a dog', [name]: 'fog' }, { a: field.prompt });
    expect(droppedTexts).toEqual(name === 'neg' ? [name] : [name, 'fog']);
  },
);

describe('a body read by its table', () => {
  it('has the fields of the table, and slots for the values to judge', () => {
    const body = { prompt: 'a dog', model: 'sd', steps: 3, units: [{ prompt: 'a cat', image: 'iVBO' }] };
    const read = readFields(body, TABLE);
    expect(fillSlots(read.tree, ({ value }) => value)).toEqual(body);
    expect(read.slots.map(({ role, path }) => `${role} ${path}`)).toEqual([
      'prompt prompt',
      'name model',
      'prompt units[0].prompt',
      'picture units[0].image',
    ]);
  });

  it('drops fields that the table does not name, numbers and truth values included, with a warning', () => {
    const read = readFields(
      {
        prompt: 'a',
        nsfw_filter: false,
        x: 7,
        note: 'hi',
        unit: { weight: 1, y: true },
        safety: true,
        seed: 7,
      },
      TABLE,
    );
    expect(fillSlots(read.tree, ({ value }) => value)).toEqual({ prompt: 'a', unit: { weight: 1 } });
    expect(read.dropped).toEqual(['nsfw_filter', 'x', 'note', 'unit.y', 'safety']);
    expect(read.droppedTexts).toContain('hi');
  });

  it('does not report empty fields', () => {
    const read = readFields({ prompt: 'a', script_args: [], x: {}, y: '', z: null }, TABLE);
    expect([Object.keys(read.tree), read.dropped]).toEqual([['prompt'], []]);
  });

  it('accepts a map up to its limit, with consecutive keys', () => {
    const weights = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`k${at}`, at]));
    expect(sent({ weights })).toEqual({ weights });
  });

  it('keeps the names of models, and only the last part of a path', () => {
    const body = { checkpoint: 'flux.dev/x.safetensors', file: 'image.png', strength: 0 };
    expect(sent({ ...body, modules: ['/srv/models/ae.safetensors', 'C:\\sd\\clip.gguf'] })).toEqual({
      ...body,
      modules: ['ae.safetensors', 'clip.gguf'],
    });
  });

  it('refuses unknown fields if the operator chose so', () => {
    expect(() => sent({ prompt: 'a', x: 7 }, { unknown: 'refuse' })).toThrow('x is not a known field');
    expect(() => sent({ safety: true }, { unknown: 'refuse' })).toThrow('safety is closed. Leave it out');
  });

  it.each([
    [{ image_url: 'https://example.com/a.png' }, 'image_url could hold an address', "'address'"],
    [{ ref: `data:image/png;base64,${'A'.repeat(64)}` }, 'ref could hold an encoded picture', "'picture'"],
    [{ folder: '/home/user/a' }, 'folder could hold a path of the server', "'address'"],
    [
      { deep: { args: [1, { image: 'https://example.com' }] } },
      'deep.args.image could',
      '"deep.args.image": \'address\'',
    ],
    [{ unit: { pixels: [[1, 2, 3], ...Array(20).fill([4, 5, 6])] } }, 'unit.pixels', "'picture'"],
    [{ units: [{ style: '/a' }] }, 'units[0].style could', '"units.style": \'address\''],
    [{ safety: 'https://example.com' }, 'safety could hold an address', 'fields'],
  ])(
    'refuses a file, picture or address in a field without a role, and names the setting: %j',
    (body, message, setting) => {
      expect(() => sent(body)).toThrow(message);
      expect(() => sent(body)).toThrow(setting);
    },
  );

  it.each([
    [{ prompt: 7 }, 'prompt must be a string'],
    [{ model: { a: 1 } }, 'model must be a string'],
    [{ model: 'x'.repeat(300) }, 'at most 256 characters'],
    [{ model: '/srv/models/a' }, 'model must be a name'],
    [{ size: 'large' }, 'size has a value that this field does not accept'],
    [{ steps: 'many' }, 'steps must be a number'],
    [{ steps: [1] }, 'steps must be a number'],
    [{ tiling: 'maybe' }, 'tiling must be true or false'],
    [{ unit: [] }, 'unit must be an object'],
    [{ units: {} }, 'units must be a list'],
    [{ weights: Object.fromEntries([['https://example.com', 1]]) }, 'A key of weights'],
    [
      { weights: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`k${at}`, at])) },
      'at most 64 values',
    ],
    [{ units: Array.from({ length: 300 }, () => ({ weight: 1 })) }, 'too many numbers'],
    [{ prompt: Buffer.from('pixels').toString('hex').repeat(20) }, 'prompt must be words'],
    [{ checkpoint: 'https://example.com/a' }, 'checkpoint must be a name'],
    [{ file: 'a/b.png' }, 'file must be a name'],
    [{ strength: '-0.1' }, 'strength must not be below 0'],
    [[], 'must be a JSON object'],
  ])('refuses %j', (body, message) => expect(() => sent(body)).toThrow(message));

  it('reads numbers and truth values from strings as the servers do', () => {
    expect(sent({ steps: '20', cfg: ' 7.5', tiling: 'false' })).toEqual({
      steps: 20,
      cfg: 7.5,
      tiling: false,
    });
    expect(sent({ steps: true, tiling: 1 })).toEqual({ steps: 1, tiling: true });
  });

  it('keeps null, which means a missing field', () => {
    expect(sent({ prompt: 'a', image: null, unit: null, x: null })).toEqual({
      prompt: 'a',
      image: null,
      unit: null,
    });
  });

  it('reports the lowest guidance, at any place', () => {
    expect(lowestGuidance(readFields({ cfg: 7, unit: { cfg: '-7' } }, TABLE))).toBe(-7);
    expect(lowestGuidance(readFields({}, TABLE))).toBeUndefined();
  });

  it('gives the dialect the typed text, without pictures', () => {
    expect(typedFields(readFields({ prompt: 'a', image: 'iVBO', steps: '2' }, TABLE))).toEqual({
      prompt: 'a',
      image: '',
      steps: 2,
    });
  });

  it('lets only fields of the table through, for any body', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        let tree: unknown;
        try {
          tree = sent(body);
        } catch {
          return;
        }
        expect(Object.keys(tree as object).filter((key) => !Object.hasOwn(TABLE, key))).toEqual([]);
      }),
    );
  });
});

describe('fields that the operator opens', () => {
  const read = (body: object, fields: Parameters<typeof openFields>[1]['fields']) => {
    const opened = readFields(JSON.parse(JSON.stringify(body)), openFields(TABLE, { fields: fields ?? {} }));
    return opened.slots.map(({ role, path }) => `${role} ${path}`);
  };

  it('have the configured role, at any depth', () => {
    expect(read({ image_url: 'iVBO' }, { image_url: 'picture' })).toEqual(['picture image_url']);
    expect(read({ face: { source: ['iVBO'] } }, { 'face.source': 'picture' })).toEqual([
      'picture face.source[0]',
    ]);
    expect(read({ units: [{ style: 'x' }] }, { 'units.style': 'name' })).toEqual(['name units[0].style']);
    expect(read({ webhook: 'https://example.com' }, { webhook: 'address' })).toEqual(['name webhook']);
    expect(read({ safety: 'off' }, { safety: 'name' })).toEqual(['name safety']);
    const described = field.list(field.either(field.toggle, field.picture));
    expect(read({ deep: { args: [true, 'iVBO'] } }, { 'deep.args': described })).toEqual([
      'picture deep.args[1]',
    ]);
  });

  it.each([
    [{ 'a..b': 'picture' }, 'must be the path of a field'],
    [{ a: 'toString' }, 'the role of a must be one of prompt, negative'],
  ])('are refused at the start when they are malformed: %j', (fields, message) => {
    expect(() => openFields(TABLE, { fields: fields as never })).toThrow(message);
  });
});

describe('a body of a route that the operator opened', () => {
  it('has its texts read as prompts, and its keys as names', () => {
    const read = readOpened({ a: { b: ['words', 7, true, null] } });
    expect(textSlots(read, 'prompt').map(({ value }) => value)).toEqual(['words']);
    expect(read.keys).toEqual(['a', 'b']);
  });

  it.each([[{ a: 'https://example.com' }], [{ a: Array(100).fill(1) }], [{ '/etc': 1 }], ['text']])(
    'may hold no cargo: %j',
    (body) => expect(() => readOpened(body)).toThrow(),
  );
});
