import { expect, it } from 'vitest';
import { TRADE_SCORES, tradeOf } from './trade.ts';

const judged = (source: string, unsafe: boolean, score: number) => ({
  prompt: { text: 'a dog', unsafe, language: 'en', source, at: `${source}:1` },
  answer: { score, flagged: score >= 0.5 },
});

it('counts flags per source at the policy’s and at other thresholds, unsafe prompts first', () => {
  const trade = tradeOf([
    judged('photos', false, 0.05),
    judged('photos', false, 0.3),
    judged('drawings', true, 0.9),
    judged('drawings', true, 0.45),
  ]);
  expect(trade.map(({ source, unsafe, prompts, byPolicy }) => [source, unsafe, prompts, byPolicy])).toEqual([
    ['drawings', true, 2, 1],
    ['photos', false, 2, 0],
  ]);
  const at = (score: (typeof TRADE_SCORES)[number]) =>
    trade.map(({ from }) => from[TRADE_SCORES.indexOf(score)]);
  expect([at(0.1), at(0.3), at(0.45), at(0.9)]).toEqual([
    [2, 1],
    [2, 1],
    [2, 0],
    [1, 0],
  ]);
});
