import { randomFrom } from '@shoji/core/text';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { restyle } from './restyle.ts';

const TEXT = 'A red fox crosses the road.';

it('keeps the content, and adds style', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const restyled = restyle(TEXT, randomFrom(seed));
      expect(restyled.toLowerCase()).toContain('a red fox crosses the road');
      expect(restyled.length).toBeGreaterThan(TEXT.length);
      expect(restyled).not.toContain('road.');
    }),
  );
});

it('depends only on the random source', () => {
  expect(restyle(TEXT, randomFrom(3))).toBe(restyle(TEXT, randomFrom(3)));
  expect(restyle(TEXT, randomFrom(3))).not.toBe(restyle(TEXT, randomFrom(4)));
});
