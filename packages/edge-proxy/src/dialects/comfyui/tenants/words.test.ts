import { expect, it } from 'vitest';
import { inOwnWords } from './words.ts';

const words = {
  replaced: [
    { sent: 'no gore, fog', typed: 'fog' },
    { sent: 'shoji-xyz/', typed: '' },
    { sent: 'shoji-xyz', typed: '' },
  ],
  operators: 'no gore',
  added: new Map([['shoji-1', '7']]),
};

it.each([
  ['a text as it was typed', { text: ['no gore, fog'] }, { text: ['fog'] }],
  ['a text inside of another', 'Error in "no gore, fog" at shoji-xyz/cat.png', 'Error in "fog" at cat.png'],
  ['nothing of a text that cannot be told apart', { trace: 'got no gore, mist' }, { trace: '' }],
  [
    'the client’s node in place of an added one',
    { node: 'shoji-1', display_node: 'shoji-1' },
    { node: '7', display_node: '7' },
  ],
  ['each node once', { nodes: ['4', '7', 'shoji-1'] }, { nodes: ['4', '7'] }],
  [
    'numbers and lists as they are',
    { size: [64, 64], done: true, none: null },
    { size: [64, 64], done: true, none: null },
  ],
  [
    'the progress of a node, and not of one beside it',
    { nodes: { '7': { value: 1 }, 'shoji-1': { value: 0 } } },
    { nodes: { '7': { value: 1 } } },
  ],
  [
    'the progress of one beside it, where there is no other',
    { 'shoji-1': { value: 0 } },
    { '7': { value: 0 } },
  ],
])('passes on %s', (_, told, own) => {
  expect(inOwnWords(told, words)).toEqual(own);
});
