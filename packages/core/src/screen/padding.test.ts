import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../policy/presets.ts';
import type { PromptClassifier } from '../ports/prompt.ts';
import { fakeEngine } from '../testing/fakes.ts';
import { rules } from '../text/rules.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import { judgePrompt } from './judge-prompt.ts';

/** Averages over what it reads, as every classifier does: the share of words that it finds unsafe. */
function averaging(): PromptClassifier & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'averaging',
    covers: CATEGORIES,
    asked,
    async classify(prompt) {
      asked.push(prompt);
      const words = prompt.match(/\w+/g) ?? [];
      const likelihood = words.filter((word) => word === 'foo' || word === 'bar').length / words.length;
      return {
        findings: [{ check: 'averaging', category: 'sexual', label: 'unsafe', score: likelihood }],
        likelihood,
      };
    },
  };
}

const term = (text: string, severity: 1 | 2) => ({
  text,
  role: 'nudity' as const,
  severity,
  prefix: false,
  exact: false,
});
const ownRules = () => rules({ terms: [term('foo', 2), term('bar', 1)], lexicon: false });
const LEVELS = ['allow', 'warn', 'reject'];

async function judged(prompt: string, classifier = averaging()) {
  const { signal } = new AbortController();
  const { judgement } = judgePrompt(
    { prompt, others: [], names: [] },
    fakeEngine({ policy: standard, rules: [ownRules()], classifiers: [classifier] }),
    { ms: Number.POSITIVE_INFINITY, signal, turn: 'gen_1', ran: () => {} },
  );
  const { verdict } = await judgement;
  expect(verdict.unchecked).toBe(false);
  return LEVELS.indexOf(verdict.decision);
}

const sentences = fc
  .array(
    fc.constantFrom('Hills in the mist', 'A lake with birds, boats and a pier', 'Warm light', 'Old books'),
    {
      maxLength: 12,
    },
  )
  .map((each) => each.map((sentence) => `${sentence}. `).join(''));

describe('harmless text around a hint', () => {
  it.each([
    'a foo person',
    'a bar person',
    'one foo person by a door',
    'lamp, a foo person, door',
    'foo bar',
    'at the end of the lane behind the old mill a foo bar person waits for the boat to the pier',
    'a foo person with a foo bar hat, foo boots and a bar coat waits where the lane ends, by the old mill',
  ])('does not make the decision about %j milder, in sentences', async (phrase) => {
    const alone = await judged(`${phrase}.`);
    expect(alone).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(sentences, sentences, async (before, behind) => {
        expect(await judged(`${before}${phrase}. ${behind}`)).toBeGreaterThanOrEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  it('does not make it milder in a list', async () => {
    const scenery = 'a misty valley, tall pines, birds over the lake, a stone bridge, ';
    expect(await judged(`${scenery.repeat(8)}a bar person, ${scenery.repeat(8)}`)).toBe(
      await judged('a bar person'),
    );
  });

  it('costs a classifier no more than some passages, and beside more of them hints stay as they are', async () => {
    const few = averaging();
    expect(await judged('Hills. A foo door. Lake.', few)).toBe(1);
    expect(few.asked).toEqual(['Hills. A foo door. Lake.', 'A foo door']);
    const many = averaging();
    const listed = Array.from(
      { length: 200 },
      (_, index) => `a bar at door ${index} by the hills and the wide lake`,
    );
    expect(await judged(listed.join('. '), many)).toBe(1);
    expect(many.asked).toHaveLength(1);
  });
});
