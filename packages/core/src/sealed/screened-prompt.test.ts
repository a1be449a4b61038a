import { expect, it } from 'vitest';
import { sealPrompt } from './screened-prompt.ts';

it('covers exactly the texts that were screened', () => {
  const prompt = sealPrompt('a dog', ['in a suit']);
  expect(prompt.text).toBe('a dog');
  expect(['a dog', 'in a suit', 'a', 'A dog', ''].map((text) => prompt.covers(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
