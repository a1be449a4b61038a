import { describe, expect, it } from 'vitest';
import { standard } from '../policy/presets.ts';
import { Account } from '../screen/ledger/account.ts';
import {
  fakeClassifier,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '../testing/fakes.ts';
import type { Engine, Observation } from './engine.ts';
import { GenerationError } from './errors.ts';
import { moderateGeneration } from './moderate-generation.ts';
import type { GenerationOptions, GenerationRequest } from './request.ts';

/** The result of a generation by an engine of fakes. */
async function resultOf(
  parts: Partial<Engine>,
  request: Partial<GenerationRequest> = {},
  options: Partial<GenerationOptions> = {},
) {
  const { signal } = new AbortController();
  const asked = { prompt: 'a dog in a suit', ...request };
  const flow = moderateGeneration(asked, fakeEngine(parts), { id: 'gen_1', signal, ...options });
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return value;
  }
}

const withPolicy = (changes: Partial<typeof standard>) => ({ policy: { ...standard, ...changes } });

describe('what the operator is told about a generator', () => {
  async function watched(parts: Partial<Engine>, request: Partial<GenerationRequest> = {}) {
    const seen: Observation[] = [];
    const ended = await resultOf(
      { ...parts, observe: (observation) => seen.push(observation) },
      request,
    ).catch((error: unknown) => error);
    return { ended, failures: seen.filter(({ type }) => type === 'generation-failed'), seen };
  }

  it('includes each of its notices, without text of the request', async () => {
    const made = fakeGenerator();
    const notices = [{ code: 'provider-warning', message: 'seed is ignored for "a dog in a suit"' }];
    const generator = {
      ...made,
      generate: async (...asked: Parameters<typeof made.generate>) => ({
        ...(await made.generate(...asked)),
        notices,
      }),
    };
    const { seen } = await watched({ generator });
    expect(seen.filter(({ type }) => type === 'notice')).toEqual([
      {
        type: 'notice',
        id: 'gen_1',
        check: 'generator',
        notice: { code: 'provider-warning', message: 'seed is ignored for "a dog in a …"' },
      },
    ]);
  });

  it.each([
    [
      'an error nobody expected',
      new TypeError('fetch failed'),
      'generator_failed',
      /TypeError: fetch failed/,
    ],
    [
      'its own error',
      new GenerationError('generator_busy', 'Busy.', { cause: new Error('no capacity') }),
      'generator_busy',
      /no capacity/,
    ],
  ])('includes the cause of its failure: %s', async (_, error, code, cause) => {
    const { ended, failures } = await watched({ generator: fakeGenerator(error) });
    expect(ended).toMatchObject({ code });
    expect(failures).toMatchObject([
      { id: 'gen_1', generator: 'generator', code, cause: expect.stringMatching(cause) },
    ]);
  });

  it('includes that it timed out', async () => {
    const deadlines = { ...standard.deadlines, generate: 5 };
    const { failures } = await watched({ generator: fakeGenerator('hang'), ...withPolicy({ deadlines }) });
    expect(failures).toMatchObject([{ code: 'deadline_exceeded' }]);
  });

  it('includes no text of the prompts, even when the server quotes them', async () => {
    const error = new Error('cannot draw "a velvet giraffe" without "thick fog"');
    const { failures } = await watched(
      { generator: fakeGenerator(error) },
      { prompt: 'a velvet giraffe', negativePrompt: 'thick fog' },
    );
    expect(failures).toMatchObject([{ cause: expect.stringMatching(/cannot draw/) }]);
    expect(failures).toMatchObject([{ cause: expect.not.stringMatching(/velvet|giraffe|thick/) }]);
  });

  it('includes the cause of a later attempt’s failure, though the caller gets the earlier pictures', async () => {
    const generator = fakeGenerator((call) => (call === 1 ? 'pictures' : new Error('out of memory')));
    const moderators = [fakeModerator({ findings: [finding('nudity', 1)] })];
    const regenerate = { attempts: 2, from: 'withhold' } as const;
    const { failures } = await watched({ generator, moderators, ...withPolicy({ regenerate }) });
    expect(failures).toMatchObject([{ cause: expect.stringContaining('out of memory') }]);
  });

  it('is nothing when the prompt was rejected meanwhile', async () => {
    const classifiers = [fakeClassifier({ findings: [finding('hate', 0.97)] })];
    const { failures } = await watched({
      ...withPolicy({ classify: 'beside' }),
      classifiers,
      generator: fakeGenerator('hang'),
    });
    expect(failures).toEqual([]);
  });

  it('includes its usage', async () => {
    const generator = fakeGenerator();
    const usage = [{ item: 'second', quantity: 3 }];
    const billed = {
      ...generator,
      generate: async (...of: Parameters<typeof generator.generate>) => ({
        ...(await generator.generate(...of)),
        usage,
      }),
    };
    const { seen } = await watched({ generator: billed, prices: { second: 0.5 } });
    expect(seen).toContainEqual({ type: 'usage', id: 'gen_1', by: 'generator', usage, usd: 1.5 });
  });
});

describe('preparation', () => {
  const prepared = async (prepare: (signal: AbortSignal) => Promise<void>, parts: Partial<Engine> = {}) => {
    const account = new Account({ look: 0.5 });
    const generator = fakeGenerator();
    const options = {
      account,
      prepare: async (signal: AbortSignal) => {
        account.book([{ item: 'look', quantity: 1 }]);
        await prepare(signal);
      },
    };
    return { result: await resultOf({ generator, ...parts }, {}, options), account };
  };

  it('runs once before the model is called, and its usage is part of the request’s cost', async () => {
    const asked: number[] = [];
    const generator = fakeGenerator();
    const { result } = await prepared(async () => void asked.push(generator.requests.length), { generator });
    expect(asked).toEqual([0]);
    expect(result.cost).toEqual({ estimate: 0.5, items: [{ item: 'look', quantity: 1, usd: 0.5 }] });
  });

  it('ends the generation with its own error, which does not count against the generator', async () => {
    const seen: Observation[] = [];
    const refused = new GenerationError('generator_rejected', 'The policy refuses this.');
    const generator = fakeGenerator();
    const observe = (observation: Observation) => void seen.push(observation);
    await expect(prepared(() => Promise.reject(refused), { generator, observe })).rejects.toBe(refused);
    expect(generator.requests).toEqual([]);
    expect(seen.map(({ type }) => type)).toEqual(['prompt-findings']);
  });

  it('is skipped when the prompt is rejected', async () => {
    const { result, account } = await prepared(async () => {}, { rules: [fakeRules([finding('sexual')])] });
    expect([result.status, account.cost().estimate]).toEqual(['rejected', 0]);
  });
});
