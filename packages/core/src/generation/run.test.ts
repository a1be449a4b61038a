import { describe, expect, it } from 'vitest';
import { Account } from '../screen/ledger/account.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeEngine, fakeGenerator, fakeModerator, finding } from '../testing/fakes.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import type { Engine } from './engine.ts';
import type { GenerationEvent } from './events.ts';
import type { GenerationOptions, GenerationRequest } from './request.ts';
import { completedResult, refusedResult, startRun } from './run.ts';

const warning = { code: 'prompt_suggestive', message: 'The prompt is suggestive.' } as const;
const check = { check: 'rules', on: 'prompt', status: 'flagged', ms: 1 } as const;
const verdict: PromptVerdict = {
  decision: 'warn',
  unchecked: false,
  unreadable: false,
  findings: [finding('suggestive')],
  checks: [check],
  warnings: [warning],
};
const told: PromptVerdict = { ...verdict, findings: [] };

function started(
  parts: Partial<Engine> = {},
  request: Partial<GenerationRequest> = {},
  options: Partial<GenerationOptions> = {},
) {
  const events: GenerationEvent[] = [];
  const { signal } = new AbortController();
  const run = startRun(
    { prompt: 'a dog', n: 2, seed: 7, ...request },
    fakeEngine(parts),
    { id: 'gen_1', signal, ...options },
    (event) => events.push(event),
  );
  return { run, events };
}

describe('a run that starts', () => {
  it('has its plan, an empty gallery and nothing to wait for', async () => {
    const { run } = started();
    expect(run).toMatchObject({ id: 'gen_1', plan: { n: 2 }, settings: undefined, checks: [], warnings: [] });
    expect(run.gallery.images()).toEqual([]);
    expect(await run.prepared).toBeUndefined();
  });

  it('passes its events on', () => {
    const { run, events } = started();
    run.emit({ type: 'generation.started', attempt: 1, seeds: [7, 8] });
    expect(events).toEqual([{ type: 'generation.started', attempt: 1, seeds: [7, 8] }]);
  });

  it('begins with the warnings about the request', () => {
    const generator = fakeGenerator('pictures', { negativePrompt: false });
    expect(started({ generator }, { negativePrompt: 'rain' }).run.warnings).toMatchObject([
      { code: 'negative_prompt_unsupported' },
    ]);
  });

  it('is refused where the generator has no such limits', () => {
    expect(() => started({}, { n: 9 })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('stops with the request', () => {
    const caller = new AbortController();
    const { run } = started({}, {}, { signal: caller.signal });
    expect(run.stop.signal.aborted).toBe(false);
    caller.abort();
    expect(run.stop.signal.aborted).toBe(true);
  });

  it('books into the account of the request, or into a new one with the engine’s prices', () => {
    const account = new Account();
    expect(started({}, {}, { account }).run.screening.account).toBe(account);
    const { run } = started({ prices: { unit: 0.5 } });
    run.account.book([{ item: 'unit', quantity: 2 }]);
    expect(run.screening.cost()).toMatchObject({ estimate: 1 });
  });
});

describe('the result of a refused prompt', () => {
  it('has what the caller may know, and the times and the cost', () => {
    const { run } = started();
    expect(refusedResult(run, { verdict, told })).toEqual({
      status: 'rejected',
      id: 'gen_1',
      prompt: told,
      checks: [check],
      warnings: [warning],
      timings: expect.objectContaining({ rules: 0, generate: 0 }),
      cost: run.screening.cost(),
    });
  });

  it('says when the prompt could not be checked', () => {
    const { run } = started();
    const unchecked = { ...verdict, unchecked: true };
    expect(refusedResult(run, { verdict: unchecked, told }).status).toBe('unchecked');
  });
});

describe('the result of generated images', () => {
  async function completed(parts: Partial<Engine> = {}) {
    const { run } = started({
      moderators: [fakeModerator({ findings: [finding('nudity', 0.6)] })],
      ...parts,
    });
    for (const [index, seed] of [7, 8].entries()) {
      const image = new UnscreenedImage(new TextEncoder().encode(`picture ${seed}`));
      const screening = await run.screening.image(image, verdict, { index });
      run.gallery.offer(index, { screening, attempt: 2, seed });
    }
    run.checks.push({ check: 'moderator', on: 'image', image: 0, status: 'flagged', ms: 2 });
    run.warnings.push({ code: 'regenerate_stopped', message: 'Another attempt failed.' });
    return { run, result: completedResult(run, { verdict, told }, 2) };
  }

  it('has the images with their seeds, the most severe decision, and the generator', async () => {
    const { run, result } = await completed();
    expect(result).toMatchObject({
      status: 'completed',
      id: 'gen_1',
      decision: 'blur',
      prompt: told,
      attempts: 2,
      seeds: [7, 8],
      generator: { name: 'generator', kind: 'model' },
      timings: { total: expect.any(Number) },
      cost: run.screening.cost(),
    });
    expect(result.status === 'completed' && result.images).toEqual(run.gallery.images());
    expect(result).not.toHaveProperty('generator.settings');
  });

  it('has the checks of prompt and images, and the warnings of prompt, run and images, in this order', async () => {
    const { run, result } = await completed();
    expect(result.checks.map((each) => each.check)).toEqual(['rules', 'moderator']);
    expect(result.warnings).toEqual([warning, ...run.warnings, ...run.gallery.warnings()]);
    expect(run.gallery.warnings()).not.toEqual([]);
  });

  it('has the settings that the generator reported', async () => {
    const { run } = await completed();
    run.settings = { model: 'sd-v1-5' };
    expect(completedResult(run, { verdict, told }, 1)).toMatchObject({
      generator: { settings: { model: 'sd-v1-5' } },
    });
  });
});
