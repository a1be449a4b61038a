import { readFileSync } from 'node:fs';
import { rules } from '@shoji/core';
import { describe, expect, it } from 'vitest';

const lines = (name: string): string[] =>
  readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

const screen = rules();
/** The findings, without the mention of a child, which alone is no reason. */
const unsafe = (prompt: string) => screen.match(prompt).filter(({ category }) => category !== 'minor');

describe('harmless text with words of the lists', () => {
  it.each([
    ['harmless-words.txt', 300],
    ['harmless-sentences.txt', 100],
  ])('passes: %s', (file, count) => {
    const all = lines(file);
    expect(all).toHaveLength(count);
    expect(all.filter((line) => unsafe(line).length > 0)).toEqual([]);
  });

  it.each([
    '裸足で走る子供',
    'カップヌードル',
    'ピエロの絵',
    '考えろ',
    'ロリポップキャンディ',
    '三銃士の衣装',
    '殺虫剤のボトル',
    '少女漫画風の表紙',
  ])('passes: %s', (prompt) => expect(unsafe(prompt)).toEqual([]));

  it.each([
    'feliz año nuevo',
    'so schön',
    'çok sık',
    'arancia e limone, natura morta',
    'le pont neuf de nuit',
  ])('passes in other languages: %s', (prompt) => expect(unsafe(prompt)).toEqual([]));

  it('reads the name of a thing as such, and not as the verb of another language without its accent', () => {
    const categories = (prompt: string) => screen.match(prompt).map(({ category }) => category);
    expect(categories('a guillotine')).toEqual(['violence']);
    expect(categories('un roi guillotiné')).toContain('graphic');
    expect(categories('des reines guillotinées')).toContain('graphic');
  });
});
