import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.ts';

const PRICES = { 'x.image': 0.001 };
const one = [{ item: 'x.image', quantity: 1 }];

describe('createBudget', () => {
  it('never lets calls that are under way together exceed the limit', async () => {
    const budget = createBudget(PRICES, 0.005, 0.001);
    const settle = [await budget.reserve()];
    settle[0]?.(one);
    for (let call = 1; call < 10; call += 1) settle.push(await budget.reserve());
    expect(settle.filter((each) => each !== undefined)).toHaveLength(5);
    for (const each of settle.slice(1)) each?.(one);
    expect(budget.spent).toBeCloseTo(0.005, 10);
    expect(await budget.reserve()).toBeUndefined();
  });

  it('sends the first picture ahead when nobody knows what one costs', async () => {
    const budget = createBudget(PRICES, 0.0025);
    const first = await budget.reserve();
    const others = [budget.reserve(), budget.reserve(), budget.reserve()];
    first?.(one);
    const reserved = await Promise.all(others);
    expect(reserved.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it('counts what earlier runs have spent', async () => {
    const budget = createBudget(PRICES, 0.002);
    budget.book(one);
    budget.book(one);
    expect(await budget.reserve()).toBeUndefined();
  });

  it('limits nothing that is free, and nothing when there is no limit', async () => {
    const free = createBudget({}, 0.001);
    (await free.reserve())?.([]);
    const unlimited = createBudget(PRICES, undefined, 1);
    for (let call = 0; call < 100; call += 1) {
      expect(await free.reserve()).toBeDefined();
      expect(await unlimited.reserve()).toBeDefined();
    }
  });
});
