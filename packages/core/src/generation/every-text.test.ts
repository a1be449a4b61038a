import { describe, expect, it } from 'vitest';
import { createScreening } from '../screen/screening.ts';
import { fakeClassifier, fakeEngine, fakeGenerator, finding } from '../testing/fakes.ts';
import type { Engine } from './engine.ts';
import { moderateGeneration } from './moderate-generation.ts';
import { planGeneration } from './plan.ts';
import type { GenerationRequest } from './request.ts';

const signal = new AbortController().signal;

/** Rules that find the word `bad` with its span. */
const rules = {
  name: 'rules',
  covers: ['violence' as const],
  match: (text: string) => {
    const at = text.indexOf('bad');
    return at < 0 ? [] : [finding('violence', 0.75, { check: 'rules', span: [at, at + 3] })];
  },
};

async function run(request: GenerationRequest, parts: Partial<Engine> = {}) {
  const generator = fakeGenerator('pictures', { emptyPrompt: true });
  const flow = moderateGeneration(request, fakeEngine({ rules: [rules], generator, ...parts }), {
    id: 'gen',
    signal,
  });
  for (;;) {
    const { done, value } = await flow.next();
    if (done) return { result: value, asked: generator.requests };
  }
}

describe('a request with several texts', () => {
  it('has one verdict over all of them, with spans only in the prompt', async () => {
    const { result } = await run({ prompt: 'a bad dog', otherPrompts: ['a bad cat'], names: ['bad name'] });
    expect(result.prompt.decision).toBe('warn');
    expect(result.prompt.findings.map(({ span }) => span)).toEqual([[2, 5], undefined, undefined]);
    expect(result.prompt.checks.map(({ check }) => check)).toEqual(['rules', 'classifier']);
  });

  it('calls classifiers once per text, and not for names', async () => {
    const classifier = fakeClassifier();
    await run(
      { prompt: 'a dog', otherPrompts: ['a cat', 'a cat', ' '], names: ['Euler a'] },
      { classifiers: [classifier] },
    );
    expect(classifier.calls).toHaveLength(2);
  });

  it('also calls classifiers with the decoded form of a hidden text', async () => {
    const asked: string[] = [];
    const classifier = {
      ...fakeClassifier(),
      classify: async (text: string) => {
        asked.push(text);
        return { findings: text.includes('a cat') ? [finding('violence', 1)] : [] };
      },
    };
    const hidden = [...'a cat']
      .map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)))
      .join('');
    const { result } = await run({ prompt: `a dog${hidden}` }, { classifiers: [classifier] });
    expect(asked).toEqual([`a dog${hidden}`, 'a cat']);
    expect(result.prompt.decision).toBe('warn');
  });

  it('is unread when one text is unreadable', async () => {
    const classifier = fakeClassifier((call) => ({
      findings: [],
      ...(call === 2 && { skipped: 'language' as const }),
    }));
    const { result } = await run({ prompt: 'a dog', otherPrompts: ['狗'] }, { classifiers: [classifier] });
    expect(result.prompt.checks.find(({ check }) => check === 'classifier')?.status).toBe('skipped');
  });

  it('may have no prompt where the generator needs none, and then calls no classifier', async () => {
    const classifier = fakeClassifier();
    const { result } = await run({ prompt: '' }, { classifiers: [classifier] });
    expect([result.status, classifier.calls.length]).toEqual(['completed', 0]);
  });

  it('refuses more texts than a person types', async () => {
    const otherPrompts = Array.from({ length: 65 }, (_, index) => `dog ${index}`);
    await expect(run({ prompt: 'a dog', otherPrompts })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('covers exactly the texts that were read', async () => {
    const screening = createScreening(fakeEngine(), { id: 'gen', signal });
    const texts = { prompt: 'a dog', others: ['a cat'], names: ['Euler a'] };
    const prompt = await screening.prompt(texts).released;
    expect(['a dog', 'a cat', 'Euler a', 'a'].map((text) => prompt?.covers(text))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('negative prompts', () => {
  it('are each merged with the operator’s', async () => {
    const { asked } = await run({
      prompt: 'a dog',
      negativePrompt: 'fog',
      otherNegativePrompts: ['rain', ''],
    });
    const [{ negativePrompt = '', otherNegativePrompts = [] } = {}] = asked;
    const operators = otherNegativePrompts[1] ?? '';
    expect(operators).not.toBe('');
    expect([negativePrompt, ...otherNegativePrompts]).toEqual([
      `${operators}, fog`,
      `${operators}, rain`,
      operators,
    ]);
  });

  it('are screened as prompts, and sent unchanged, where guidance inverts them', async () => {
    const { result, asked } = await run({ prompt: 'a dog', negativePrompt: 'bad', guidanceScale: 0 });
    expect(result.prompt.decision).toBe('warn');
    expect(asked[0]?.negativePrompt).toBe('bad');
  });

  it('are screened as prompts where a negative weight inverts them', async () => {
    const told = await Promise.all(
      ['(bad:-1)', '(bad: -.5)', '(bad:1)'].map(
        async (negativePrompt) => (await run({ prompt: 'a dog', negativePrompt })).result,
      ),
    );
    expect(told.map(({ prompt }) => prompt.decision)).toEqual(['warn', 'warn', 'allow']);
  });
});

describe('the length of texts', () => {
  const limits = fakeGenerator('pictures', { prompt: { most: 32_000, unit: 'characters' } }).limits;

  it('is limited per text by the generator', () => {
    const longest = '猫'.repeat(32_000);
    expect(planGeneration({ prompt: longest, otherPrompts: [longest] }, limits).prompt).toBe(longest);
    const longer = /must have at most 32000 characters/;
    expect(() => planGeneration({ prompt: `${longest}猫` }, limits)).toThrow(longer);
    expect(() => planGeneration({ prompt: 'a', otherPrompts: [`${longest}猫`] }, limits)).toThrow(longer);
    expect(() => planGeneration({ prompt: 'a', negativePrompt: `${longest}猫` }, limits)).toThrow(longer);
  });

  it('is limited for all texts together, including names', () => {
    const long = 'a'.repeat(32_000);
    const together = /at most 640000 characters together/;
    const request = { prompt: 'a', otherPrompts: Array<string>(20).fill(long) };
    expect(() => planGeneration(request, limits)).toThrow(together);
    expect(() => planGeneration({ prompt: 'a', names: [long.repeat(20)] }, limits)).toThrow(together);
  });
});
