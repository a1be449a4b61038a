import { describe, expect, it } from 'vitest';
import * as field from './field.ts';
import { openFields } from './open-fields.ts';
import { readFields } from './read-fields.ts';

/** Roles of the slots of a body, by their paths. */
function rolesOf(
  body: Parameters<typeof readFields>[0],
  fields: Parameters<typeof openFields>[1]['fields'],
  table = {},
) {
  const opened = openFields(table, fields ? { fields } : {});
  const { slots, dropped } = readFields(body, opened);
  return { roles: Object.fromEntries(slots.map(({ path, role }) => [path, role])), dropped };
}

describe('openFields', () => {
  it.each([
    ['prompt', 'prompt'],
    ['negative', 'negative'],
    ['text', 'text'],
    ['name', 'name'],
    ['picture', 'picture'],
    ['mask', 'mask'],
    ['address', 'name'],
  ] as const)('gives a field the role %s, alone or in a list', (role, read) => {
    expect(rolesOf({ x: 'a', y: ['b'] }, { x: role, y: role })).toEqual({
      roles: { x: read, 'y[0]': read },
      dropped: [],
    });
  });

  it('opens numbers and switches', () => {
    const { tree } = readFields(
      { n: '2', on: 'yes' },
      openFields({}, { fields: { n: 'number', on: 'switch' } }),
    );
    expect(tree).toEqual({ n: 2, on: true });
  });

  it('opens a field in objects that the table does not have, also in a list', () => {
    const opened = { 'deep.words': 'text' } as const;
    expect(rolesOf({ deep: { words: 'a', other: 'b' } }, opened)).toEqual({
      roles: { 'deep.words': 'text' },
      dropped: ['deep.other'],
    });
    expect(rolesOf({ deep: [{ words: 'a' }] }, opened).roles).toEqual({ 'deep[0].words': 'text' });
  });

  it('keeps the other fields of the table, through lists, objects and alternatives', () => {
    const table = {
      list: field.list(field.object({ known: field.name })),
      either: field.either(field.number, field.object({ known: field.name })),
      object: field.object({ known: field.name }),
    };
    const fields = { 'list.x': 'text', 'either.x': 'text', 'object.x': 'text' } as const;
    const inner = { known: 'a', x: 'b' };
    const { roles, dropped } = rolesOf({ list: [inner], either: inner, object: inner }, fields, table);
    expect(roles).toEqual({
      'list[0].known': 'name',
      'list[0].x': 'text',
      'either.known': 'name',
      'either.x': 'text',
      'object.known': 'name',
      'object.x': 'text',
    });
    expect(dropped).toEqual([]);
  });

  it('adds an object to alternatives that have none', () => {
    const table = { x: field.oneOrMany(field.picture) };
    const fields = { 'x.words': 'text' } as const;
    expect(rolesOf({ x: ['a'] }, fields, table).roles).toEqual({ 'x[0]': 'picture' });
    expect(rolesOf({ x: { words: 'a' } }, fields, table).roles).toEqual({ 'x.words': 'text' });
  });

  it('accepts a field described as in a table', () => {
    const fields = { size: field.word(/^\d+x\d+$/) };
    expect(rolesOf({ size: '1x2' }, fields).roles).toEqual({ size: 'name' });
    expect(() => rolesOf({ size: 'one' }, fields)).toThrow('does not accept');
  });

  it('replaces the field at the same path, and does not mutate the table', () => {
    const table = { x: field.closed };
    expect(rolesOf({ x: 'a' }, { x: 'name' }, table).roles).toEqual({ x: 'name' });
    expect(table).toEqual({ x: field.closed });
    expect(openFields(table, {})).toBe(table);
  });

  it.each(['', 'a..b', 'a.', 'a/b', 'a[0]', `a.${'b'.repeat(65)}`])(
    'refuses the path %j, naming it',
    (path) => {
      expect(() => openFields({}, { fields: { [path]: 'name' } })).toThrow(JSON.stringify(path));
    },
  );

  it('refuses an unknown role, naming the known ones', () => {
    const fields: Record<string, never> = JSON.parse('{"x":"toString"}');
    expect(() => openFields({}, { fields })).toThrow(
      'fields: the role of x must be one of prompt, negative, text, name, picture, mask, number, switch, address.',
    );
  });
});
