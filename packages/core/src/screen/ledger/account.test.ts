import { expect, it } from 'vitest';
import { Account, costOf } from './account.ts';

const prices = { 'model.image': 0.25, 'model.token': 0.001 };

it('adds up prices per item, and lists items without a price', () => {
  const usage = [
    { item: 'model.image', quantity: 3 },
    { item: 'model.second', quantity: 2 },
  ];
  expect(costOf(usage, prices)).toEqual({
    estimate: 0.75,
    items: [
      { item: 'model.image', quantity: 3, usd: 0.75 },
      { item: 'model.second', quantity: 2, usd: 0 },
    ],
  });
});

it('adds up the usage of one item, and returns the cost of each booking', () => {
  const account = new Account(prices);
  expect(account.book([{ item: 'model.image', quantity: 1 }]).estimate).toBe(0.25);
  expect(account.book([{ item: 'model.image', quantity: 2 }]).estimate).toBe(0.5);
  expect(account.usage()).toEqual([{ item: 'model.image', quantity: 3 }]);
  expect(account.cost().estimate).toBe(0.75);
});

it('costs nothing before a generator has made pictures', () => {
  const account = new Account();
  expect(account.paid).toBe(false);
  account.pay();
  expect(account.paid).toBe(true);
});

it('redacts the words of every text that it was given', () => {
  const account = new Account();
  account.conceal(['a velvet giraffe']);
  account.conceal(['marble']);
  expect(account.causeOf(new Error('no velvet, no marble, no wood'))).toBe('Error: no …, no …, no wood');
});

it('records each error once', () => {
  const account = new Account();
  const [first, second] = [new Error('same'), new Error('same')];
  expect([first, first, second, second].map((error) => account.isNew(error))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
