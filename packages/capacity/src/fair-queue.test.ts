import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

const LIMIT = 1_000;

interface Job {
  readonly turn: string;
  readonly costs: readonly number[];
}

const job = (turn: string, ...costs: number[]): Job => ({ turn, costs });
const add = (queue: FairQueue<Job>, ...jobs: Job[]) => jobs.flatMap((each) => queue.add(each, each));
/** Takes one part after another until the queue is empty. */
function drain(queue: FairQueue<Job>): { job: Job; part: number }[] {
  const taken = [];
  for (let next = queue.take(1); next.length > 0; next = queue.take(1)) taken.push(...next);
  return taken;
}
const cost = ({ costs }: Job, from = 0) => costs.slice(from).reduce((sum, each) => sum + each, 0);

const anyJob = fc
  .record({
    turn: fc.constantFrom('a', 'b', 'c', 'd'),
    costs: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
  })
  .map(({ turn, costs }) => job(turn, ...costs));
const anyJobs = fc.array(anyJob, { maxLength: 40 });

describe('FairQueue', () => {
  it('serves callers round-robin, in any order of arrival', () => {
    const queue = new FairQueue<Job>(LIMIT);
    add(queue, job('a', 10), job('a', 10), job('a', 10), job('b', 10), job('b', 10), job('c', 10));
    expect(drain(queue).map(({ job: { turn } }) => turn)).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('lets a short job overtake the long jobs of any number of callers', () => {
    const queue = new FairQueue<Job>(100_000);
    add(queue, ...Array.from({ length: 100 }, (_, index) => job(`flood ${index}`, 400, 400)));
    queue.take(1);
    add(queue, job('short', 20));
    expect(queue.take(1)).toMatchObject([{ job: { turn: 'short' } }]);
  });

  it('serves a long job eventually, however many short jobs arrive', () => {
    const queue = new FairQueue<Job>(LIMIT);
    const long = job('long', 400);
    add(queue, long);
    let short = 0;
    for (; short < 1_000; short++) {
      add(queue, job(`short ${short}`, 20));
      if (queue.take(1)[0]?.job === long) break;
    }
    expect(short).toBeLessThanOrEqual((2 * 400) / 20);
  });

  it('takes several parts at once only while they fit the budget', () => {
    const queue = new FairQueue<Job>(LIMIT);
    add(queue, job('a', 30), job('b', 30), job('c', 30), job('d', 300));
    expect(queue.take(80)).toHaveLength(2);
    expect(queue.take(80)).toHaveLength(1);
    expect(queue.take(80)).toMatchObject([{ job: { turn: 'd' } }]);
    expect(queue.take(80)).toEqual([]);
  });

  it('drops the newest job of the caller with the most waiting jobs', () => {
    const queue = new FairQueue<Job>(100);
    const [first, second, third] = [job('a', 40), job('a', 40), job('b', 30)];
    expect(add(queue, first, second)).toEqual([]);
    expect(add(queue, third)).toEqual([second]);
    expect(drain(queue).map(({ job: each }) => each)).toEqual([third, first]);
  });

  it('refuses a new caller who requests as much as all other callers have queued', () => {
    const queue = new FairQueue<Job>(100);
    add(queue, job('a', 50), job('b', 50));
    const newcomer = job('c', 50);
    expect(add(queue, newcomer)).toEqual([newcomer]);
    expect(queue.cost).toBe(100);
  });

  it('returns each part once, in order per caller, and drops nothing else', () => {
    fc.assert(
      fc.property(anyJobs, fc.integer({ min: 1, max: 300 }), (jobs, budget) => {
        const queue = new FairQueue<Job>(LIMIT);
        const dropped = new Set(add(queue, ...jobs));
        const taken = [];
        for (let next = queue.take(budget); next.length > 0; next = queue.take(budget)) taken.push(...next);
        for (const turn of ['a', 'b', 'c', 'd']) {
          const kept = jobs.filter((each) => each.turn === turn && !dropped.has(each));
          const wanted = kept.flatMap((each) => each.costs.map((_, part) => ({ job: each, part })));
          expect(taken.filter((each) => each.job.turn === turn)).toEqual(wanted);
        }
        expect(queue.cost).toBe(0);
      }),
    );
  });

  it('never exceeds its limit, and counts its content', () => {
    fc.assert(
      fc.property(anyJobs, fc.infiniteStream(fc.nat(2)), (jobs, choices) => {
        const queue = new FairQueue<Job>(200);
        const waiting = new Map<Job, number>();
        for (const each of jobs) {
          waiting.set(each, 0);
          for (const gone of add(queue, each)) waiting.delete(gone);
          const [oldest] = waiting.keys();
          const choice = choices.next().value;
          if (choice === 1) {
            for (const { job: taken, part } of queue.take(1)) {
              waiting.set(taken, part + 1);
              if (part + 1 === taken.costs.length) waiting.delete(taken);
            }
          } else if (choice === 2 && oldest) {
            queue.remove(oldest);
            waiting.delete(oldest);
          }
          expect(queue.cost).toBe([...waiting].reduce((sum, [held, next]) => sum + cost(held, next), 0));
          expect(queue.cost).toBeLessThanOrEqual(200);
        }
      }),
    );
  });

  it('never returns a removed job', () => {
    fc.assert(
      fc.property(
        anyJobs,
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (jobs, each, budget) => {
          const queue = new FairQueue<Job>(LIMIT);
          add(queue, ...jobs);
          queue.take(budget);
          const removed = new Set(jobs.filter((_, index) => index % each === 0));
          for (const gone of removed) queue.remove(gone);
          expect(drain(queue).filter((turn) => removed.has(turn.job))).toEqual([]);
        },
      ),
    );
  });

  it('serves callers with permanent load equally, within one part', () => {
    const anyParts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(anyParts, anyParts, anyParts, (a, b, c) => {
        const queue = new FairQueue<Job>(1_000_000);
        add(queue, job('a', ...a), job('b', ...b), job('c', ...c));
        const served = new Map([
          ['a', 0],
          ['b', 0],
          ['c', 0],
        ]);
        for (let turns = 0; turns < 60; turns++) {
          for (const { job: taken, part } of queue.take(1))
            served.set(taken.turn, (served.get(taken.turn) ?? 0) + (taken.costs[part] ?? 0));
          const all = [...served.values()];
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(60);
        }
      }),
    );
  });
});
