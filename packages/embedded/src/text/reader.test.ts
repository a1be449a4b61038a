import { CheckError, rules } from '@shoji/core';
import { parseTermList, wordsInPictures } from '@shoji/core/text';
import { encodeUnder } from '@shoji/pixels';
import { afterAll, describe, expect, it } from 'vitest';
import { embeddedTextReader } from './reader.ts';

const signal = new AbortController().signal;
const reader = embeddedTextReader();
afterAll(reader.close);

const FONTS = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'];
const WORDS = ['MARMALADE', 'sandwich', 'Lantern'];

/** A white picture of 512 × 512 with words below each other. */
function picture(words: readonly string[], size: number, font = FONTS[0]) {
  const lines = words.map(
    (word, index) =>
      `<text x="40" y="${100 + index * 140}" font-family="${font}" font-size="${size}" fill="#112">${word}</text>`,
  );
  const white = { width: 1, height: 1, data: Uint8Array.of(250, 250, 245) };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512">${lines.join('')}</svg>`;
  return encodeUnder(svg, white, 512, 512);
}
const textsIn = async (...drawn: Parameters<typeof picture>) =>
  (await reader.read(await picture(...drawn), { signal })).lines;

describe('the embedded text reader', () => {
  it.each(FONTS.flatMap((font) => [24, 40, 64].map((size) => [font, size] as const)))(
    'reads words in %s, %i pixels high',
    async (font, size) => {
      const lines = await textsIn(WORDS, size, font);
      expect(lines.map(({ text }) => text)).toEqual(WORDS);
      expect(Math.min(...lines.map(({ confidence }) => confidence))).toBeGreaterThan(0.5);
    },
  );

  it('tells where a line is, in fractions of the picture, and its version', async () => {
    const { lines, model } = await reader.read(await picture(['Lantern'], 64), { signal });
    const { left = 0, top = 0, width = 0, height = 0 } = lines[0]?.box ?? {};
    expect([left, top].map((each) => Math.round(each * 10))).toEqual([1, 1]);
    expect(left + width).toBeGreaterThan(0.4);
    expect(left + width).toBeLessThan(0.7);
    expect(top + height).toBeCloseTo(0.2, 1);
    expect(model).toMatch(/^tesseract \d/);
  });

  it('reads nothing in a picture without words', async () => {
    expect(await textsIn([], 40)).toEqual([]);
  });

  it('gives the rules of prompts what a picture says', async () => {
    const own = rules({ lexicon: false, terms: parseTermList('marmalade\n') });
    const moderator = wordsInPictures({ reader, rules: [own] });
    expect((await moderator.moderate(await picture(WORDS, 40), { signal })).findings).toHaveLength(1);
    expect((await moderator.moderate(await picture(['sandwich'], 40), { signal })).findings).toEqual([]);
  });

  it('fails, and does not pass the picture, when the picture cannot be read', async () => {
    const broken = { mediaType: 'image/jpeg', width: 8, height: 8, bytes: Uint8Array.of(1, 2, 3) } as const;
    await expect(reader.read(broken, { signal })).rejects.toThrow(CheckError);
    expect(await textsIn(['sandwich'], 40)).toMatchObject([{ text: 'sandwich' }]);
  });

  it('stops when its signal is aborted', async () => {
    const stopped = AbortSignal.abort(new Error('no longer wanted'));
    await expect(reader.read(await picture([], 40), { signal: stopped })).rejects.toThrow('no longer wanted');
  });
});
