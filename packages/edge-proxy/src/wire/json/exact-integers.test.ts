import { expect, it } from 'vitest';
import { parseExact, withExact } from './exact-integers.ts';

const round = (text: string) => {
  const { value, exact } = parseExact(text, JSON.parse(text));
  return JSON.stringify(withExact(value, exact));
};

it.each([
  '{"seed":18446744073709551615}',
  '{"a":9007199254740993,"b":9007199254740992,"c":9007199254740993}',
  '[-9223372036854775808,[9223372036854775807,9223372036854775806]]',
  '{"seed":7,"text":"18446744073709551615","half":0.5}',
])('keeps %s to the digit', (text) => {
  expect(round(text)).toBe(text);
});

it('does not change a fraction', () => {
  expect(round('[0.1234567890123456789,1e300]')).toBe('[0.12345678901234568,1e+300]');
});

it('keeps at most the digits of a 64-bit number', () => {
  expect(round('[18446744073709551615123]')).toBe('[1.8446744073709552e+22]');
});
