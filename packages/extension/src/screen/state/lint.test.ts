import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../client/defaults.ts';
import type { PolicyFacts } from '../client/policy.ts';
import { type Concern, createLinting, type Lint } from './lint.ts';

const facts: PolicyFacts = {
  name: 'standard',
  reveal: true,
  generator: undefined,
  limits: DEFAULT_LIMITS,
  uncovered: { prompt: [], image: [] },
  prompt: { thresholds: {}, namesWords: true, checks: [] },
};

/** Matches every `x` as a word, and prompts that contain a `y` as a whole. */
const lint: Lint = {
  words(prompt) {
    const spans = [...prompt.matchAll(/x/g)].map(({ index }): [number, number] => [index, index + 1]);
    return spans.length > 0 ? [{ category: 'profanity', decision: 'warn', spans }] : [];
  },
  rewordings: (_, span, category) => [{ span, text: category, word: category }],
  async whole(prompt) {
    const concern = (category: string): Concern => ({ category, decision: 'reject', spans: [] });
    return prompt.includes('y') ? [concern('violence'), concern('profanity')] : [];
  },
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(policy: PolicyFacts | undefined = facts) {
  const typed = signal('');
  const linting = createLinting(Promise.resolve(lint), typed, signal(policy));
  await Promise.resolve();
  return { typed, linting, categories: () => linting.concerns.value.map(({ category }) => category) };
}

describe('the linting', () => {
  it('marks words at once, and judges the whole prompt when typing pauses', async () => {
    const { typed, linting, categories } = await open();
    typed.value = 'xy';
    expect(linting.marks.value).toEqual([{ decision: 'warn', span: [0, 1] }]);
    expect(categories()).toEqual(['profanity']);
    await vi.advanceTimersByTimeAsync(300);
    expect(categories()).toEqual(['profanity', 'violence']);
    typed.value = 'xyz';
    expect(categories()).toEqual(['profanity']);
  });

  it('waits during a composition of an input method, and keeps the marks before the composed text', async () => {
    const { typed, linting, categories } = await open();
    typed.value = 'x a x';
    linting.composing.value = true;
    typed.value = 'x axx x';
    expect(linting.marks.value.map(({ span }) => span)).toEqual([[0, 1]]);
    expect(categories()).toEqual(['profanity']);
    linting.composing.value = false;
    expect(linting.marks.value.map(({ span }) => span)).toEqual([
      [0, 1],
      [3, 4],
      [4, 5],
      [6, 7],
    ]);
  });

  it('finds nothing when the operator does not publish the rules', async () => {
    const { typed, linting } = await open({ ...facts, prompt: undefined });
    typed.value = 'xy';
    await vi.advanceTimersByTimeAsync(300);
    expect(linting.concerns.value).toEqual([]);
  });
});
