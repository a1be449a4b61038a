import { expect, it } from 'vitest';
import { BodyRoom, bodyRoom, DEFAULT_BODY_MEMORY } from './body-room.ts';

it('reserves memory up to its last byte, and frees it', () => {
  const room = new BodyRoom(10);
  expect([room.take(4), room.take(6), room.take(1)]).toEqual([true, true, false]);
  expect(room.free).toBe(0);
  room.giveBack(4);
  expect([room.free, room.take(5), room.take(4)]).toEqual([4, false, true]);
});

it('keeps reservations when its limit changes', () => {
  const room = new BodyRoom(10);
  room.take(8);
  room.resize(5);
  expect([room.free, room.take(0)]).toEqual([-3, false]);
  room.giveBack(8);
  expect(room.free).toBe(5);
});

it('has the default size in this process', () => {
  expect(bodyRoom.free).toBe(DEFAULT_BODY_MEMORY);
  expect(DEFAULT_BODY_MEMORY).toBe(200_000_000);
});
