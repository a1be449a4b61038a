import { expect, it } from 'vitest';
import type { PromptRules } from '../ports/prompt.ts';
import { finding } from '../testing/fakes.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import type { CheckReport, Usage } from '../vocabulary/finding.ts';
import { classifyEvery, matchEvery } from './every-text.ts';

const signal = new AbortController().signal;
const seen = finding('hate', 1, { span: [0, 5] });
const unplaced = finding('hate');
const texts = { prompt: 'a dog', others: ['a cat'], names: ['model.pt'] };

/** The prompts that a classifier received, and its answers. */
async function classified(
  report: (text: string) => CheckReport,
  asked = texts,
  passages: readonly string[] = [],
) {
  const calls: string[] = [];
  const used: Usage[] = [];
  const made = await classifyEvery(
    {
      name: 'a',
      covers: CATEGORIES,
      classify: async (text) => {
        calls.push(text);
        return report(text);
      },
    },
    asked,
    passages,
    { signal },
    (usage) => used.push(...usage),
  );
  return { made, calls, used };
}

it('rules read every text once; a span refers to the prompt', () => {
  const calls: string[] = [];
  const rules: PromptRules = {
    name: 'a',
    covers: CATEGORIES,
    match: (text) => {
      calls.push(text);
      return [seen];
    },
  };
  const again = { ...texts, others: ['a cat', 'a dog'], names: ['a cat', 'model.pt'] };
  expect(matchEvery(rules, again).findings).toEqual([seen, unplaced, unplaced]);
  expect(calls).toEqual(['a dog', 'a cat', 'model.pt']);
});

it('a classifier reads each text once, and neither names nor blank texts', async () => {
  const { calls, made } = await classified(() => ({ findings: [seen], model: 'v1' }), {
    ...texts,
    others: ['a cat', 'a dog', ' '],
  });
  expect(calls).toEqual(['a dog', 'a cat']);
  expect(made).toEqual({ findings: [seen, unplaced], model: 'v1', notices: [], usage: [] });
});

it('a classifier of one text returns its answer unchanged', async () => {
  const report = { findings: [seen], notices: [], model: 'v1' };
  expect((await classified(() => report, { ...texts, others: [] })).made).toEqual(report);
  expect((await classified(() => report, { prompt: '', others: ['a cat'], names: [] })).made).toEqual({
    ...report,
    findings: [unplaced],
  });
});

it('a classifier without texts has no finding', async () => {
  expect(await classified(() => ({ findings: [seen] }), { prompt: ' ', others: [], names: ['a'] })).toEqual({
    made: { findings: [] },
    calls: [],
    used: [],
  });
});

it('usage, notices and skips of one text count for all', async () => {
  const notice = { code: 'adapter-dropped', message: 'The adapter is not used.' };
  const usage = [{ item: 'unit', quantity: 1 }];
  const { made, used } = await classified((text) =>
    text === 'a cat'
      ? { findings: [], skipped: 'language', notices: [notice], usage }
      : { findings: [], usage },
  );
  expect(made).toEqual({ findings: [], skipped: 'language', notices: [notice], usage: [...usage, ...usage] });
  expect(used).toEqual([...usage, ...usage]);
});
