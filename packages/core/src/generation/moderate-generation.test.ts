import { describe, expect, it, vi } from 'vitest';
import { standard, strict } from '../policy/presets.ts';
import {
  fakeClassifier,
  fakeCodec,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '../testing/fakes.ts';
import type { Engine, Observation } from './engine.ts';
import { GenerationError } from './errors.ts';
import type { GenerationEvent, GenerationResult } from './events.ts';
import { moderateGeneration } from './moderate-generation.ts';
import type { GenerationRequest } from './request.ts';

async function moderate(parts: Partial<Engine> = {}, request: Partial<GenerationRequest> = {}) {
  const flow = moderateGeneration({ prompt: 'a dog in a suit', seed: 7, ...request }, fakeEngine(parts), {
    id: 'gen_1',
    signal: new AbortController().signal,
  });
  const events: GenerationEvent[] = [];
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return { events, result: value, types: events.map(({ type }) => type) };
    events.push(value);
  }
}

function completed(result: GenerationResult) {
  if (result.status !== 'completed') throw new Error(`expected pictures, got ${result.status}`);
  return result;
}

const text = (image: { shown: { bytes: Uint8Array } | null }) =>
  image.shown && new TextDecoder().decode(image.shown.bytes);
const withPolicy = (changes: Partial<typeof standard>) => ({ policy: { ...standard, ...changes } });

describe('a clean prompt', () => {
  it('returns clear pictures, each with its own seed', async () => {
    const { result, types } = await moderate({}, { n: 2 });
    const { images, decision, attempts, seeds } = completed(result);
    expect({ decision, attempts, seeds }).toEqual({ decision: 'clear', attempts: 1, seeds: [7, 8] });
    expect(images.map(text)).toEqual(['picture 7', 'picture 8']);
    expect(types).toEqual([
      'prompt.screened',
      'generation.started',
      'generation.progress',
      'image.screened',
      'image.screened',
    ]);
  });

  it('is generated with the predefined negative prompt before the creator’s own', async () => {
    const generator = fakeGenerator();
    await moderate({ generator }, { negativePrompt: 'fog' });
    expect(generator.requests[0]?.negativePrompt).toMatch(/.+fog/);
  });
});

describe('the prompt', () => {
  it('is rejected by the rules without calling a classifier or the model', async () => {
    const classifier = fakeClassifier();
    const generator = fakeGenerator();
    const { result, types } = await moderate({
      rules: [fakeRules([finding('sexual')])],
      classifiers: [classifier],
      generator,
    });
    expect(result.status).toBe('rejected');
    expect(types).toEqual(['prompt.screened']);
    expect(classifier.calls).toHaveLength(0);
    expect(generator.requests).toHaveLength(0);
    expect(result.warnings).toMatchObject([{ code: 'prompt_sexual', category: 'sexual', check: 'rules' }]);
  });

  it('is rejected by a classifier before generation starts', async () => {
    const generator = fakeGenerator();
    const classifiers = [fakeClassifier({ findings: [finding('hate', 0.97)] })];
    const { result } = await moderate({ classifiers, generator });
    expect(result.status).toBe('rejected');
    expect(generator.requests).toHaveLength(0);
  });

  it('beside generation: a rejection aborts the model and no picture leaves', async () => {
    const generator = fakeGenerator('hang');
    const classifiers = [fakeClassifier({ findings: [finding('hate', 0.97)] })];
    const { result, types } = await moderate({
      ...withPolicy({ classify: 'beside' }),
      classifiers,
      generator,
    });
    expect(result.status).toBe('rejected');
    expect(generator.requests).toHaveLength(1);
    expect(generator.signals[0]?.aborted).toBe(true);
    expect(types).not.toContain('image.screened');
  });

  it('beside generation: the model starts before the classifiers have answered', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const slow = { ...fakeClassifier(), classify: () => answered.then(() => ({ findings: [] })) };
    const generator = fakeGenerator();
    const release = {
      ...generator,
      generate: (...args: Parameters<typeof generator.generate>) => {
        answer();
        return generator.generate(...args);
      },
    };
    const { result } = await moderate({
      ...withPolicy({ classify: 'beside' }),
      classifiers: [slow],
      generator: release,
    });
    expect(completed(result).decision).toBe('clear');
  });

  it('with a warning blurs its pictures where the policy says so', async () => {
    const rules = [fakeRules([finding('suggestive', 1, { span: [2, 6] })])];
    const blurred = completed((await moderate({ rules })).result);
    expect(blurred.prompt.decision).toBe('warn');
    expect(blurred.images.map(text)).toEqual(['blurred']);
    expect(blurred.warnings.map(({ code }) => code)).toEqual(['prompt_suggestive', 'prompt_warned']);
    const shown = completed((await moderate({ rules, ...withPolicy({ warnedPrompt: 'show' }) })).result);
    expect(shown.images.map(text)).toEqual(['picture 7']);
  });

  it.each([
    ['span', [{ label: 'suggestive', span: [2, 6] }]],
    ['category', [{ category: 'suggestive', label: 'suggestive', score: 1 }]],
    ['none', []],
  ] as const)('explained by %s gives the caller no more than that', async (explain, findings) => {
    const rules = [fakeRules([finding('suggestive', 0.9, { label: 'suggestive', span: [2, 6] })])];
    const { result, events } = await moderate({ rules, policy: { ...strict, explain } });
    expect(result.prompt.findings).toHaveLength(findings.length);
    for (const [index, expected] of findings.entries())
      expect(result.prompt.findings[index]).toMatchObject(expected);
    expect(JSON.stringify(events).includes('"span"')).toBe(explain === 'span');
    expect(result.warnings.length).toBeGreaterThan(0);
  });
});

