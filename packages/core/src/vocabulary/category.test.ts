import { expect, it } from 'vitest';
import { CATEGORIES, isCategory } from './category.ts';

it('reads each of its names, and no other text', () => {
  expect(CATEGORIES.every(isCategory)).toBe(true);
  expect(['', 'Sexual', 'sexual_minors', 'toString'].some(isCategory)).toBe(false);
});
