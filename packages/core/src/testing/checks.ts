import type { EncodedImage } from '../image/formats.ts';
import type { ImageModerator } from '../ports/image.ts';
import type { PromptClassifier } from '../ports/prompt.ts';
import { isCategory } from '../vocabulary/category.ts';
import type { CheckReport } from '../vocabulary/finding.ts';
import { greyPicture } from './grey-picture.ts';
import { partConformance } from './part.ts';
import { abortedSignal, type ConformanceCase, demand, rejects } from './suite.ts';

const signal = () => new AbortController().signal;

/** The conformance suite of `PromptClassifier`. Each case makes its own classifier. */
export function promptClassifierConformance(make: () => PromptClassifier): ConformanceCase[] {
  return [
    named('has a name and says what it covers', () => described(make())),
    named('reports a plain prompt readably', async () => {
      const classifier = make();
      readable(classifier, await classifier.classify('a dog in a suit', { signal: signal() }));
    }),
    named('takes any text without failing: controls, emoji, lone surrogates, much of it', async () => {
      const classifier = make();
      for (const prompt of ['\u0000\u202e', '👩‍🎨🎨', '\ud800 half', '犬'.repeat(4_000), ' ']) {
        readable(classifier, await classifier.classify(prompt, { signal: signal() }));
      }
    }),
    named('answers the same prompt with the same findings', async () => {
      const classifier = make();
      const ask = async () =>
        JSON.stringify((await classifier.classify('a dog', { signal: signal() })).findings);
      const [first, second] = [await ask(), await ask()];
      demand(first === second, 'two calls with one prompt gave different findings');
    }),
    named('rejects when it is cancelled', async () => {
      const stops = await rejects(() => make().classify('a dog', { signal: abortedSignal() }));
      demand(stops, 'it answered although its signal was aborted');
    }),
    ...partConformance(make),
  ];
}

/**
 * The conformance suite of `ImageModerator`.
 * @param picture Makes a harmless picture that the moderator can read; a grey PNG of 64 × 64 pixels when left out.
 * @example
 * ```ts
 * describe('acme', () => {
 *   for (const { name, run } of imageModeratorConformance(() => acme({ apiKey: 'test' }))) it(name, run);
 * });
 * ```
 */
export function imageModeratorConformance(
  make: () => ImageModerator,
  picture: () => Promise<EncodedImage> = async () => greyPicture(),
): ConformanceCase[] {
  return [
    named('has a name and says what it covers', () => described(make())),
    named('reports a plain picture readably', async () => {
      const moderator = make();
      readable(moderator, await moderator.moderate(await picture(), { signal: signal() }));
    }),
    named('judges pictures side by side as it does one by one', async () => {
      const moderator = make();
      const image = await picture();
      const ask = async () =>
        JSON.stringify((await moderator.moderate(image, { signal: signal() })).findings);
      const alone = await ask();
      const together = await Promise.all([ask(), ask(), ask()]);
      demand(
        together.every((answer) => answer === alone),
        'answers differ when asked at once',
      );
    }),
    named('rejects when it is cancelled', async () => {
      const image = await picture();
      const stops = await rejects(() => make().moderate(image, { signal: abortedSignal() }));
      demand(stops, 'it answered although its signal was aborted');
    }),
    ...partConformance(make),
  ];
}

function named(name: string, run: () => void | Promise<void>): ConformanceCase {
  return { name, run: async () => run() };
}

function described({ name, covers }: { name: string; covers: readonly string[] }): void {
  demand(/^[a-z][a-z0-9-]*$/.test(name), `name: ${JSON.stringify(name)} should be kebab-case`);
  demand(covers.length > 0, 'covers: a check that sees nothing should not be configured');
  demand(covers.every(isCategory), `covers: ${covers.filter((each) => !isCategory(each))} is not a category`);
}

function readable(check: { name: string; covers: readonly string[] }, report: CheckReport): void {
  for (const finding of report.findings) {
    demand(finding.check === check.name, `a finding says it is by ${finding.check}, not by ${check.name}`);
    demand(isCategory(finding.category), `${finding.category} is not a category`);
    demand(check.covers.includes(finding.category), `covers does not name ${finding.category}`);
    demand(finding.score >= 0 && finding.score <= 1, `${finding.label}: score ${finding.score} is not 0–1`);
  }
}
