import { isPromptWithinLimit } from '@shoji/core/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomOf } from './room.ts';

const bytes = { most: 100, unit: 'bytes' } as const;
const characters = { most: 100, unit: 'characters' } as const;

describe('the remaining length of a prompt', () => {
  it.each([
    ['', bytes, { state: 'ample' }],
    ['a'.repeat(89), bytes, { state: 'ample' }],
    ['a'.repeat(90), bytes, { state: 'scarce', left: 10 }],
    ['a'.repeat(100), bytes, { state: 'scarce', left: 0 }],
    ['a'.repeat(101), bytes, { state: 'exceeded', over: 1 }],
    // Three bytes each.
    ['犬'.repeat(31), bytes, { state: 'scarce', left: 2 }],
    ['犬'.repeat(40), bytes, { state: 'exceeded', over: 7 }],
    ['犬'.repeat(40), characters, { state: 'ample' }],
    ['🐕'.repeat(26), bytes, { state: 'exceeded', over: 1 }],
    ['🐕'.repeat(101), characters, { state: 'exceeded', over: 1 }],
  ])('of %j is counted in the unit of the limit (%#)', (text, limit, room) => {
    expect(roomOf(text, limit)).toEqual(room);
  });

  it('is negative exactly when core refuses the text, and removing the excess makes the text fit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('bytes' as const, 'characters' as const),
        fc.integer({ min: 1, max: 80 }),
        (text, unit, most) => {
          const limit = { most, unit };
          const room = roomOf(text, limit);
          expect(room.state === 'exceeded').toBe(!isPromptWithinLimit(text, limit));
          if (room.state !== 'exceeded') return;
          const all = [...text];
          expect(isPromptWithinLimit(all.slice(0, all.length - room.over).join(''), limit)).toBe(true);
          expect(isPromptWithinLimit(all.slice(0, all.length - room.over + 1).join(''), limit)).toBe(false);
        },
      ),
    );
  });
});
