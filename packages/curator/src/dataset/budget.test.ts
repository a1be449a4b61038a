import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.ts';

const PRICES = { 'x.image': 0.001 };
const one = [{ item: 'x.image', quantity: 1 }];

describe('createBudget', () => {
  it('never lets concurrent calls together exceed the limit', async () => {
    const budget = createBudget(PRICES, 0.005, { picture: 0.001 });
    const settle = [await budget.reserve('picture')];
    settle[0]?.(one);
    for (let call = 1; call < 10; call += 1) settle.push(await budget.reserve('picture'));
    expect(settle.filter((each) => each !== undefined)).toHaveLength(5);
    for (const each of settle.slice(1)) each?.(one);
    expect(budget.spent).toBeCloseTo(0.005, 10);
    expect(await budget.reserve('picture')).toBeUndefined();
  });

  it('sends the first picture alone while the price is unknown', async () => {
    const budget = createBudget(PRICES, 0.0025);
    const first = await budget.reserve('picture');
    const others = [budget.reserve('picture'), budget.reserve('picture'), budget.reserve('picture')];
    first?.(one);
    const reserved = await Promise.all(others);
    expect(reserved.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it('counts the spending of earlier runs', async () => {
    const budget = createBudget(PRICES, 0.002);
    budget.book('picture', one);
    budget.book('picture', one);
    expect(await budget.reserve('picture')).toBeUndefined();
  });

  it('limits nothing that is free, and nothing without a limit', async () => {
    const free = createBudget({}, 0.001);
    (await free.reserve('picture'))?.([]);
    const unlimited = createBudget(PRICES, undefined, { picture: 1 });
    for (let call = 0; call < 100; call += 1) {
      expect(await free.reserve('picture')).toBeDefined();
      expect(await unlimited.reserve('picture')).toBeDefined();
    }
  });

  it('keeps a separate price for each kind', async () => {
    const budget = createBudget({ 'x.prompt': 0.003 }, 0.004);
    (await budget.reserve('prompt'))?.([{ item: 'x.prompt', quantity: 1 }]);
    for (let call = 0; call < 12; call += 1) {
      const settle = await budget.reserve('picture');
      expect(settle).toBeDefined();
      settle?.([]);
    }
    expect([budget.most('prompt'), budget.most('picture')]).toEqual([0.003, 0]);
    expect(await budget.reserve('prompt')).toBeUndefined();
  });
});
