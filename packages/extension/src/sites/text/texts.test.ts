import { expect, it } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';

/** Every path to a text with an example of it. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(2, 3))]];
  return Object.entries(value ?? {}).flatMap(([key, entry]) => textsOf(entry, `${path}.${key}`));
}

it('the texts about other sites are in every language, and none is empty or left in English', () => {
  const japanese = new Map(textsOf(ja));
  expect([...japanese.keys()]).toEqual(textsOf(en).map(([path]) => path));
  for (const [path, text] of textsOf(en)) {
    expect(text.trim(), path).not.toBe('');
    // A word with its replacement is written the same way.
    if (path !== '.box.inPlaceOf') expect(japanese.get(path), path).not.toBe(text);
  }
});

it('count in the singular and in the plural', () => {
  expect(en.box.open(1)).toContain('1 concern about');
  expect(en.box.open(2)).toContain('2 concerns about');
});
