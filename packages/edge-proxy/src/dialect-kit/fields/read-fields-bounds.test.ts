import { describe, expect, it } from 'vitest';
import type { Json } from '../../wire/json/strict-json.ts';
import * as field from './field.ts';
import { lowestGuidance, pictureSlots, readFields, readOpened, textSlots } from './read-fields.ts';
import { fillSlots } from './slot.ts';

const words = (length: number) => 'some plain words '.repeat(400).slice(0, length);
const times = <Value>(count: number, value: (at: number) => Value) =>
  Array.from({ length: count }, (_, at) => value(at));

const wordOf = (at: number) => `word_${'abcdefgh'[at % 8]}${'abcdefghi'[Math.floor(at / 8)]}`;

/** A body of one field, read as that field. */
function read(of: field.Field, value: Json) {
  const { tree, slots } = readFields({ x: value }, { x: of });
  return {
    value: fillSlots(tree, (slot) => slot.value),
    roles: slots.map(({ role, path }) => `${role} ${path}`),
  };
}
const sentAs = (of: field.Field, value: Json) => Object(read(of, value).value).x;

describe('bounds', () => {
  const numbers = field.list(field.object({ n: field.number, on: field.toggle }));
  const prompts = field.list(field.object({ prompt: field.prompt, image: field.picture }));

  it.each<[string, field.Field, Json, Json, string]>([
    ['a name', field.name, words(256), words(257), 'at most 256 characters'],
    [
      'a list of names',
      field.list(field.name),
      times(64, () => 'a'),
      times(65, () => 'a'),
      'at most 64 values',
    ],
    [
      'a list of numbers',
      field.list(field.number),
      times(64, () => 1),
      times(65, () => 1),
      'at most 64 values',
    ],
    [
      'values of an object',
      field.entries(field.toggle),
      Object.fromEntries(times(64, (at) => [wordOf(at), true])),
      Object.fromEntries(times(65, (at) => [wordOf(at), true])),
      'at most 64 values',
    ],
    ['a key', field.entries(field.number), { [words(256)]: 1 }, { [words(257)]: 1 }, 'too long for a name'],
    ['numbers', numbers, times(256, () => ({ n: 1 })), times(257, () => ({ n: 1 })), 'too many numbers'],
    [
      'numbers and truth values together',
      numbers,
      times(128, () => ({ n: 1, on: true })),
      times(129, () => ({ n: 1, on: true })),
      'too many numbers',
    ],
    [
      'texts and pictures',
      prompts,
      times(2_048, () => ({ prompt: 'a', image: 'b' })),
      times(2_049, () => ({ prompt: 'a', image: 'b' })),
      'at most 4096 texts and pictures',
    ],
    ['a strength', field.strength, 0, -0.01, 'must not be below 0'],
  ])('of %s', (_, of, last, next, message) => {
    expect(() => read(of, last)).not.toThrow();
    expect(() => read(of, next)).toThrow(message);
  });

  it('of a list apply to its small values', () => {
    expect(() =>
      read(
        field.list(field.prompt),
        times(65, () => words(257)),
      ),
    ).not.toThrow();
    expect(() =>
      read(
        field.list(field.prompt),
        times(65, () => words(256)),
      ),
    ).toThrow('at most 64 values');
  });

  it('of a list apply to its texts together', () => {
    const pieces = times(60, (at) => `gH1iJ2kL3m${'NOPQRSTU'[at % 8]}4`);
    expect(() => read(field.list(field.prompt), pieces)).toThrow('x must be words');
    expect(() => read(field.entries(field.prompt), Object.fromEntries(pieces.entries()))).toThrow(
      'x must be words',
    );
    expect(() =>
      read(field.entries(field.number), Object.fromEntries(pieces.map((each) => [each, 1]))),
    ).not.toThrow();
    // Pictures do not count, because they are judged as pictures.
    expect(() => read(field.list(field.picture), pieces)).not.toThrow();
  });
});

