import { describe, expect, it } from 'vitest';
import { paintCaption, sentenceOf } from './caption.ts';

describe('sentenceOf', () => {
  it.each([
    [['xyzzy'], 'Could not draw: xyzzy'],
    [['swimming wear', 'quux'], 'Could not draw: swimming wear, quux'],
    [['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7'], 'Could not draw: a1, b2, c3, d4, e5 and 2 more words'],
    [['самовар'], 'Could not draw 1 word'],
    [['crème brûlée', '歌舞伎'], 'Could not draw: crème brûlée and 1 more word'],
    [['x'.repeat(29), '囲碁'], 'Could not draw 2 words'],
  ])('%j', (missing, sentence) => {
    expect(sentenceOf(missing)).toBe(sentence);
  });
});

describe('paintCaption', () => {
  it('breaks lines so that each letter is inside the picture', () => {
    const svg = paintCaption('Could not draw: one, two, three, four and 12 more words', 256, 256);
    const places = [...svg.matchAll(/translate\(([\d.]+) ([\d.]+)\)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(new Set(places.map(([, y]) => y)).size).toBeGreaterThan(1);
    expect(Math.max(...places.map(([x = 0]) => x))).toBeLessThan(245);
    expect(svg).not.toContain('<text');
  });
});
