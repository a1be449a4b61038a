import { expect, it } from 'vitest';
import { isUuid } from './uuid.ts';

const ID = '4c1f0a2e-7b7d-4f0e-9d0e-00000000000a';

it.each([ID, ID.toUpperCase()])('reads %s as a UUID', (text) => {
  expect(isUuid(text)).toBe(true);
});

it.each([
  ['a character before it', `x${ID}`],
  ['a character after it', `${ID}x`],
  ['a line break after it', `${ID}\n`],
  ['no hyphens', ID.replaceAll('-', '')],
  ['a letter that is no digit', ID.replace('a', 'g')],
  ['one digit less', ID.slice(0, -1)],
  ['one group less', ID.replace('-4f0e', '')],
  ['braces', `{${ID}}`],
])('does not read a text with %s', (_, text) => {
  expect(isUuid(text)).toBe(false);
});
