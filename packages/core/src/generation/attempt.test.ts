import { expect, it } from 'vitest';
import { standard } from '../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeGenerator, fakeModerator, finding } from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import type { GenerationEvent } from './events.ts';
import { moderateGeneration } from './moderate-generation.ts';

async function moderated(parts: Partial<Engine>) {
  const events: GenerationEvent[] = [];
  const { signal } = new AbortController();
  const flow = moderateGeneration({ prompt: 'a dog', n: 2, seed: 7 }, fakeEngine(parts), {
    id: 'gen_1',
    signal,
  });
  for (;;) {
    const { done, value } = await flow.next();
    if (!done) events.push(value);
    else if (value.status === 'completed') return { events, result: value };
    else throw new Error(`expected pictures, got ${value.status}`);
  }
}

it('lists every check of every picture, with its attempt and position', async () => {
  const unsafe = { findings: [finding('nudity', 0.99)] };
  const { result, events } = await moderated({
    policy: { ...standard, regenerate: { attempts: 2, from: 'withhold' } },
    moderators: [fakeModerator((_, picture) => (picture === 'picture 8' ? unsafe : { findings: [] }))],
  });
  expect(result.checks.map(({ check, image, attempt, status }) => [check, image, attempt, status])).toEqual([
    ['rules', undefined, undefined, 'passed'],
    ['classifier', undefined, undefined, 'passed'],
    ['moderator', 0, 1, 'passed'],
    ['moderator', 1, 1, 'flagged'],
    ['moderator', 1, 2, 'passed'],
  ]);
  expect(events.filter(({ type }) => type !== 'prompt.screened')).toMatchObject([
    { type: 'generation.started', attempt: 1, seeds: [7, 8] },
    { type: 'generation.progress', attempt: 1, fraction: 0.5 },
    { type: 'image.screened', index: 0, attempt: 1, image: { decision: 'clear' } },
    { type: 'generation.regenerating', attempt: 2, images: [1] },
    { type: 'generation.started', attempt: 2, seeds: [result.seeds[1]] },
    { type: 'generation.progress', attempt: 2, fraction: 0.5 },
    { type: 'image.screened', index: 1, attempt: 2, image: { decision: 'clear' } },
  ]);
});

it('a picture’s warnings have its position', async () => {
  const { result } = await moderated({
    moderators: [
      fakeModerator((_, picture) => ({ findings: picture === 'picture 8' ? [finding('nudity', 0.6)] : [] })),
    ],
  });
  expect(result.warnings).toMatchObject([{ code: 'image_nudity', image: 1 }]);
});

it('generator and moderators share the remaining time', async () => {
  const deadlines = { ...standard.deadlines, generate: 1 };
  const slow = moderated({ policy: { ...standard, deadlines }, generator: fakeGenerator('hang') });
  await expect(slow).rejects.toMatchObject({ code: 'deadline_exceeded' });
  const hurried = { ...standard, deadlines: { ...standard.deadlines, moderate: 1 } };
  const { result } = await moderated({ policy: hurried, moderators: [fakeModerator('hang')] });
  expect(result.checks.at(-1)).toMatchObject({ check: 'moderator', status: 'failed', reason: 'timeout' });
});

it('aborts the model with an AbortError when the prompt is rejected meanwhile', async () => {
  const generator = fakeGenerator('hang');
  const refused = moderated({
    policy: { ...standard, classify: 'beside' },
    classifiers: [fakeClassifier({ findings: [finding('sexual')] })],
    generator,
  });
  await expect(refused).rejects.toThrow('expected pictures, got rejected');
  expect(generator.signals.map(({ reason }) => [reason.name, reason.message])).toEqual([
    ['AbortError', 'The prompt was refused.'],
  ]);
});

it('the result has the settings of the newest pictures', async () => {
  const generator = fakeGenerator();
  const { result } = await moderated({
    policy: { ...standard, regenerate: { attempts: 2, from: 'withhold' } },
    moderators: [
      fakeModerator((_, picture) => ({ findings: picture === 'picture 7' ? [finding('nudity', 0.99)] : [] })),
    ],
    generator: {
      ...generator,
      generate: async (request, context) => ({
        ...(await generator.generate(request, context)),
        settings: { model: `model ${generator.requests.length}` },
      }),
    },
  });
  expect(result.attempts).toBe(2);
  expect(result.generator.settings).toEqual({ model: 'model 2' });
});