describe('a failed check of the prompt', () => {
  it('stops before anything is spent, and is not reported as unsafe', async () => {
    const generator = fakeGenerator();
    const { result } = await moderate({ classifiers: [fakeClassifier(new Error('down'))], generator });
    expect(result).toMatchObject({ status: 'unchecked', prompt: { decision: 'allow', unchecked: true } });
    expect(result.warnings).toMatchObject([{ code: 'check_failed', check: 'classifier' }]);
    expect(generator.requests).toHaveLength(0);
  });

  it('lets the prompt pass only where the operator allows it, with a warning', async () => {
    const parts = {
      classifiers: [fakeClassifier(new Error('down'))],
      ...withPolicy({ failOpen: ['classifier'] }),
    };
    const { result } = await moderate(parts);
    expect(completed(result).warnings).toMatchObject([{ code: 'check_failed_open', check: 'classifier' }]);
  });

  it('does not hide that another check rejects', async () => {
    const classifiers = [
      fakeClassifier(new Error('down'), 'a'),
      fakeClassifier({ findings: [finding('hate')] }, 'b'),
    ];
    expect((await moderate({ classifiers })).result.status).toBe('rejected');
  });

  it('counts when the rules themselves throw', async () => {
    expect((await moderate({ rules: [fakeRules(new Error('broken rule'))] })).result.status).toBe(
      'unchecked',
    );
  });

  it('ends at its deadline, even if it ignores its signal', async () => {
    const deaf = { ...fakeClassifier(), classify: () => new Promise<never>(() => {}) };
    const deadlines = { ...standard.deadlines, classify: 20 };
    const { result } = await moderate({ classifiers: [deaf], ...withPolicy({ deadlines }) });
    expect(result.checks).toMatchObject([
      { check: 'rules' },
      { check: 'classifier', status: 'failed', reason: 'timeout' },
    ]);
  });

  it.each([
    ['a category nobody knows', { ...finding('hate'), category: 'novel' }, 'unknown-label'],
    ['a score that is no number', finding('hate', Number.NaN), 'invalid-answer'],
    ['a score above 1', finding('hate', 97), 'invalid-answer'],
  ])('counts %s as failed', async (_, odd, reason) => {
    const classifiers = [
      { ...fakeClassifier(), classify: async () => JSON.parse(JSON.stringify({ findings: [odd] })) },
    ];
    const { result } = await moderate({ classifiers });
    expect(result.checks[1]).toMatchObject({
      status: 'failed',
      reason,
    });
  });

  it('is reported to the operator with its cause, and to the caller by name only', async () => {
    const seen: Observation[] = [];
    const classifiers = [fakeClassifier(new Error('secret host name'))];
    const { result } = await moderate({ classifiers, observe: (observation) => seen.push(observation) });
    expect(seen).toContainEqual(
      expect.objectContaining({ type: 'check-failed', error: new Error('secret host name') }),
    );
    expect(JSON.stringify(result)).not.toContain('secret host name');
  });
});

