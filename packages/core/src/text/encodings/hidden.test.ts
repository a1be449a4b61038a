import { describe, expect, it } from 'vitest';
import { hiddenViews } from './hidden.ts';

const tags = (text: string) =>
  [...text].map((unit) => String.fromCodePoint(0xe0000 + unit.charCodeAt(0))).join('');
/** A byte as its variation selector. */
const selectors = (text: string) =>
  [...new TextEncoder().encode(text)]
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join('');

describe('hiddenViews', () => {
  it('decode tags, each at its typed offset', () => {
    expect(hiddenViews(`a ${tags('cat')} b`)).toEqual([{ text: 'cat', offsets: Int32Array.of(2, 4, 6) }]);
  });

  it('read several stretches as one word and as several', () => {
    expect(hiddenViews(`a${tags('ca')}b${tags('ts')}`)).toEqual([
      { text: 'cats', offsets: Int32Array.of(1, 3, 6, 8) },
      { text: ' ca ts', offsets: Int32Array.of(1, 1, 3, 6, 6, 8) },
    ]);
  });

  it('decode all of printable ASCII, and nothing else', () => {
    expect(hiddenViews(tags(' ab~'))[0]?.text).toBe(' ab~');
    expect(hiddenViews(`${tags('ab')}\u{e001f}\u{e007f}`)[0]?.text).toBe('ab');
  });

  it('decode bytes that are written as variation selectors', () => {
    expect(hiddenViews(`x${selectors('cat')}`)).toEqual([{ text: 'cat', offsets: Int32Array.of(1, 3, 5) }]);
    const [view] = hiddenViews(`x${selectors('aé犬\t🐱b')}`);
    expect(view?.text).toBe('aé犬\t🐱b');
    expect([...(view?.offsets ?? [])]).toEqual([1, 3, 7, 13, 14, 14, 22]);
    expect(hiddenViews(selectors('aÿ\u0000b'))[0]?.text).toBe('aÿ\u0000b');
  });

  it('continue after bytes that are not UTF-8', () => {
    const broken = `${String.fromCodePoint(0xe0100 + 0xff - 16)}${selectors('ab')}`;
    expect(hiddenViews(broken)).toEqual([{ text: '\ufffdab', offsets: Int32Array.of(0, 2, 4) }]);
    // The replacement character may itself be encoded; it takes three bytes.
    const [view] = hiddenViews(selectors('\ufffdab'));
    expect([view?.text, ...(view?.offsets ?? [])]).toEqual(['\ufffdab', 0, 6, 8]);
  });

  it('return nothing for a text that hides no text', () => {
    expect(hiddenViews('a dog ♥\ufe0f')).toEqual([]);
    expect(hiddenViews('a dog')).toEqual([]);
    expect(hiddenViews(tags('1a2'))).toEqual([]);
    expect(hiddenViews(`${tags('1')}\u{e01ef}`)).toEqual([]);
  });
});
