import { CATEGORIES, type CheckReport, type Engine, type Policy, presets } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import {
  fakeClassifier,
  fakeCodec,
  fakeEngine,
  fakeGenerator,
  fakeModerator,
  fakeRules,
  finding,
} from '@shoji/core/testing';
import { createApp } from '@shoji/edge-proxy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';

type Answer = CheckReport | Error;
const PICTURES = 3;

const score = fc.double({ min: 0, max: 1, noNaN: true });
const report = fc.record({
  findings: fc.array(
    fc.tuple(fc.constantFrom(...CATEGORIES), score).map(([category, value]) => finding(category, value)),
    { maxLength: 3 },
  ),
  illustrated: score,
});
const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: report },
  { weight: 1, arbitrary: fc.constant(new Error('down')) },
  { weight: 1, arbitrary: report.map((seen) => ({ ...seen, skipped: 'language' as const })) },
);
const policy: fc.Arbitrary<Policy> = fc
  .record({
    preset: fc.constantFrom(...Object.values(presets)),
    reveal: fc.boolean(),
    warnedPrompt: fc.constantFrom('blur' as const, 'show' as const),
    unreadPrompt: fc.constantFrom('allow' as const, 'warn' as const, 'reject' as const),
    classify: fc.constantFrom('before' as const, 'beside' as const),
    explain: fc.constantFrom('span' as const, 'category' as const, 'none' as const),
    attempts: fc.integer({ min: 1, max: 3 }),
    from: fc.constantFrom('blur' as const, 'withhold' as const),
  })
  .map(({ preset, attempts, from, ...changes }) => ({
    ...preset,
    ...changes,
    regenerate: { attempts, from },
  }));

const scenario = fc.record({
  policy,
  rules: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: report.map(({ findings }) => findings) },
  ),
  classifier: answer,
  // Two moderators, each with an answer for every picture; later attempts repeat the answers.
  moderators: fc.tuple(
    fc.array(answer, { minLength: 4, maxLength: 4 }),
    fc.array(answer, { minLength: 4, maxLength: 4 }),
  ),
  blurs: fc.boolean(),
  streams: fc.boolean(),
});

const seedOf = (picture: string) => Number(picture.replace('picture ', ''));
const answerFor = (answers: readonly Answer[], picture: string) =>
  answers[seedOf(picture) % answers.length] ?? new Error('none');

/** Whether all decisions together allow `picture` to be shown clear. */
function isClear(picture: string, moderators: readonly (readonly Answer[])[], rules: Policy): boolean {
  const answers = moderators.map((each) => answerFor(each, picture));
  const reports = answers.filter(
    (each) => !(each instanceof Error) && each.skipped === undefined,
  ) as CheckReport[];
  const illustrated = Math.max(...reports.map((each) => each.illustrated ?? 0), 0);
  const all = reports.flatMap(({ findings }) => findings);
  return reports.length === answers.length && decideImage(rules, all, illustrated).decision === 'clear';
}

/** The pictures, e.g. `picture 7`, whose bytes are anywhere in a body. */
function picturesIn(body: string): string[] {
  const strings = body.match(/[A-Za-z0-9+/=]{8,}/g) ?? [];
  return strings
    .map((each) => Buffer.from(each, 'base64').toString('latin1'))
    .filter((text) => /^picture \d+$/.test(text));
}

const image = z.object({
  decision: z.string(),
  b64: z.string().nullable(),
  original: z.object({ b64: z.string() }).nullable(),
});

/** Every image object of an answer, or of the events of a stream. */
function imagesIn(body: string, streamed: boolean): z.infer<typeof image>[] {
  const documents = streamed ? [...body.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => data) : [body];
  const answer = z.object({
    image: image.optional(),
    images: z.union([z.array(image), z.array(z.number())]).optional(),
  });
  return documents.flatMap((document) => {
    const { image: one, images = [] } = answer.parse(JSON.parse(document));
    return [...(one ? [one] : []), ...images.filter((each) => typeof each !== 'number')];
  });
}

function blursWarned({ warnedPrompt }: Policy, body: string): boolean {
  return warnedPrompt === 'blur' && /"prompt":\{"decision":"warn"/.test(body);
}

it('no event or answer has an unscreened byte, under any policy, findings and failures', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async ({ policy, rules, classifier, moderators, blurs, streams }) => {
      const [first, second] = moderators;
      const engine: Engine = fakeEngine({
        policy,
        rules: [fakeRules(rules)],
        classifiers: [fakeClassifier(classifier)],
        generator: fakeGenerator(),
        moderators: [
          fakeModerator((_, picture) => answerFor(first, picture), 'first'),
          fakeModerator((_, picture) => answerFor(second, picture), 'second'),
        ],
        codec: fakeCodec(blurs ? 'works' : new Error('cannot blur')),
      });
      const app = createApp(engine, { access: { keys: [], origins: [], maxBodyBytes: 10_000 } });
      const response = await app.request('/v1/generations', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: streams ? 'text/event-stream' : 'application/json',
        },
        body: JSON.stringify({ prompt: 'a dog in a suit', n: PICTURES, seed: 7 }),
      });
      const body = await response.text();
      const images = imagesIn(body, streams);
      for (const { decision, b64, original } of images) {
        const [uncovered] = picturesIn(b64 ?? '');
        if (uncovered)
          expect(isClear(uncovered, moderators, policy) && !blursWarned(policy, body)).toBe(true);
        if (original) expect({ decision, reveal: policy.reveal }).toEqual({ decision: 'blur', reveal: true });
        shown += uncovered ? 1 : 0;
      }
      const accounted = images.flatMap(({ b64, original }) => picturesIn(`${b64} ${original?.b64}`));
      expect(picturesIn(body).sort()).toEqual(accounted.sort());
      if (!policy.reveal) expect(body).not.toContain('"original":{');
      if (classifier instanceof Error) expect(picturesIn(body)).toEqual([]);
    }),
    { numRuns: 400 },
  );
  // The property also holds for an empty answer, so some answers must have had pictures.
  expect(shown).toBeGreaterThan(50);
}, 60_000);
