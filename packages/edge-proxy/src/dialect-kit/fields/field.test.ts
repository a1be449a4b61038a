import { describe, expect, it } from 'vitest';
import type { Json } from '../../wire/json/strict-json.ts';
import * as field from './field.ts';
import { readFields } from './read-fields.ts';
import { fillSlots } from './slot.ts';

/** The sent part of a field's value, and the role by which it is judged. */
function sent(kind: field.Field, value: Json) {
  const { tree, slots, dropped, guidances } = readFields({ x: value }, { x: kind });
  return {
    tree: fillSlots(tree, (slot) => slot.value),
    roles: slots.map(({ role }) => role),
    dropped,
    guidances,
  };
}

describe('roles of fields', () => {
  it.each([
    ['prompt', field.prompt, 'a dog', ['prompt']],
    ['negative', field.negative, 'fog', ['negative']],
    ['freeText', field.freeText, 'words', ['text']],
    ['name', field.name, 'euler', ['name']],
    ['model', field.model, 'flux.dev/x.safetensors', ['name']],
    ['fileName', field.fileName, 'image.png', ['name']],
    ['address', field.address, 'https://example.com/a.png', ['name']],
    ['picture', field.picture, 'iVBORw0KGgo', ['picture']],
    ['mask', field.mask, 'iVBORw0KGgo', ['mask']],
    ['open', field.open, 'some words', ['prompt']],
    ['word', field.word(/^\d+x\d+$/), '1x1', ['name']],
  ] as const)('%s sends a text under its role', (_, kind, value, roles) => {
    expect(sent(kind, value)).toEqual({ tree: { x: value }, roles, dropped: [], guidances: [] });
  });

  it.each([
    ['number', field.number, 7, 7],
    ['number', field.number, ' 7.5 ', 7.5],
    ['number', field.number, true, 1],
    ['strength', field.strength, 0, 0],
    ['toggle', field.toggle, 'on', true],
    ['toggle', field.toggle, 0, false],
    ['name', field.name, 7, 7],
    ['prompt', field.prompt, null, null],
  ] as const)('%s sends %j as %j', (_, kind, value, expected) => {
    expect(sent(kind, value)).toMatchObject({ tree: { x: expected }, roles: [] });
  });

  it('record a guidance scale, and no other number', () => {
    expect(sent(field.guidance, 0.5).guidances).toEqual([0.5]);
    expect(sent(field.number, 0.5).guidances).toEqual([]);
  });

  it.each([
    ['prompt', field.prompt, 7, 'x must be a string.'],
    ['number', field.number, 'seven', 'x must be a number.'],
    ['number', field.number, '0x10', 'x must be a number.'],
    ['toggle', field.toggle, 'perhaps', 'x must be true or false.'],
    ['strength', field.strength, -0.1, 'x must not be below 0.'],
    ['picture', field.picture, ['a'], 'x must be a string.'],
    ['object', field.object({}), 'a', 'x must be an object.'],
    ['list', field.list(field.name), 'a', 'x must be a list.'],
    ['entries', field.entries(field.name), ['a'], 'x must be an object.'],
    ['word', field.word(/^\d$/), 'a', 'x has a value that this field does not accept.'],
    ['name', field.name, 'a'.repeat(257), 'x must be a name of at most 256 characters.'],
    ['name', field.name, 'https://example.com', 'x must be a name: it could be an address.'],
    ['name', field.name, '/etc/x', 'x must be a name: it could be a path of the server.'],
    ['open', field.open, 'data:,x', 'x could hold an encoded picture'],
  ] as const)('%s refuses %3$s', (_, kind, value, message) => {
    expect(() => sent(kind, value)).toThrow(message);
  });

  it('send nothing of a closed field and of a field that only the proxy reads', () => {
    expect(sent(field.own, 'a')).toEqual({ tree: {}, roles: [], dropped: [], guidances: [] });
    expect(sent(field.closed, 'a')).toEqual({ tree: {}, roles: [], dropped: ['x'], guidances: [] });
  });

  it('are chosen among alternatives by the JSON type', () => {
    const either = field.either(
      field.number,
      field.toggle,
      field.list(field.name),
      field.object({ y: field.prompt }),
    );
    for (const value of [1, true, ['a'], { y: 'b' }]) expect(sent(either, value).tree).toEqual({ x: value });
    expect(() => sent(either, 'a')).toThrow('x must be a number.');
    expect(sent(field.oneOrMany(field.name), 'a').roles).toEqual(['name']);
    expect(sent(field.oneOrMany(field.name), ['a', 'b']).roles).toEqual(['name', 'name']);
  });

  it('are chosen by the value if a table says so', () => {
    const kind = field.byValue((value) => (value === 'no' ? field.negative : field.prompt));
    expect([sent(kind, 'no').roles, sent(kind, 'yes').roles]).toEqual([['negative'], ['prompt']]);
  });

  it('can be the same for many names', () => {
    expect(field.each('a  b\n c', field.name)).toEqual({ a: field.name, b: field.name, c: field.name });
  });
});
