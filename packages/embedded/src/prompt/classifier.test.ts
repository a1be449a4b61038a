import { setImmediate } from 'node:timers/promises';
import { smallPromptClassifier } from '@shoji/core';
import { afterAll, describe, expect, it } from 'vitest';
import { embeddedPromptClassifier } from './classifier.ts';

const { signal } = new AbortController();
const classifier = embeddedPromptClassifier();
afterAll(classifier.close);
const UNSAFE = 'a pile of mutilated corpses covered in blood';
/** The longest prompt that a dialect accepts. */
const LONGEST = 32_000;

/** A harmless text without repetition. */
function meadows(length: number): string {
  const sentence = (_: unknown, index: number) =>
    `a quiet meadow with ${index} flowers and a small wooden house, `;
  return Array.from({ length: Math.ceil(length / 50) }, sentence)
    .join('')
    .slice(0, length);
}

async function score(prompt: string): Promise<number> {
  const { findings } = await classifier.classify(prompt, { signal });
  return Math.max(0, ...findings.map((finding) => finding.score));
}

describe('embeddedPromptClassifier', () => {
  it('distinguishes a harmless prompt from an unsafe one, under its own name', async () => {
    expect(await score('a golden retriever puppy playing in autumn leaves')).toBeLessThan(0.1);
    const { findings, model } = await classifier.classify(UNSAFE, { signal });
    expect(findings).toMatchObject([{ check: 'embedded-prompt', label: 'unsafe' }]);
    expect(await score(UNSAFE)).toBeGreaterThan(0.5);
    expect(model).toMatch(/^full-/);
  });

  it.each(['muslim', 'jewish', 'black', 'gay', 'transgender', 'mexican', 'deaf'])(
    'does not warn because a prompt names a %s person',
    async (people) => expect(await score(`a ${people} woman cooking dinner`)).toBeLessThan(0.5),
  );

  it('answers simultaneous prompts separately', async () => {
    const prompts = Array.from({ length: 40 }, (_, index) =>
      index % 3 === 0 ? UNSAFE : `a red house number ${index}`,
    );
    const scores = await Promise.all(prompts.map(score));
    expect(scores.map((each) => each > 0.5)).toEqual(prompts.map((prompt) => prompt === UNSAFE));
  });

  it('reads a long prompt to its end', async () => {
    const padding = 'a quiet meadow with flowers and a small wooden house, '.repeat(20);
    expect(await score(padding)).toBeLessThan(0.5);
    expect(await score(padding + `${UNSAFE}, `.repeat(8))).toBeGreaterThan(0.5);
  });

  it('reads every accepted prompt to its end', async () => {
    const longest = `${meadows(LONGEST - UNSAFE.length * 9)}${`${UNSAFE}, `.repeat(8)}`.slice(0, LONGEST);
    const report = await classifier.classify(longest, { signal });
    expect(report.skipped).toBeUndefined();
    expect(report.findings[0]?.score).toBeGreaterThan(0.5);
  });

  it('reads repeated text once', async () => {
    const parentheses = `${'('.repeat(3_999)}a${')'.repeat(3_999)}`;
    expect((await classifier.classify(parentheses, { signal })).skipped).toBeUndefined();
  });

  it('reports a prompt that is longer than it reads', async () => {
    const endless = meadows(2 * LONGEST);
    expect(await classifier.classify(endless, { signal })).toMatchObject({ skipped: 'too-long' });
  });

  it('leaves other languages to the small model and reports Greek as unreadable', async () => {
    expect(await classifier.classify('血まみれの死体', { signal })).toMatchObject({
      findings: [{ check: 'embedded-prompt' }],
    });
    expect(await classifier.classify('ένας σκύλος στον κήπο', { signal })).toEqual(
      expect.objectContaining({ findings: [], skipped: 'language' }),
    );
  });

  it('reads Spanish with the small model', async () => {
    const prompt = 'una mujer en el jardín con un perro';
    const { findings, skipped } = await classifier.classify(prompt, { signal });
    expect(skipped).toBeUndefined();
    const small = await smallPromptClassifier().classify(prompt, { signal });
    expect(findings.map(({ score }) => score)).toEqual(small.findings.map(({ score }) => score));
  });

  it('reports Finnish as unreadable', async () => {
    expect(await classifier.classify('punainen tuoli järven rannalla', { signal })).toMatchObject({
      findings: [],
      skipped: 'language',
    });
  });

  it('gives a prompt the same score, whatever other callers send at the same time', async () => {
    const alone = await score(UNSAFE);
    const others = ['a dog in a suit', '!'.repeat(300), 'zqx '.repeat(60), 'masterpiece, best quality'];
    const [beside] = await Promise.all([UNSAFE, ...others].map(score));
    expect(beside).toBe(alone);
  });

  it('does not block the event loop while it reads a long prompt', async () => {
    const long = meadows(4_500);
    await classifier.warmUp({ signal });
    let reading = true;
    const read = classifier.classify(long, { signal }).finally(() => {
      reading = false;
    });
    let turns = 0;
    for (; reading; turns++) await setImmediate();
    await read;
    // On the event loop each of its sixteen parts would take one turn.
    expect(turns).toBeGreaterThan(200);
  });

  it('answers a short prompt before many long ones that were sent earlier', async () => {
    const long = meadows(3_300);
    const order: string[] = [];
    const flood = Array.from({ length: 6 }, (_, index) =>
      classifier
        .classify(`${index} ${long}`, { signal, turn: `flood ${index}` })
        .then(() => order.push('long')),
    );
    const short = classifier
      .classify('a dog in a suit', { signal, turn: 'other' })
      .then(() => order.push('short'));
    await Promise.all([...flood, short]);
    expect(order[0]).toBe('short');
  });

  it('stops when its signal is aborted', async () => {
    await expect(classifier.classify('a dog', { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
