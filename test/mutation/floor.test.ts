import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Floor, fallen, floorSchema, isUnder, percent, raised } from './floor.ts';
import { versionsOf } from './repository.ts';
import { ROOMS } from './rooms.ts';

const root = resolve(import.meta.dirname, '../..');
const recorded = floorSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'floor.json'), 'utf8')));

function floorWith(rooms: Floor['rooms'], lowered: Floor['lowered'] = {}): Floor {
  return { sample: 60, seed: 'a', rooms, lowered };
}

describe('floor.json', () => {
  it('has a floor for each room', () => {
    expect(Object.keys(recorded.rooms).toSorted()).toEqual(Object.keys(ROOMS).toSorted());
  });

  it('has not fallen since its first commit, except where it gives a reason', () => {
    const earlier = versionsOf(root, 'test/mutation/floor.json').map((text) =>
      floorSchema.parse(JSON.parse(text)),
    );
    expect(earlier.flatMap((version) => fallen(version, recorded))).toEqual([]);
  });
});

describe('fallen', () => {
  it('names a room that is lower, and one that is missing', () => {
    expect(fallen(floorWith({ a: 80, b: 70, c: 60 }), floorWith({ a: 79, b: 71 }))).toEqual([
      'The floor of a fell from 80 to 79 percent.',
      'The floor of c fell from 60 to 0 percent.',
    ]);
  });

  it('accepts an explained fall', () => {
    const reason = 'The half with the tables moved.';
    const before = floorWith({ a: 80 });
    expect(fallen(before, floorWith({ a: 75 }, { a: { to: 75, reason } }))).toEqual([]);
    expect(fallen(before, floorWith({ a: 74 }, { a: { to: 75, reason } }))).toHaveLength(1);
    expect(fallen(before, floorWith({}, { a: { to: 0, reason } }))).toEqual([]);
  });
});

describe('isUnder', () => {
  const rooms = floorWith({ a: 85, b: 97, c: 100 });

  it('compares the recorded sample exactly', () => {
    expect(isUnder({ noticed: 51, run: 60 }, 'a', rooms, true)).toBe(false);
    expect(isUnder({ noticed: 50, run: 60 }, 'a', rooms, true)).toBe(true);
  });

  it.each([
    ['a', 42, 60, false],
    ['a', 41, 60, false],
    ['a', 39, 60, true],
    ['b', 2, 4, false],
    ['b', 1, 4, true],
    ['c', 23, 24, false],
    ['c', 20, 24, true],
    ['a', 0, 0, false],
    ['unknown', 0, 9, false],
  ])(
    'allows another sample of %s a difference that chance explains: %d of %d',
    (room, noticed, run, under) => {
      expect(isUnder({ noticed, run }, room, rooms, false)).toBe(under);
    },
  );
});

it('raised() takes the higher value, in whole percents', () => {
  const scores = new Map([
    ['a', { noticed: 52, run: 60 }],
    ['b', { noticed: 40, run: 60 }],
    ['c', { noticed: 60, run: 60 }],
  ]);
  expect(percent({ noticed: 52, run: 60 })).toBeCloseTo(86.67);
  expect(raised(floorWith({ a: 85, b: 85 }), scores).rooms).toEqual({ a: 86, b: 85, c: 100 });
});
