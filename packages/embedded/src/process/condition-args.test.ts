import { expect, it } from 'vitest';
import { conditionArgs } from './condition-args.ts';

it('keeps conditions in every spelling, in order', () => {
  const args = ['-C', 'a', '--conditions=b', '--conditions', 'c', '-C=d'];
  expect(conditionArgs(args)).toEqual(args);
});

it('drops every other argument, and the values of other options', () => {
  expect(conditionArgs(['--inspect=9229', '-C', 'a', '--import', './b.js', '--eval', 'c'])).toEqual([
    '-C',
    'a',
  ]);
});
