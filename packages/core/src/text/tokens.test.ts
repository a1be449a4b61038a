import { expect, it } from 'vitest';
import { estimateTokens } from './tokens.ts';

it.each([
  ['', 0],
  ['dogs', 1],
  ['house', 2],
  ['a dog in a suit', 5],
  ['dog, cat', 3],
  ['1234', 4],
  ['é', 2],
  ['犬', 3],
  ['🐱', 4],
  [' \n', 0],
  ['\u07ff\u0800', 5],
])('%j is at most %d tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
