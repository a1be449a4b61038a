import { expect, it } from 'vitest';
import { startRun } from '../screen/state/run.ts';
import { completedOf, INPUT, warningOf } from '../testing/runs.ts';
import { generationInput, parseRun, type StoredRun } from './stored-run.ts';

const finding = { check: 'rules', category: 'nudity', label: 'l', score: 0.5, span: [0, 1] };
const whole: StoredRun = {
  ...startRun(1000, { ...INPUT, negativePrompt: 'rain', steps: 30, guidanceScale: 7.5 }),
  phase: 'failed',
  stage: 'checking',
  fraction: 0.5,
  attempt: 2,
  slots: [
    { status: 'waiting' },
    { status: 'lost' },
    {
      status: 'screened',
      image: {
        decision: 'blur',
        findings: [],
        warnings: [warningOf('image_nudity', { image: 2 })],
        attempt: 2,
      },
    },
  ],
  prompt: { decision: 'warn', findings: [{ ...finding, span: [0, 1] }] },
  warnings: [warningOf('prompt_nudity', { category: 'nudity', check: 'rules', span: [0, 1] })],
  completed: completedOf({
    checks: [{ check: 'rules', on: 'prompt', status: 'passed', ms: 0.2 }],
    generator: { name: 'sample', kind: 'sample' },
    timings: { total: 12 },
    cost: 0.1,
  }),
  failure: { kind: 'busy', detail: 'why', retryAfter: 5 },
};

it('reads a run as Chromium stores it', () => {
  expect(parseRun(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
});

it('reads a run without events', () => {
  const begun = startRun(1000, INPUT);
  expect(parseRun(JSON.parse(JSON.stringify(begun)))).toEqual(begun);
});

it.each([
  ['nothing', undefined],
  ['another phase', { ...whole, phase: 'of-tomorrow' }],
  ['another failure', { ...whole, failure: { kind: 'of-tomorrow' } }],
  ['a place that is screened without an image', { ...whole, slots: [{ status: 'screened' }] }],
  ['no prompt', { ...whole, input: { ...INPUT, prompt: '' } }],
])('does not read %s', (_, stored) => {
  expect(parseRun(stored)).toBeUndefined();
});

it.each([
  ['no picture', { n: 0 }],
  ['too many pictures', { n: 17 }],
  ['a field that nobody knows', { policy: 'mature' }],
])('starts no generation with %s', (_, changes) => {
  expect(generationInput.safeParse({ ...INPUT, ...changes }).success).toBe(false);
  expect(generationInput.safeParse(INPUT).success).toBe(true);
});

it('accepts prompts up to the limit of the proxy’s generator', () => {
  const long = 'x'.repeat(32_000);
  expect(generationInput.safeParse({ ...INPUT, prompt: long, negativePrompt: long }).success).toBe(true);
});
