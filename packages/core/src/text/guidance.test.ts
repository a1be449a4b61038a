import { describe, expect, it } from 'vitest';
import { hasNegativeWeight, ignoresNegatives, paintsNegatives } from './guidance.ts';

describe('guidance', () => {
  it.each([
    [7.5, false, false],
    [1.01, false, false],
    [1, false, true],
    [0.99, true, true],
    [0, true, true],
    [-2, true, true],
    [Number.NaN, true, true],
  ])('at %d inverts negatives: %s, ignores them: %s', (scale, paints, ignores) => {
    expect(paintsNegatives(scale)).toBe(paints);
    expect(ignoresNegatives(scale)).toBe(ignores);
  });
});

describe('a negative weight', () => {
  it.each([
    ['(crow:-1)', true, true],
    ['(crow: -.5)', true, true],
    ['(crow:\u001c-1)', false, true],
    ['(crow:-inf)', false, true],
    ['(crow:1.2)', false, false],
    ['crow, half-timbered house', false, false],
    ['ratio 3:4 - wide', false, false],
  ])('%j: in the web UI %s, in ComfyUI %s', (text, webUi, comfyUi) => {
    expect(hasNegativeWeight(text)).toBe(webUi);
    expect(hasNegativeWeight(text, 'comfyui')).toBe(comfyUi);
  });
});