it('names a finding after the configured check, whatever name the check uses', async () => {
  const classifiers = [
    fakeClassifier({ findings: [finding('suggestive', 0.9, { check: 'part' })] }, 'whole'),
  ];
  const { result } = await moderate({ classifiers });
  expect(result.prompt.findings).toMatchObject([{ check: 'whole' }]);
  expect(result.checks[1]).toMatchObject({ check: 'whole', status: 'flagged' });
});

describe('a classifier that cannot read the prompt', () => {
  it.each([
    ['allow', 'completed', 'clear'],
    ['warn', 'completed', 'blur'],
    ['reject', 'rejected', undefined],
  ] as const)(
    'is reported as skipped and handled as the policy says: %s',
    async (unreadPrompt, status, decision) => {
      const classifiers = [fakeClassifier({ findings: [], skipped: 'language' })];
      const { result } = await moderate({ classifiers, ...withPolicy({ unreadPrompt }) });
      expect(result).toMatchObject({ status, ...(decision && { decision }) });
      expect(result.checks[1]).toMatchObject({ status: 'skipped', reason: 'language' });
      expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'check_skipped' }));
    },
  );
});

describe('a picture', () => {
  it('is blurred with the original where it may be revealed', async () => {
    const moderators = [fakeModerator({ findings: [finding('nudity', 0.7)] })];
    const [image] = completed((await moderate({ moderators })).result).images;
    expect(image?.decision).toBe('blur');
    expect(new TextDecoder().decode(image?.original?.bytes)).toBe('picture 7');
    const hidden = completed((await moderate({ moderators, ...withPolicy({ reveal: false }) })).result)
      .images[0];
    expect(hidden?.original).toBeNull();
  });

  it('is withheld without any pixels', async () => {
    const moderators = [fakeModerator({ findings: [finding('nudity', 0.99)] })];
    const { result } = await moderate({
      moderators,
      ...withPolicy({ regenerate: { attempts: 1, from: 'withhold' } }),
    });
    const { images, warnings } = completed(result);
    expect(images[0]).toMatchObject({ decision: 'withhold', shown: null, original: null });
    expect(warnings).toMatchObject([{ code: 'image_nudity', image: 0 }]);
  });

  it.each([
    ['fails', fakeModerator(new Error('down'))],
    ['cannot look', fakeModerator({ findings: [], skipped: 'too-long' })],
  ])('is withheld as "could not be checked" when its moderator %s', async (_, moderator) => {
    const { images, warnings, attempts } = completed((await moderate({ moderators: [moderator] })).result);
    expect(images[0]?.decision).toBe('withhold');
    expect(warnings).toMatchObject([{ code: 'check_failed', check: 'moderator', image: 0 }]);
    expect(attempts).toBe(1);
  });

  it('is withheld when it cannot be blurred', async () => {
    const moderators = [fakeModerator({ findings: [finding('nudity', 0.7)] })];
    const { images } = completed(
      (await moderate({ moderators, codec: fakeCodec(new Error('no memory')) })).result,
    );
    expect(images[0]).toMatchObject({ decision: 'withhold', shown: null, original: null });
  });

  it('is withheld when the generator did not deliver it', async () => {
    const generator = { ...fakeGenerator(), generate: async () => ({ images: [] }) };
    const codec = { ...fakeCodec(), normalise: async () => Promise.reject(new Error('empty')) };
    const { images } = completed((await moderate({ generator, codec }, { n: 2 })).result);
    expect(images.map(({ decision }) => decision)).toEqual(['withhold', 'withhold']);
  });

  it('is judged by the thresholds for illustrations when it is drawn', async () => {
    const moderators = [fakeModerator({ findings: [finding('violence', 0.85)], illustrated: 0.95 })];
    expect(completed((await moderate({ moderators })).result).decision).toBe('clear');
    const photo = [fakeModerator({ findings: [finding('violence', 0.85)] })];
    expect(completed((await moderate({ moderators: photo })).result).decision).toBe('blur');
  });
});

