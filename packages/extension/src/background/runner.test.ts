import { describe, expect, it } from 'vitest';
import { ClientError } from '../screen/client/errors.ts';
import type { GeneratedImage, GenerationEvent, GenerationInput } from '../screen/client/events.ts';
import { startRun } from '../screen/state/run.ts';
import { parseRun, type StoredRun } from '../storage/stored-run.ts';
import { createRunner, type RunnerPorts } from './runner.ts';

const input: GenerationInput = { prompt: 'a dog', n: 1, width: 512, height: 512, seed: 7 };
const clear: GeneratedImage = {
  decision: 'clear',
  shown: new Blob(['a']),
  original: null,
  findings: [],
  warnings: [],
};
const done: GenerationEvent = {
  type: 'generation.completed',
  completed: {
    id: 'gen_1',
    decisions: ['clear'],
    warnings: [],
    checks: [],
    attempts: 1,
    seeds: [7],
    generator: undefined,
    timings: {},
    cost: undefined,
  },
};

/** A runner whose storage is a plain object that holds JSON, as Chromium keeps it. */
function setUp(generate: RunnerPorts['generate'], over: Partial<RunnerPorts> = {}) {
  const seen = {
    saved: '',
    archived: [] as number[],
    forgotten: [] as number[],
    phases: [] as string[],
    awake: 0,
  };
  let time = 1000;
  const runner = createRunner({
    load: async () => (seen.saved === '' ? undefined : parseRun(JSON.parse(seen.saved))),
    async save(run) {
      seen.saved = JSON.stringify(run);
    },
    keep: async (_run, _index, attempt, { decision, findings, warnings }) => ({
      decision,
      findings,
      warnings,
      attempt,
    }),
    async archive({ number }) {
      seen.archived.push(number);
    },
    async forget(number) {
      seen.forgotten.push(number);
    },
    generate,
    stayAwake() {
      seen.awake++;
      return () => {
        seen.awake--;
      };
    },
    onPhase: ({ phase }) => seen.phases.push(phase),
    now: () => time++,
    ...over,
  });
  const saved = () => parseRun(JSON.parse(seen.saved));
  return { runner, seen, saved };
}

async function* oneImage(): AsyncGenerator<GenerationEvent> {
  yield { type: 'image.screened', index: 0, image: clear };
  yield done;
}

describe('the runner', () => {
  it('saves every step, puts the run with its pictures into the history, and stops keeping the worker awake', async () => {
    const { runner, seen, saved } = setUp(oneImage);
    expect(await runner.start(input)).toBe(true);
    expect(saved()).toMatchObject({
      number: 1000,
      phase: 'done',
      slots: [{ status: 'screened', image: { decision: 'clear', attempt: 1 } }],
    });
    expect(seen).toMatchObject({ archived: [1000], phases: ['running', 'done'], awake: 0 });
  });

  it('carries out one run at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { runner } = setUp(async function* () {
      await promise;
      yield done;
    });
    const first = runner.start(input);
    expect(await runner.start(input)).toBe(false);
    resolve();
    expect(await first).toBe(true);
  });

  it('accepts a run that is started as soon as the last one has ended', async () => {
    let again: Promise<boolean> | undefined;
    const { runner, seen } = setUp(oneImage, {
      onPhase({ phase }) {
        seen.phases.push(phase);
        if (phase === 'done') again ??= runner.start({ ...input, prompt: 'a cat' });
      },
    });
    await runner.start(input);
    expect(await again).toBe(true);
    expect(seen).toMatchObject({ phases: ['running', 'done', 'running', 'done'], awake: 0 });
    expect(seen.archived).toEqual([1000, 1001]);
  });

  it('keeps a refused prompt in the history, also when the next run begins', async () => {
    const { runner, seen } = setUp(async function* () {
      yield { type: 'prompt.rejected', prompt: { decision: 'reject', findings: [] }, warnings: [] };
    });
    await runner.start(input);
    await runner.start(input);
    expect(seen.archived).toEqual([1000, 1001]);
    expect(seen.forgotten).toEqual([]);
  });

  it('cancels by closing the connection', async () => {
    const { runner, seen, saved } = setUp(async function* (_, signal) {
      signal.throwIfAborted();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const run = runner.start(input);
    await expect.poll(() => seen.phases).toEqual(['running']);
    runner.cancel();
    await run;
    expect(saved()?.phase).toBe('cancelled');
  });

  it('stores a failure with the proxy’s message, and leaves it out of the history', async () => {
    const { runner, seen, saved } = setUp(() => {
      throw new ClientError('busy', { detail: 'Later.', retryAfter: 5 });
    });
    await runner.start(input);
    expect(saved()?.failure).toEqual({ kind: 'busy', detail: 'Later.', retryAfter: 5 });
    expect(seen.archived).toEqual([]);
    await runner.start(input);
    expect(seen.forgotten).toEqual([1000]);
  });

  it('reports a picture that cannot be stored', async () => {
    const { runner, saved } = setUp(oneImage, { keep: () => Promise.reject(new Error('quota')) });
    await runner.start(input);
    expect(saved()?.failure).toEqual({ kind: 'no-room' });
  });

  it('reports the unfinished run of an earlier background as lost, and keeps its pictures', async () => {
    const { runner, seen, saved } = setUp(oneImage);
    const image = { decision: 'clear', findings: [], warnings: [], attempt: 1 } as const;
    const before: StoredRun = {
      ...startRun(5, { ...input, n: 2 }),
      slots: [{ status: 'screened', image }],
    };
    seen.saved = JSON.stringify(before);
    await runner.recover();
    expect(saved()).toMatchObject({ phase: 'failed', failure: { kind: 'lost' }, slots: before.slots });
    expect(seen).toMatchObject({ archived: [5], phases: ['failed'] });
    await runner.recover();
    expect(seen.phases).toEqual(['failed']);
  });
});
