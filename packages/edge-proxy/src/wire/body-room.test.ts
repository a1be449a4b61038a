import { expect, it } from 'vitest';
import { BodyRoom, bodyRoom, DEFAULT_BODY_MEMORY } from './body-room.ts';

it('gives room up to its last byte, and takes it back', () => {
  const room = new BodyRoom(10);
  expect([room.take(4), room.take(6), room.take(1)]).toEqual([true, true, false]);
  expect(room.free).toBe(0);
  room.giveBack(4);
  expect([room.free, room.take(5), room.take(4)]).toEqual([4, false, true]);
});

it('keeps what it holds when its limit changes', () => {
  const room = new BodyRoom(10);
  room.take(8);
  room.resize(5);
  expect([room.free, room.take(0)]).toEqual([-3, false]);
  room.giveBack(8);
  expect(room.free).toBe(5);
});

it('of this process is as large as the default', () => {
  expect(bodyRoom.free).toBe(DEFAULT_BODY_MEMORY);
  expect(DEFAULT_BODY_MEMORY).toBe(200_000_000);
});