describe('values as strings', () => {
  it.each([
    ['1', 1],
    [' -1.5 ', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['3.', 3],
    ['1e3', 1_000],
    ['1E-2', 0.01],
    ['2e+1', 20],
    [true, 1],
    [false, 0],
  ])('%j is the number %d', (given, number) => expect(sentAs(field.number, given)).toBe(number));

  it.each(['', '1a', 'a1', '1e', '--1', '0x10', '1 2', '.', 'NaN', 'Infinity'])(
    '%j is not a number',
    (given) => expect(() => read(field.number, given)).toThrow('x must be a number.'),
  );

  it.each(['1', 'true', 't', 'YES', 'y', ' on ', 1, true])('%j is true', (given) =>
    expect(sentAs(field.toggle, given)).toBe(true),
  );
  it.each(['0', 'False', 'f', 'no', 'n', 'OFF', '', ' ', 0, false])('%j is false', (given) =>
    expect(sentAs(field.toggle, given)).toBe(false),
  );
  it.each(['2', 'yess', 'xyes', 'offf', 'nope', 2, '1 0'])('%j is neither', (given) =>
    expect(() => read(field.toggle, given)).toThrow('x must be true or false.'),
  );

  it('names may be numbers, and have the format of the field', () => {
    expect(read(field.name, 7)).toEqual({ value: { x: 7 }, roles: [] });
    expect(sentAs(field.word(/^a+$/), 'aa')).toBe('aa');
    expect(sentAs(field.word(/^a+$/), '')).toBe('');
    const last: field.Field = { kind: 'text', role: 'name', lastPart: true };
    expect(['/a/b\\c', 'a\nb/c', 'c'].map((given) => sentAs(last, given))).toEqual(['c', 'c', 'c']);
  });
});

describe('a field of several kinds', () => {
  const kinds = {
    picture: field.picture,
    address: field.address,
    number: field.number,
    toggle: field.toggle,
    list: field.list(field.picture),
    object: field.object({ a: field.mask }),
    entries: field.entries(field.number),
    either: field.either(field.toggle, field.number),
    byValue: field.byValue((value) => (value === 'a' ? field.prompt : field.number)),
    open: field.open,
  };

  it.each<[keyof typeof kinds, Json, Json, string[]]>([
    ['picture', 'a', 'a', ['picture x']],
    ['address', 'a', 'a', ['name x']],
    ['number', 7, 7, []],
    ['toggle', true, true, []],
    ['list', ['a'], ['a'], ['picture x[0]']],
    ['object', { a: 'b' }, { a: 'b' }, ['mask x.a']],
    ['entries', { a: 1 }, { a: 1 }, []],
    ['either', 7, 7, []],
    ['byValue', 'a', 'a', ['prompt x']],
    ['open', { a: ['b'] }, { a: ['b'] }, ['prompt x.a[0]']],
  ])('accepts values of the kind %s', (kind, given, value, roles) => {
    // The second kind accepts every other value.
    const other = typeof given === 'string' ? field.number : field.freeText;
    expect(read(field.either(other, kinds[kind]), given)).toEqual({ value: { x: value }, roles });
  });

  it('reports the expectation of the first kind if no kind accepts a value', () => {
    expect(() => read(field.either(field.prompt, field.toggle), 7)).toThrow('x must be a string.');
    expect(() => read(field.either(field.own, field.closed, field.toggle), 'no')).not.toThrow();
    expect(sentAs(field.either(), 'a')).toBe('a');
  });

  it('sends no value that only the proxy or the operator sets', () => {
    for (const of of [field.own, field.closed])
      expect(read(field.list(of), ['a'])).toMatchObject({ value: { x: [null] } });
    expect(read(field.own, 'a')).toEqual({ value: {}, roles: [] });
  });
});

describe('slots', () => {
  const TABLE = {
    a: field.prompt,
    b: field.negative,
    c: field.name,
    d: field.picture,
    e: field.mask,
    f: field.freeText,
  };

  it('are found by their roles if they are not empty', () => {
    const full = readFields({ a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' }, TABLE);
    expect(textSlots(full, 'prompt', 'text').map(({ value }) => value)).toEqual(['1', '6']);
    expect(textSlots(full, 'name').map(({ value }) => value)).toEqual(['3']);
    expect(pictureSlots(full).map(({ value }) => value)).toEqual(['4', '5']);
    const empty = readFields({ a: '', d: '', e: '' }, TABLE);
    expect([textSlots(empty, 'prompt'), pictureSlots(empty), empty.slots.length]).toEqual([[], [], 3]);
  });

  it('have the lowest of several guidance scales', () => {
    const table = { a: field.guidance, b: field.guidance, c: field.number };
    expect(lowestGuidance(readFields({ a: 7, b: 2, c: 1 }, table))).toBe(2);
    expect(lowestGuidance(readFields({ c: 1 }, table))).toBeUndefined();
  });
});

describe('a dropped field', () => {
  it('is named by its path if that is a plain name', () => {
    const dropped = (body: Record<string, Json>) => readFields(body, {}).dropped;
    expect(dropped({ 'a.b[0]@c: d-e': 1 })).toEqual(['a.b[0]@c: d-e']);
    expect(dropped({ [words(120).replaceAll(' ', '_')]: 1 })).toEqual([words(120).replaceAll(' ', '_')]);
    for (const key of [words(121), 'a\nb', 'é', '"a"'])
      expect(dropped({ [key]: 1 })).toEqual(['A field without a plain name']);
  });

  it('still has its texts and names read by the rules', () => {
    const { dropped, droppedTexts } = readFields({ a: { b: ['c', 1] }, d: false, e: [], f: '' }, {});
    expect([dropped, droppedTexts.toSorted()]).toEqual([
      ['a', 'd'],
      ['a', 'b', 'c', 'd'],
    ]);
  });

  it('is refused if its name is a URL', () => {
    expect(() => readFields({ 'https://example.com': 1 }, {})).toThrow('could hold an address');
  });
});

describe('a body of a route that the operator opened', () => {
  it('loses the fields by which a gateway chooses the account', () => {
    const payers = [
      'api_key',
      'API-Base',
      'apitype',
      'base_url',
      'api_version',
      'extra_headers',
      'extra-query',
    ];
    const more = ['extra_body', 'organization', 'aws_region_name'];
    const kept = ['my_api_key', 'api_keys', 'organizations', 'aws_', 'extra', 'model'];
    const { tree, dropped, droppedTexts } = readOpened(
      Object.fromEntries([...payers, ...more, ...kept].map((key) => [key, 'a'])),
    );
    expect([Object.keys(tree), dropped]).toEqual([kept, [...payers, ...more]]);
    expect(droppedTexts).toContain('a');
  });

  it('keeps values unchanged, and names in their places', () => {
    const body = { a: null, b: [1, true, { c: 'words' }], d: { e: null } };
    const { tree, slots, keys } = readOpened(body);
    expect(fillSlots(tree, ({ value }) => value)).toEqual(body);
    expect(slots.map(({ role, path }) => `${role} ${path}`)).toEqual(['prompt b[2].c']);
    expect(keys).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is refused with the field that holds cargo, and the setting that opens it', () => {
    expect(() => readOpened({ a: ['b', 'https://example.com'] })).toThrow(
      `a[1] could hold an address, which would not be judged there. The operator can give it a role with fields: { "a": 'address' }.`,
    );
    expect(() => readOpened({ a: '/etc/passwd' })).toThrow(`fields: { "a": 'address' }`);
    expect(() => readOpened({ a: `data:image/png;base64,${'x'.repeat(40)}` })).toThrow(
      `fields: { "a": 'picture' }`,
    );
  });
});
