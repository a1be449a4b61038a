import { describe, expect, it } from 'vitest';
import { completedOf, INPUT, imageOf } from '../../testing/runs.ts';
import { ClientError } from '../client/errors.ts';
import type { GenerationEvent, GenerationInput } from '../client/events.ts';
import { type Generate, KEPT_RUNS, localJobs } from './jobs.ts';

async function* oneImage(): AsyncGenerator<GenerationEvent> {
  yield { type: 'image.screened', index: 0, image: imageOf('clear') };
  yield { type: 'generation.completed', completed: completedOf() };
}

function carriedOut(generate: Generate) {
  const asked: { input: GenerationInput; key: string }[] = [];
  const jobs = localJobs((input, options) => {
    asked.push({ input, key: options.key });
    return generate(input, options);
  });
  const phases = () => jobs.runs.value.map(({ phase }) => phase);
  const ended = () => expect.poll(() => jobs.runs.value[0]?.phase).not.toBe('running');
  return { jobs, asked, phases, ended };
}

describe('runs that a surface carries out itself', () => {
  it('are listed at once, and change with each event', async () => {
    const { jobs, asked, ended } = carriedOut(oneImage);
    jobs.start(INPUT, 'k3y');
    expect(jobs.runs.value).toMatchObject([{ number: 1, input: INPUT, phase: 'running' }]);
    await ended();
    expect(asked).toEqual([{ input: INPUT, key: 'k3y' }]);
    expect(jobs.runs.value[0]?.slots).toMatchObject([{ status: 'screened', image: { decision: 'clear' } }]);
  });

  it('have rising numbers, newest first, up to a limit', async () => {
    const { jobs, ended } = carriedOut(oneImage);
    for (let run = 0; run <= KEPT_RUNS; run++) {
      jobs.start(INPUT, '');
      await ended();
    }
    const numbers = jobs.runs.value.map(({ number }) => number);
    expect(numbers).toHaveLength(KEPT_RUNS);
    expect(numbers[0]).toBe(KEPT_RUNS + 1);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  });

  it('are replaced by the next one when they have no picture', async () => {
    let fails = false;
    const { jobs, phases, ended } = carriedOut(() => {
      if (fails) throw new ClientError('busy');
      return oneImage();
    });
    for (fails of [false, true, false]) {
      jobs.start(INPUT, '');
      await ended();
    }
    expect(phases()).toEqual(['done', 'done']);
  });

  it('leave earlier runs unchanged', async () => {
    const { jobs, ended } = carriedOut(oneImage);
    jobs.start(INPUT, '');
    await ended();
    const [first] = jobs.runs.value;
    jobs.start(INPUT, '');
    await ended();
    expect(jobs.runs.value[1]).toBe(first);
  });

  it('are cancelled, not failed, when they are aborted', async () => {
    const { jobs, phases, ended } = carriedOut(async function* (_, { signal }) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    jobs.start(INPUT, '');
    jobs.cancel();
    await ended();
    expect(phases()).toEqual(['cancelled']);
    jobs.start(INPUT, '');
    expect(phases()).toEqual(['running']);
  });
});
