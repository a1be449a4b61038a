import { describe, expect, it, vi } from 'vitest';
import { standard } from '../policy/presets.ts';
import {
  fakeClassifier,
  fakeCodec,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import { GenerationError } from './errors.ts';
import { completed, moderate, text, withPolicy } from './moderate-generation.test-helper.ts';
import { moderateGeneration } from './moderate-generation.ts';

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