describe('regeneration', () => {
  const unsafe = { findings: [finding('nudity', 0.99)] };
  const policy = withPolicy({ regenerate: { attempts: 3, from: 'withhold' } });
  const failing = (...seeds: number[]) =>
    fakeModerator((_, picture) =>
      seeds.some((seed) => picture === `picture ${seed}`) ? unsafe : { findings: [] },
    );

  it('regenerates only the failing pictures, with a new seed and a stronger negative prompt', async () => {
    const generator = fakeGenerator();
    const { result, events } = await moderate({ ...policy, generator, moderators: [failing(8)] }, { n: 3 });
    const { decision, attempts, seeds, images } = completed(result);
    expect({ decision, attempts }).toEqual({ decision: 'clear', attempts: 2 });
    expect(generator.requests[1]?.seeds).toHaveLength(1);
    expect([seeds[0], seeds[2]]).toEqual([7, 9]);
    expect(seeds[1]).not.toBe(8);
    expect(text(images[1] ?? { shown: null })).toBe(`picture ${seeds[1]}`);
    expect(generator.requests[1]?.negativePrompt).not.toBe(generator.requests[0]?.negativePrompt);
    expect(events).toContainEqual({ type: 'generation.regenerating', attempt: 2, images: [1] });
    expect(events.filter(({ type }) => type === 'image.screened')).toHaveLength(3);
  });

  it('returns the same pictures again for the same seed', async () => {
    const again = () => moderate({ ...policy, moderators: [failing(7)] });
    expect(completed((await again()).result).seeds).toEqual(completed((await again()).result).seeds);
  });

  it('stops after the attempts that the policy allows, and counts them', async () => {
    const generator = fakeGenerator();
    const { attempts, decision } = completed(
      (await moderate({ ...policy, generator, moderators: [fakeModerator(unsafe)] })).result,
    );
    expect({ attempts, decision, asked: generator.requests.length }).toEqual({
      attempts: 3,
      decision: 'withhold',
      asked: 3,
    });
  });

  it('keeps the earlier pictures when a later attempt fails', async () => {
    const generator = fakeGenerator((call) => (call === 1 ? 'pictures' : new Error('out of memory')));
    const { result } = await moderate({ ...policy, generator, moderators: [failing(8)] }, { n: 2 });
    const { images, attempts, warnings } = completed(result);
    expect(images.map(({ decision }) => decision)).toEqual(['clear', 'withhold']);
    expect(attempts).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain('regenerate_stopped');
  });

  it('does not happen for a warned prompt', async () => {
    const generator = fakeGenerator();
    await moderate({
      ...policy,
      generator,
      rules: [fakeRules([finding('suggestive')])],
      moderators: [fakeModerator(unsafe)],
    });
    expect(generator.requests).toHaveLength(1);
  });

  it.each([
    [120_000, 2],
    [90_000, 1],
  ])('with %i ms makes %i attempts when one takes 50 seconds', async (total, attempts) => {
    let now = 0;
    const time = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = fakeGenerator(() => {
      now += 50_000;
      return 'pictures';
    });
    const deadlines = { ...standard.deadlines, total };
    const parts = withPolicy({ deadlines, regenerate: { attempts: 2, from: 'withhold' } });
    const { result } = await moderate({ ...parts, generator: slow, moderators: [fakeModerator(unsafe)] });
    time.mockRestore();
    expect(completed(result).attempts).toBe(attempts);
  });

  it.each([
    [101_000, 2],
    [99_000, 1],
  ])('does not start when it would end after the %i ms that clients wait', async (within, attempts) => {
    let now = performance.now();
    const time = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = fakeGenerator(() => {
      now += 50_000;
      return 'pictures';
    });
    const parts = withPolicy({ regenerate: { attempts: 2, from: 'withhold', within } });
    const { result } = await moderate({ ...parts, generator: slow, moderators: [fakeModerator(unsafe)] });
    time.mockRestore();
    expect(completed(result).attempts).toBe(attempts);
  });
});

