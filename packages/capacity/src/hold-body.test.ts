import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerRoom, DEFAULT_ANSWER_MEMORY } from './answer-room.ts';
import { holdBody, TooManyBytes } from './hold-body.ts';

const never = new AbortController().signal;
const MEMORY = 900;
const POOL = 300;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  answerRoom.resize(MEMORY);
});
afterEach(() => {
  vi.useRealTimers();
  answerRoom.resize(DEFAULT_ANSWER_MEMORY);
});

/** A body of one chunk; without an end it stalls after that chunk. */
function body(bytes: number, end = true): Readable {
  const readable = new Readable({ read: () => {} });
  readable.push(new Uint8Array(bytes));
  if (end) readable.push(null);
  return readable;
}

const held = (source: Readable, more: { length?: number; most?: number } = {}) =>
  holdBody(source, { hold: answerRoom.hold(), signal: never, ...more });

it('aborts a body that stalls', async () => {
  const stalling = held(body(1, false));
  const broken = expect(stalling).rejects.toMatchObject({ code: 'answer_unusable' });
  await vi.advanceTimersByTimeAsync(61_000);
  await broken;
});

it('does not count the wait for room as a stall', async () => {
  const others = [answerRoom.hold(), answerRoom.hold()];
  const leave = others.map((hold) => answerRoom.keep(hold));
  for (const hold of others) await answerRoom.take(hold, POOL, never);
  const source = body(200, false);
  const waiting = held(source);
  await vi.advanceTimersByTimeAsync(100_000);
  for (const each of leave) each();
  source.push(new Uint8Array(50));
  source.push(null);
  expect(await waiting).toHaveLength(250);
});

it.each([
  ['longer than it declared', 1],
  ['shorter than it declared', 3],
])('refuses a body that is %s', async (_, length) => {
  await expect(held(body(2), { length })).rejects.toMatchObject({ code: 'answer_unusable' });
});

it.each([[{}], [{ length: 3 }]])('reads no more than its consumer pulls (%j)', async (declared) => {
  const source = body(3);
  await expect(held(source, { most: 2, ...declared })).rejects.toThrow(TooManyBytes);
  expect(source.destroyed).toBe(true);
});

it('ends with the abort reason of its call', async () => {
  const call = new AbortController();
  const source = body(1, false);
  const reading = holdBody(source, { hold: answerRoom.hold(), signal: call.signal });
  const ended = expect(reading).rejects.toThrow('client left');
  await vi.advanceTimersByTimeAsync(1);
  call.abort(new Error('client left'));
  source.destroy(new Error('aborted'));
  await ended;
});
