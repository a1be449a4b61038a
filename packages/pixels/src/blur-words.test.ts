import type { EncodedImage } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { blurImage } from './blur.ts';
import { encodePng } from './encode.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

// The attacker has a blurred picture and knows its size, its colours, and that one of these words fills it.
const WORDS = [
  'MILK',
  'LIME',
  'JAZZ',
  'WOOL',
  'HAND',
  'TITANIUM',
  'MARZIPAN',
  'ILLUSION',
  'HOMEMADE',
  'FLAMINGO',
];
const FONTS = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'];
const CHANCE = 1 / WORDS.length;

const SHAPES = [
  [1, 16],
  [1, 8],
  [1, 4],
  [1, 2],
  [1, 1],
  [2, 1],
  [4, 1],
  [8, 1],
  [16, 1],
] as const;
/** A large square is blurred like a small one; a blur that depends on the short side would fail at large long pictures. */
const longSides = (across: number, down: number, ink: Ink) =>
  across * down >= 8 && ink === BLACK_ON_WHITE ? [256, 1024] : [256];

type Colour = readonly [number, number, number];
/** Colours of the letters and of the background. */
type Ink = readonly [name: string, ink: Colour, ground: Colour];
const BLACK_ON_WHITE: Ink = ['black on white', [0, 0, 0], [255, 255, 255]];
const INKS: readonly Ink[] = [
  BLACK_ON_WHITE,
  ['white on black', [255, 255, 255], [0, 0, 0]],
  ['red on green', [220, 40, 30], [30, 160, 60]],
];

/** A word without a margin, black on white. */
async function letters(word: string, font: string): Promise<Buffer> {
  const width = word.length * 110 + 100;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="200"><rect width="100%" height="100%" fill="#fff"/><text x="20" y="150" font-family="${font}" font-weight="bold" font-size="120">${word}</text></svg>`;
  const png = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
  return sharp(png).trim().greyscale().png().toBuffer();
}

/** The letters stretched over a picture, along its long side. */
async function picture(
  word: Buffer,
  [across, down]: readonly [number, number],
  long: number,
  [, ink, ground]: Ink,
): Promise<EncodedImage> {
  const size = [long, Math.round((long * Math.min(across, down)) / Math.max(across, down))] as const;
  const flat = await sharp(word)
    .resize(...size, { fit: 'fill' })
    .png()
    .toBuffer();
  const grey = await toPixels(sharp(flat).rotate(down > across ? 90 : 0));
  const data = grey.data.map((value, at) => {
    const paper = value / 255;
    return (ink[at % 3] ?? 0) * (1 - paper) + (ground[at % 3] ?? 0) * paper;
  });
  return encodePng(fromPixels({ ...grey, data }));
}

/** The vector for comparison: each channel of a small copy minus its mean, normalised to length 1. */
async function signature({ bytes }: EncodedImage): Promise<number[]> {
  const { data } = await toPixels(sharp(bytes).resize(48, 48, { fit: 'fill' }));
  const mean = [0, 1, 2].map((channel) => {
    const values = data.filter((_, at) => at % 3 === channel);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const centred = Array.from(data, (value, at) => value - (mean[at % 3] ?? 0));
  const length = Math.hypot(...centred) || 1;
  return centred.map((value) => value / length);
}

const correlation = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

/** How often the true word has the highest correlation with the same blur of all words in the other fonts. */
async function readShare(
  shape: readonly [number, number],
  long: number,
  inks: Ink,
  words: readonly (readonly Buffer[])[],
  look: (image: EncodedImage) => Promise<EncodedImage>,
): Promise<number> {
  const seen = await Promise.all(
    words.map((row) =>
      Promise.all(row.map(async (word) => signature(await look(await picture(word, shape, long, inks))))),
    ),
  );
  let read = 0;
  for (const [font, row] of seen.entries()) {
    const others = seen.filter((_, other) => other !== font);
    for (const [word, one] of row.entries()) {
      const scores = WORDS.map((_, at) =>
        Math.max(...others.map((known) => correlation(one, known[at] ?? []))),
      );
      const best = Math.max(...scores);
      const tied = scores.filter((score) => score === best).length;
      if (scores[word] === best) read += 1 / tied;
    }
  }
  return read / (WORDS.length * FONTS.length);
}

const fonts = Promise.all(FONTS.map((font) => Promise.all(WORDS.map((word) => letters(word, font)))));

/** The share of correct guesses that chance exceeds once in a thousand times. */
const luck = (guesses: number) => CHANCE + 3.1 * Math.sqrt((CHANCE * (1 - CHANCE)) / guesses);

describe('words in a blurred picture', () => {
  it('can be read in the sharp picture, so the reader works', async () => {
    const same = async (image: EncodedImage) => image;
    expect(await readShare([4, 1], 256, BLACK_ON_WHITE, await fonts, same)).toBeGreaterThan(0.8);
  });

  it.each(SHAPES)('are read no more often than by chance in a shape of %i:%i', async (across, down) => {
    const words = await fonts;
    for (const inks of INKS) {
      for (const long of longSides(across, down, inks)) {
        const share = await readShare([across, down], long, inks, words, blurImage);
        expect(share, `${inks[0]}, ${long} px`).toBeLessThan(luck(WORDS.length * FONTS.length));
      }
    }
  });
});
