import { describe, expect, it } from 'vitest';
import type { PromptRules } from '../ports/prompt.ts';
import { finding } from '../testing/fakes.ts';
import type { Passages } from '../text/passages.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import type { CheckReport, Finding, Usage } from '../vocabulary/finding.ts';
import { classifyEvery, type HintPassages, matchEvery } from './every-text.ts';

const signal = new AbortController().signal;
const seen = finding('hate', 1, { span: [0, 5] });
const unplaced = finding('hate');
const texts = { prompt: 'a dog', others: ['a cat'], names: ['model.pt'] };

/** The prompts that a classifier received, and its answers. */
async function classified(
  report: (text: string) => CheckReport,
  asked = texts,
  passages: readonly (string | (Passages & Partial<HintPassages>))[] = [],
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
    passages.map((each) => ({
      category: 'hate' as const,
      ...(typeof each === 'string' ? { clause: each, sentence: each, prose: undefined } : each),
    })),
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

it('the likelihood of several texts is the highest one', async () => {
  const { made } = await classified((text) => ({ findings: [], likelihood: text === 'a cat' ? 0.7 : 0.2 }));
  expect(made).toHaveProperty('likelihood', 0.7);
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

const findsFoo: PromptRules = {
  name: 'a',
  covers: CATEGORIES,
  match: (text) => [finding('nudity', 0.5, { span: [text.indexOf('foo'), text.indexOf('foo') + 3] })],
};
const PROSE = 'A foo door stands at the end of the long lane behind the mill';

it('passages are around hints in the prompt and in other texts, and not in names', () => {
  expect(
    matchEvery(findsFoo, {
      prompt: 'Hills. A foo door. Lake.',
      others: ['Trees. Some foo chair. Birds.'],
      names: ['Old. The foo model. New.'],
    }).passages.map(({ clause }) => clause),
  ).toEqual(['A foo door', 'Some foo chair']);
});

it('the words of a sentence of prose are counted for its hint, and those of a list are not', () => {
  const { findings, proseWords } = matchEvery(findsFoo, {
    prompt: `Hills. ${PROSE}. Lake.`,
    others: ['a foo door, a lake, three old trees, hills, birds, a boat, a pier, sun'],
    names: [PROSE],
  });
  expect([...proseWords]).toEqual([[findings[0], 14]]);
});

describe('a classifier that reads passages too', () => {
  const whole = { prompt: 'Hills. A foo door.', others: [], names: [] };
  const usage = [{ item: 'unit', quantity: 1 }];
  const hate = (score: number) => finding('hate', score, { span: [0, 1] });
  const reportOf =
    (ofPassage: CheckReport): ((text: string) => CheckReport) =>
    (text) =>
      text === whole.prompt ? { findings: [hate(0.5)], likelihood: 0.2, model: 'v1', usage } : ofPassage;

  it('reports the highest likelihood and the usage of all', async () => {
    const ofPassage = { findings: [], likelihood: 0.9, usage };
    const { made, calls } = await classified(reportOf(ofPassage), whole, ['A foo door']);
    expect(calls).toEqual([whole.prompt, 'A foo door']);
    expect(made).toEqual({
      findings: [hate(0.5)],
      likelihood: 0.9,
      model: 'v1',
      usage: [...usage, ...usage],
    });
    const lower = await classified(reportOf({ findings: [], likelihood: 0.1 }), whole, ['A foo door']);
    expect(lower.made).toMatchObject({ likelihood: 0.2, usage });
  });

  it('adds a finding of a passage where the whole text has none as grave of its category, without a place', async () => {
    const found = async (...findings: Finding[]) =>
      (await classified(reportOf({ findings, likelihood: 0.1 }), whole, ['A foo door'])).made.findings;
    expect(await found(hate(0.7))).toEqual([hate(0.5), finding('hate', 0.7)]);
    expect(await found(hate(0.5), hate(0.4))).toEqual([hate(0.5)]);
    expect(await found(finding('harassment', 0.4))).toEqual([hate(0.5), finding('harassment', 0.4)]);
    expect(await found(finding('toxicity', 0.4), hate(0.3))).toEqual([hate(0.5), finding('toxicity', 0.4)]);
  });

  it('adds a finding of a sentence for any of the hints in it, and for no hint elsewhere', async () => {
    const of = (category: 'hate' | 'sexual', clause: string, sentence: string) => ({
      clause,
      sentence,
      prose: undefined,
      category,
    });
    const report = (text: string) => ({
      findings: text === 'Some foo' ? [finding('nudity', 0.9)] : [],
      likelihood: 0.1,
    });
    const found = async (...passages: HintPassages[]) =>
      (await classified(report, whole, passages)).made.findings;
    const elsewhere = of('sexual', 'bar', 'Some bar');
    expect(await found(of('hate', 'foo', 'Some foo'), elsewhere)).toEqual([]);
    expect(await found(of('sexual', 'foo', 'Some foo'))).toEqual([finding('nudity', 0.9)]);
    const both = [of('hate', 'foo', 'Some foo'), of('sexual', 'oo', 'Some foo')];
    expect(await found(...both)).toEqual([finding('nudity', 0.9)]);
  });

  it('adds no finding of another kind than the hint, which is chance in a long text', async () => {
    const report = reportOf({ findings: [finding('nudity', 0.9)], likelihood: 0.9 });
    const { made } = await classified(report, whole, ['A foo door']);
    expect(made).toMatchObject({ findings: [hate(0.5)], likelihood: 0.9 });
    const sexual = {
      clause: 'A foo door',
      sentence: 'A foo door.',
      prose: undefined,
      category: 'sexual' as const,
    };
    expect((await classified(report, whole, ['A foo door', sexual])).made.findings).toHaveLength(2);
    expect(
      (await classified(report, whole, [{ ...sexual, clause: 'foo' }, 'A bar'])).made.findings,
    ).toHaveLength(2);
  });

  it('reports no likelihood where a passage has none: its hint would be weighed by other words', async () => {
    const { made } = await classified(reportOf({ findings: [], skipped: 'language' }), whole, ['A foo door']);
    expect(made).not.toHaveProperty('likelihood');
  });

  it('reads a clause of prose in its sentence: what the clause alone sounds like counts half', async () => {
    const ofClause = { clause: 'A foo door', sentence: PROSE, prose: 14 };
    const odds = (text: string) => (text === 'A foo door' ? 0.8 : text === PROSE ? 0.2 : 0.1);
    const report = (text: string) => ({ findings: [hate(odds(text))], likelihood: odds(text) });
    const likelihoodWith = async (...passages: Passages[]) =>
      (await classified(report, whole, passages)).made.likelihood;
    expect(await likelihoodWith(ofClause)).toBeCloseTo(0.5);
    expect(await likelihoodWith({ ...ofClause, prose: undefined })).toBe(0.8);
    expect(await likelihoodWith(ofClause, { ...ofClause, prose: undefined })).toBe(0.8);
    const inWhole = { ...ofClause, sentence: whole.prompt };
    expect(await likelihoodWith(inWhole)).toBeCloseTo(0.4);
  });

  it('reads eight passages, and of more of them none, which leaves the hints as they are', async () => {
    const read = async (number: number) => {
      const passages = Array.from({ length: number }, (_, index) => `foo door ${index}`);
      return classified(() => ({ findings: [], likelihood: 0.1 }), whole, passages);
    };
    const eight = await read(8);
    expect(eight.calls).toHaveLength(1 + 8);
    expect(eight.made).toHaveProperty('likelihood', 0.1);
    const nine = await read(9);
    expect(nine.calls).toHaveLength(1);
    expect(nine.made).not.toHaveProperty('likelihood');
  });

  it('reads no passage where the whole text has no likelihood, nor one that it has read', async () => {
    const paid = await classified(() => ({ findings: [] }), whole, ['A foo door']);
    expect(paid.calls).toEqual([whole.prompt]);
    const again = await classified(() => ({ findings: [], likelihood: 0.1 }), whole, [whole.prompt]);
    expect(again.calls).toEqual([whole.prompt]);
    const blank = await classified(() => ({ findings: [], likelihood: 0.1 }), whole, ['']);
    expect(blank.calls).toEqual([whole.prompt]);
  });
});
