import { describe, expect, it } from 'vitest';
import { forwardsOfASignal } from './npm-chain.ts';

const npm = { pid: 3, parent: 2, command: 'npm run shoji' };
const shell = { pid: 2, parent: 1, command: 'sh -c npm run shoji' };

describe('a signal to the process group', () => {
  it.each([
    ['once without a package manager', [], 0],
    ['once behind a shell, which forwards nothing', [shell, npm], 0],
    ['twice behind npm', [npm, shell], 1],
    [
      'three times behind npm that npm started',
      [npm, { ...npm, pid: 2, command: 'npx shoji' }, shell, npm],
      2,
    ],
    ['as often as there are package managers and nothing else', [npm, npm], 2],
  ])('arrives %s', (_, chain, forwards) => {
    expect(forwardsOfASignal(chain)).toBe(forwards);
  });
});
