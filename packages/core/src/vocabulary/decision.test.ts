import { expect, it } from 'vitest';
import { severer } from './decision.ts';

it.each([
  ['clear', 'clear', 'clear'],
  ['clear', 'blur', 'blur'],
  ['clear', 'withhold', 'withhold'],
  ['blur', 'withhold', 'withhold'],
  ['withhold', 'withhold', 'withhold'],
] as const)('the severer of %s and %s is %s, in either order', (a, b, expected) => {
  expect([severer(a, b), severer(b, a)]).toEqual([expected, expected]);
});
