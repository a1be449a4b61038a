import { GenerationError } from '@shoji/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerRoom } from './answer-room.ts';

const never = new AbortController().signal;
const MEMORY = 900;
const LARGEST = 600;

/** Resolves after all pending promise reactions have run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('answer memory', () => {
  it('refuses a call without free memory before the upstream is called', async () => {
    const room = new AnswerRoom(MEMORY);
    const hold = room.hold();
    await room.using(hold, async () => {
      room.reserve(hold, 250);
      const second = room.hold();
      await room.using(second, async () => {
        expect(() => room.reserve(second, 60)).toThrow(GenerationError);
        expect(() => room.reserve(second, 60)).toThrow(/memory for answers is full/);
      });
    });
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('is reserved once per call, and not outside a call', async () => {
    const room = new AnswerRoom(MEMORY);
    const hold = room.hold();
    room.reserve(hold, 100);
    expect(room.free).toBe(MEMORY - LARGEST);
    await room.using(hold, async () => {
      room.reserve(hold, 200);
      room.reserve(hold, 200);
      expect(room.free).toBe(MEMORY - LARGEST - 200);
    });
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('refuses an answer larger than the whole pool, and keeps none of its bytes', async () => {
    const room = new AnswerRoom(MEMORY);
    const hold = room.hold();
    await room.using(hold, async () => {
      await room.take(hold, LARGEST, never);
      await expect(room.take(hold, 1, never)).rejects.toMatchObject({ code: 'generator_rejected' });
    });
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('lets one call at a time exceed the pool, then the next', async () => {
    const room = new AnswerRoom(MEMORY);
    const [first, second] = [room.hold(), room.hold()];
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const one = room.using(first, async () => {
      await room.take(first, 500, never);
      log.push('first');
      await gate.promise;
    });
    const two = room.using(second, async () => {
      await room.take(second, 500, never);
      log.push('second');
    });
    await settled();
    expect(log).toEqual(['first']);
    gate.resolve();
    await Promise.all([one, two]);
    expect(log).toEqual(['first', 'second']);
  });

  it('stops waiting when the call is aborted', async () => {
    const room = new AnswerRoom(MEMORY);
    const [first, second, third] = [room.hold(), room.hold(), room.hold()];
    const gone = new AbortController();
    await room.using(first, async () => {
      await room.take(first, 500, never);
      const waits = room.using(second, () => room.take(second, 500, gone.signal));
      const next = room.using(third, () => room.take(third, 300, never));
      gone.abort(new Error('gone'));
      await expect(waits).rejects.toThrow('gone');
      // The calls queued behind it fit into the pool.
      await next;
    });
    await expect(
      room.using(second, () => room.take(second, 1, AbortSignal.abort('late'))),
    ).resolves.toBeUndefined();
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('ends pending waits when their call ends, and grants nothing to an ended call', async () => {
    const room = new AnswerRoom(MEMORY);
    const [first, second] = [room.hold(), room.hold()];
    await room.using(first, async () => {
      await room.take(first, 500, never);
      let waits: Promise<void> | undefined;
      await room.using(second, async () => {
        waits = room.take(second, 500, never);
        waits.catch(() => {});
      });
      await expect(waits).rejects.toMatchObject({ code: 'cancelled' });
      await expect(room.take(second, 1, never)).rejects.toMatchObject({ code: 'cancelled' });
    });
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('stays reserved for a part of a call that outlives its handler', async () => {
    const room = new AnswerRoom(MEMORY);
    const gate = Promise.withResolvers<void>();
    let stream: Promise<void> | undefined;
    await room.holding(async () => {
      await room.take(room.hold(), 100, never);
      stream = room.holding(() => gate.promise);
    });
    expect(room.free).toBe(MEMORY - LARGEST - 100);
    gate.resolve();
    await stream;
    expect(room.free).toBe(MEMORY - LARGEST);
  });

  it('never exceeds its size, and every call ends, in any order of requests', async () => {
    const take = fc.record({
      bytes: fc.integer({ min: 0, max: 300 }),
      pauses: fc.integer({ min: 0, max: 3 }),
    });
    const call = fc.record({
      reserves: fc.integer({ min: 0, max: 120 }),
      takes: fc.array(take, { maxLength: 6 }),
      together: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
        const room = new AnswerRoom(MEMORY);
        let held = 0;
        const run = async ({ reserves, takes, together }: (typeof calls)[number]) => {
          const hold = room.hold();
          let mine = 0;
          let over = false;
          await room.using(hold, async () => {
            try {
              room.reserve(hold, reserves);
              const one = async ({ bytes, pauses }: (typeof takes)[number]) => {
                for (let pause = 0; pause < pauses; pause++) await settled();
                await room.take(hold, bytes, never);
                if (over) return;
                mine += bytes;
                held += bytes;
                expect(held).toBeLessThanOrEqual(MEMORY);
              };
              if (together) await Promise.all(takes.map(one));
              else for (const each of takes) await one(each);
            } catch (error) {
              if (!(error instanceof GenerationError)) throw error;
            }
            await settled();
            over = true;
            held -= mine;
          });
        };
        await Promise.all(calls.map(run));
        expect(room.free).toBe(MEMORY - LARGEST);
      }),
      { numRuns: 300 },
    );
  });
});
