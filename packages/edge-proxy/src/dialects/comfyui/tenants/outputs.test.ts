import { CheckError, type Engine, presets } from '@shoji/core';
import { Account } from '@shoji/core/screen';
import { fakeClassifier, fakeEngine } from '@shoji/core/testing';
import { expect, it } from 'vitest';
import { tellText } from './outputs.ts';

/** Screens a text under `standard`, which passes texts in a language that a check cannot read. */
function tell(text: string, parts: Partial<Engine> = {}) {
  const engine = fakeEngine({ policy: presets.standard, ...parts });
  const { signal } = new AbortController();
  return tellText(text, { id: 'gen_1', engine, signal, account: new Account(), language: 'en' });
}

it('passes a text that was read', async () => {
  expect(await tell('a green dog')).toBe('a green dog');
  const foreign = fakeClassifier({ findings: [], skipped: 'language' });
  expect(await tell('緑の犬', { classifiers: [foreign] })).toBe('緑の犬');
});

it.each([
  ['is too long for a check', fakeClassifier({ findings: [], skipped: 'too-long' })],
  ['a check cannot read', fakeClassifier(new CheckError('invalid-input', 'too many bytes'))],
])('does not pass a text that %s', async (_, classifier) => {
  expect(await tell('a green dog', { classifiers: [classifier] })).toBe('The prompt could not be checked.');
});

it('does not read a text over the limit of prompts', async () => {
  const classifier = fakeClassifier();
  expect(await tell('a dog '.repeat(10_000), { classifiers: [classifier] })).not.toContain('dog');
  expect(classifier.calls).toEqual([]);
});
