import { describe, expect, it } from 'vitest';
import { standard } from '../policy/presets.ts';
import { createScreening } from '../screen/screening.ts';
import { fakeEngine, fakeGenerator } from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import { planGeneration } from './plan.ts';
import type { GenerationRequest } from './request.ts';
import { requestWarnings, screenedRequest } from './screened-request.ts';

const { limits } = fakeGenerator();
const withLimits = (more: Partial<typeof limits>) =>
  fakeEngine({ generator: fakeGenerator('pictures', more) });
const planned = (request: Partial<GenerationRequest>, engine: Engine) =>
  planGeneration({ prompt: 'a dog', seed: 7, ...request }, engine.generator.limits);

async function requested(request: Partial<GenerationRequest>, engine = fakeEngine(), attempt = 1) {
  const { signal } = new AbortController();
  const prompt = await createScreening(engine, { id: 'gen_1', signal }).prompt('a dog').released;
  if (prompt === undefined) throw new Error('The prompt was not released.');
  return screenedRequest(prompt, planned(request, engine), engine, attempt, [0, 2]);
}
const codes = (request: Partial<GenerationRequest>, engine = fakeEngine()) =>
  requestWarnings(planned(request, engine), engine).map(({ code }) => code);

describe('the request to the generator', () => {
  it('is the planned one, for the wanted positions', async () => {
    const sizes = { width: 64, height: 128, steps: 20, guidanceScale: 5 };
    expect(await requested({ ...sizes, n: 3 })).toMatchObject({
      ...sizes,
      prompt: { text: 'a dog' },
      seeds: [7, 9],
    });
  });

  it('has the operator’s terms before every negative prompt, and more terms in a later attempt', async () => {
    const texts = { negativePrompt: 'fog', otherNegativePrompts: ['rain'] };
    const first = await requested(texts);
    const second = await requested(texts, fakeEngine(), 2);
    expect(first.negativePrompt).toMatch(/^.{20,}, fog$/);
    expect(first.otherNegativePrompts).toEqual([expect.stringMatching(/^.{20,}, rain$/)]);
    expect(second.negativePrompt.length).toBeGreaterThan(first.negativePrompt.length);
    expect(second.otherNegativePrompts[0]?.length).toBeGreaterThan(
      first.otherNegativePrompts[0]?.length ?? 0,
    );
  });

  it('has only the creator’s negative prompt where guidance inverts it', async () => {
    expect(await requested({ negativePrompt: 'fog', guidanceScale: 0.5 })).toMatchObject({
      negativePrompt: 'fog',
    });
  });

  it.each([0.5, 7.5])(
    'has no negative prompt where the model has none, at a guidance of %d',
    async (guidanceScale) => {
      const engine = withLimits({ negativePrompt: false });
      const texts = { negativePrompt: 'fog', otherNegativePrompts: ['rain'], guidanceScale };
      expect(await requested(texts, engine)).toMatchObject({
        negativePrompt: '',
        otherNegativePrompts: [''],
      });
    },
  );
});

describe('a caller', () => {
  it('gets no warning where everything is used', () => {
    expect(codes({ negativePrompt: 'fog' })).toEqual([]);
  });

  it('is warned that pictures are illustrations', () => {
    expect(codes({}, fakeEngine({ generator: { ...fakeGenerator(), kind: 'sample' } }))).toEqual([
      'sample_generator',
    ]);
  });

  it('is warned that the negative prompt has no effect at this guidance, where there is one', () => {
    expect(codes({ guidanceScale: 1 })).toEqual(['negative_prompt_powerless']);
    expect(codes({ guidanceScale: 1.5 })).toEqual([]);
    const open = fakeEngine({ policy: { ...standard, image: {} } });
    expect(codes({ guidanceScale: 1 }, open)).toEqual([]);
  });

  it('is warned that the model takes no negative prompt, where one was given', () => {
    const engine = withLimits({ negativePrompt: false });
    expect(codes({ negativePrompt: 'fog' }, engine)).toEqual(['negative_prompt_unsupported']);
    expect(codes({ negativePrompt: ' ' }, engine)).toEqual([]);
  });

  it('is warned that the end of the negative prompt does not fit', () => {
    const long = { negativePrompt: Array.from({ length: 80 }, (_, i) => `word ${i}`).join(', ') };
    expect(codes(long)).toEqual(['negative_prompt_truncated']);
    expect(codes(long, withLimits({ promptTokens: 1_000 }))).toEqual([]);
  });
});
