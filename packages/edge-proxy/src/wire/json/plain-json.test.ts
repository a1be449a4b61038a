import { expect, it } from 'vitest';
import { isPlainJson } from './plain-json.ts';

it.each<[string | undefined, string | undefined, boolean]>([
  ['application/json', undefined, true],
  ['application/json', '', true],
  ['application/json', 'identity', true],
  ['Application/JSON ; charset=UTF-8', undefined, true],
  ['application/json; charset=utf-8 ', undefined, true],
  ['application/json', 'gzip', false],
  ['application/json; charset=utf-16', undefined, false],
  ['application/json; charset=utf-8; a=b', undefined, false],
  ['text/json', undefined, false],
  ['xapplication/json', undefined, false],
  [undefined, undefined, false],
])('a Content-Type of %s and a Content-Encoding of %s: %s', (type, encoding, plain) => {
  expect(isPlainJson(type, encoding)).toBe(plain);
});
