import { expect, it } from 'vitest';
import { CATEGORIES } from './category.ts';
import { categoryWarningCode, WARNING_CODES } from './warning.ts';

it('writes the code of a category in snake case, for both sides', () => {
  for (const category of CATEGORIES) {
    expect(categoryWarningCode('prompt', category)).toBe(`prompt_${category.replaceAll('-', '_')}`);
    expect(categoryWarningCode('image', category)).toBe(`image_${category.replaceAll('-', '_')}`);
  }
});

it('has no code twice, and none that a category’s code could equal', () => {
  const ofCategories = CATEGORIES.flatMap((category) => [
    categoryWarningCode('prompt', category),
    categoryWarningCode('image', category),
  ]);
  const all: string[] = [...WARNING_CODES, ...ofCategories];
  expect(new Set(all).size).toBe(all.length);
});
