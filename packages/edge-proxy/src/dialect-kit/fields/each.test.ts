import { expect, it } from 'vitest';
import { each } from './each.ts';

it('has the same value under each name, whatever white space is around the names', () => {
  const value = { kind: 'number' };
  const found = each(
    ` width height
      steps `,
    value,
  );
  expect(found).toEqual({ width: value, height: value, steps: value });
  expect(found.width).toBe(value);
  expect(each('', value)).toEqual({});
});
