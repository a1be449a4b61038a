import { describe, expect, it } from 'vitest';
import { fillSlots, isPictureSlot, isTextSlot, Slot } from './slot.ts';

describe('slots', () => {
  it.each([
    ['prompt', false],
    ['negative', false],
    ['text', false],
    ['name', false],
    ['picture', true],
    ['mask', true],
  ] as const)('%s is a picture: %s', (role, isPicture) => {
    const slot = new Slot(role, 'x', '');
    expect([isPictureSlot(slot), isTextSlot(slot)]).toEqual([isPicture, !isPicture]);
  });
});

describe('fillSlots', () => {
  it('writes a value into each slot, and changes nothing else', () => {
    const tree = {
      a: new Slot('prompt', 'a', 'one'),
      b: [1, true, null, new Slot('name', 'b[3]', 'two')],
      c: { d: new Slot('picture', 'c.d', 'three') },
    };
    expect(fillSlots(tree, ({ path, value }) => `${path}=${value}`)).toEqual({
      a: 'a=one',
      b: [1, true, null, 'b[3]=two'],
      c: { d: 'c.d=three' },
    });
  });
});
