import { describe, expect, it } from 'vitest';
import type { GeneratedImages, GenerateOptions, ScreenedRequest } from '../ports/generator.ts';
import { Account } from '../screen/ledger/account.ts';
import { createScreening } from '../screen/screening.ts';
import { openUnscreened, UnscreenedImage } from '../sealed/picture.ts';
import { fakeEngine, fakeGenerator } from '../testing/fakes.ts';
import type { Observation } from './engine.ts';
import { GenerationError } from './errors.ts';
import { generateAttempt } from './generate-attempt.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const signal = new AbortController().signal;
const prompt = await createScreening(fakeEngine(), { id: 'gen_1', signal }).prompt('a dog').released;

type Generate = (request: ScreenedRequest, options: GenerateOptions) => Promise<GeneratedImages>;

async function attempted(
  generate: Generate,
  { ms = FOREVER, until = signal }: { ms?: number; until?: AbortSignal } = {},
) {
  if (prompt === undefined) throw new Error('The prompt was not released.');
  const told: Observation[] = [];
  const progress: number[] = [];
  const account = new Account({ image: 0.5 });
  const request: ScreenedRequest = {
    prompt,
    negativePrompt: 'velvet fog',
    otherNegativePrompts: ['marble rain'],
    seeds: [7, 8],
    width: 64,
    height: 64,
    steps: 30,
    guidanceScale: 7.5,
  };
  const engine = {
    generator: { ...fakeGenerator(), generate },
    observe: (each: Observation) => told.push(each),
  };
  const options = {
    id: 'gen_1',
    account,
    ms,
    signal: until,
    onProgress: (fraction: number) => progress.push(fraction),
  };
  const [outcome] = await Promise.allSettled([generateAttempt(engine, request, options)]);
  return { outcome, told, progress, account };
}

const made = (text: string) => new UnscreenedImage(new TextEncoder().encode(text));
const usage = [{ item: 'image', quantity: 2 }];

describe('an attempt', () => {
  it('returns one picture per seed: missing ones are empty, and extra ones are dropped', async () => {
    const read = async (...texts: string[]) => {
      const { outcome } = await attempted(async () => ({ images: texts.map(made) }));
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value.map((image) => new TextDecoder().decode(openUnscreened(image)));
    };
    expect(await read('a')).toEqual(['a', '']);
    expect(await read('a', 'b', 'c')).toEqual(['a', 'b']);
  });

  it('books its usage and reports its notices, without text of the request', async () => {
    const notices = [{ code: 'truncated', message: 'No velvet and no marble.' }];
    const { told, account } = await attempted(async () => ({ images: [], usage, notices }));
    expect(account.paid).toBe(true);
    expect(account.usage()).toEqual(usage);
    expect(told).toEqual([
      { type: 'usage', id: 'gen_1', by: 'generator', usage, usd: 1 },
      {
        type: 'notice',
        id: 'gen_1',
        check: 'generator',
        notice: { code: 'truncated', message: 'No … and no ….' },
      },
    ]);
  });

  it('reports progress from 0 to 1, whatever the generator reports', async () => {
    const { progress } = await attempted(async (_, { onProgress }) => {
      for (const fraction of [-1, 0, 0.25, 1, 7]) onProgress?.(fraction);
      return { images: [] };
    });
    expect(progress).toEqual([0, 0, 0.25, 1, 1]);
  });

  it('passes the planned request to the generator', async () => {
    const asked: ScreenedRequest[] = [];
    await attempted(async (request) => {
      asked.push(request);
      return { images: [] };
    });
    expect(asked).toMatchObject([{ prompt: { text: 'a dog' }, seeds: [7, 8], negativePrompt: 'velvet fog' }]);
  });
});

describe('a failed attempt', () => {
  const thrown = async (...given: Parameters<typeof attempted>) => {
    const { outcome, ...rest } = await attempted(...given);
    if (outcome.status === 'fulfilled' || !(outcome.reason instanceof GenerationError))
      throw new Error('expected a GenerationError');
    return { ...rest, error: outcome.reason };
  };
  const hang: Generate = () => new Promise(() => {});

  it('books no usage, and reports the cause to the operator', async () => {
    const cause = new Error('no velvet in stock');
    const { error, told, account } = await thrown(() => Promise.reject(cause));
    expect(error).toMatchObject({ code: 'generator_failed', message: 'The image model failed.', cause });
    expect(account.paid).toBe(false);
    expect(told).toEqual([
      {
        type: 'generation-failed',
        id: 'gen_1',
        generator: 'generator',
        code: 'generator_failed',
        cause: 'GenerationError: The image model failed. ← Error: no … in stock',
        error,
      },
    ]);
  });

  it('passes on the generator’s own error code', async () => {
    const busy = new GenerationError('generator_rejected', 'Too large.', { retryAfter: 3 });
    expect((await thrown(() => Promise.reject(busy))).error).toBe(busy);
  });

  it('ends with a deadline error when the generator was working', async () => {
    const { error } = await thrown(hang, { ms: 1 });
    expect(error).toMatchObject({
      code: 'deadline_exceeded',
      message: 'The image model took too long.',
      cause: { name: 'DeadlineError' },
    });
  });

  it('ends with a busy error when the work was still queued', async () => {
    const waiting: Generate = (request, options) => {
      options.onWaiting?.(true);
      return hang(request, options);
    };
    expect((await thrown(waiting, { ms: 1 })).error).toMatchObject({
      code: 'generator_busy',
      cause: { name: 'DeadlineError' },
    });
    const begun: Generate = (request, options) => {
      options.onWaiting?.(false);
      return waiting(request, { ...options, onWaiting: () => {} });
    };
    expect((await thrown(begun, { ms: 1 })).error.code).toBe('deadline_exceeded');
  });

  it.each([0, -5])('is not started when %d ms are left', async (ms) => {
    let calls = 0;
    const generate: Generate = async () => {
      calls++;
      return { images: [] };
    };
    expect((await thrown(generate, { ms })).error.code).toBe('generator_busy');
    expect(calls).toBe(0);
  });

  it('does not count an abort by the caller as a failure', async () => {
    const caller = new AbortController();
    const attempt = attempted(hang, { until: caller.signal });
    caller.abort(new Error('left'));
    const { outcome, told } = await attempt;
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'left' } });
    expect(told).toEqual([]);
  });
});