describe('a generation that ends without a decision', () => {
  it.each([
    ['an empty prompt', { prompt: '  ' }, 'prompt'],
    ['a prompt longer than every check can read', { prompt: '犬'.repeat(3_334) }, 'prompt'],
    ['too many pictures', { n: 5 }, 'n '],
    ['no picture', { n: 0 }, 'n '],
    ['a side that does not fit', { width: 500 }, 'width'],
    ['a negative seed', { seed: -1 }, 'seed'],
    ['a guidance scale that is no number', { guidanceScale: Number.NaN }, 'guidance_scale'],
  ])('%s is refused before any call, naming the field', async (_, request, field) => {
    const classifier = fakeClassifier();
    const error = await moderate({ classifiers: [classifier] }, request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'GenerationError', code: 'invalid_request' });
    expect((error as Error).message.startsWith(field)).toBe(true);
    expect(classifier.calls).toHaveLength(0);
  });

  it.each([
    ['fails', new Error('CUDA out of memory at 10.0.0.1'), 'generator_failed'],
    ['says it is busy', new GenerationError('generator_busy', 'The model is starting.'), 'generator_busy'],
    ['takes too long', 'hang' as const, 'deadline_exceeded'],
  ])('a generator that %s', async (_, behaviour, code) => {
    const deadlines = { ...standard.deadlines, generate: 20 };
    const failed = moderate({ generator: fakeGenerator(behaviour), ...withPolicy({ deadlines }) });
    await expect(failed).rejects.toMatchObject({ code });
    await expect(failed).rejects.not.toThrow(/10\.0\.0\.1/);
  });

  it.each([
    ['asked', false, 'deadline_exceeded'],
    ['queued', true, 'generator_busy'],
  ])('a generator that is only %s when time runs out', async (_, waits, code) => {
    const fake = fakeGenerator('hang');
    const generator: typeof fake = {
      ...fake,
      generate: (request, options) => {
        options.onWaiting?.(true);
        if (!waits) options.onWaiting?.(false);
        return fake.generate(request, options);
      },
    };
    const deadlines = { ...standard.deadlines, generate: 20 };
    await expect(moderate({ generator, ...withPolicy({ deadlines }) })).rejects.toMatchObject({ code });
  });

  it('a generator is not called when no time is left for it', async () => {
    const generator = fakeGenerator();
    const slow = fakeRules();
    const rules = {
      ...slow,
      match: (text: string) => {
        for (const start = performance.now(); performance.now() - start < 5; );
        return slow.match(text);
      },
    };
    const deadlines = { ...standard.deadlines, total: 1 };
    const failed = moderate({ generator, rules: [rules], classifiers: [], ...withPolicy({ deadlines }) });
    await expect(failed).rejects.toMatchObject({ code: 'generator_busy' });
    expect(generator.requests).toEqual([]);
  });

  it('a caller is warned that the model takes no negative prompt', async () => {
    const generator = fakeGenerator('pictures', { negativePrompt: false });
    const { result } = await moderate({ generator }, { negativePrompt: 'fog' });
    expect(generator.requests[0]?.negativePrompt).toBe('');
    expect(completed(result).warnings).toMatchObject([{ code: 'negative_prompt_unsupported' }]);
  });

  it('a caller is warned that the negative prompt has no effect', async () => {
    const { result } = await moderate({}, { guidanceScale: 1 });
    expect(completed(result).warnings).toMatchObject([{ code: 'negative_prompt_powerless' }]);
  });
});

describe('cancelling', () => {
  const start = (parts: Partial<Engine>) => {
    const caller = new AbortController();
    const flow = moderateGeneration({ prompt: 'a dog' }, fakeEngine(parts), {
      id: 'gen_1',
      signal: caller.signal,
    });
    return { caller, flow };
  };

  it.each(['classifier', 'generator', 'moderator'] as const)(
    'reaches a %s that is under way',
    async (stage) => {
      const classifier = fakeClassifier(stage === 'classifier' ? 'hang' : { findings: [] });
      const generator = fakeGenerator(stage === 'generator' ? 'hang' : 'pictures');
      const moderator = fakeModerator(stage === 'moderator' ? 'hang' : { findings: [] });
      const { caller, flow } = start({ classifiers: [classifier], generator, moderators: [moderator] });
      const signals = {
        classifier: classifier.calls,
        generator: generator.signals,
        moderator: moderator.calls,
      }[stage];
      const ended = (async () => {
        for await (const _ of flow);
      })();
      while (signals.length === 0) await new Promise((resolve) => setTimeout(resolve));
      caller.abort();
      await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
      const [asked] = signals;
      expect(asked instanceof AbortSignal ? asked.aborted : asked?.signal.aborted).toBe(true);
    },
  );

  it('happens automatically when the consumer stops iterating', async () => {
    const generator = fakeGenerator('hang');
    const { flow } = start({ generator });
    for await (const event of flow) if (event.type === 'generation.started') break;
    expect(generator.signals[0]?.aborted).toBe(true);
  });
});
