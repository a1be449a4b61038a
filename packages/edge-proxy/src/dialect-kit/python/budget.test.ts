import { describe, expect, it } from 'vitest';
import { Budget, Unevaluable } from './budget.ts';

describe('a budget', () => {
  it('allows texts of 65,536 characters, and four million in total', () => {
    const budget = new Budget();
    expect(() => budget.fits(65_536)).not.toThrow();
    expect(() => budget.fits(65_537)).toThrow(Unevaluable);
    expect(() => budget.characters(65_537)).toThrow('a text that is too long for a prompt');
    for (let count = 0; count < 61; count++) budget.characters(65_536);
    expect(() => budget.characters(2_304)).not.toThrow();
    expect(() => budget.characters(1)).toThrow('more text than the proxy evaluates');
  });

  it('allows twenty million steps', () => {
    const budget = new Budget();
    expect(() => budget.steps(20_000_000)).not.toThrow();
    expect(() => budget.steps(1)).toThrow('longer to search');
  });
});
