import type { EncodedImage } from '@shoji/core';
import { encodeRgb, rasterise } from '@shoji/pixels';
import font from './data/glyphs.json' with { type: 'json' };
import { type Language, linesOf, type Reason } from './phrases.ts';

const GLYPHS = new Map<string, readonly [width: number, path: string]>(
  Object.entries(font.glyphs).map(([character, [width, path]]) => [character, [Number(width), String(path)]]),
);
/** Limits of a side in pixels: smaller text could not be read, and a larger picture says no more. */
const SIDES = { min: 64, max: 1536 };
const MARGIN = 0.08;

/**
 * A PNG in place of a picture that is not shown: a paper screen with a text that says what happened and why. It is
 * drawn from the verdict alone.
 */
export async function placeholder(
  reason: Reason,
  language: Language,
  size: { readonly width: number; readonly height: number },
): Promise<EncodedImage> {
  const key = JSON.stringify([reason, language, size]);
  const known = drawn.get(key);
  if (known) return known;
  const [width, height] = [clamp(size.width), clamp(size.height)];
  const svg = compose(linesOf(reason, language), language, width, height);
  const picture = await encodeRgb(await rasterise(svg, width, height));
  if (drawn.size >= MOST_DRAWN) drawn.clear();
  drawn.set(key, picture);
  return picture;
}

// Cached: the same few reasons and sizes repeat, and drawing one takes as long as encoding a picture.
const drawn = new Map<string, EncodedImage>();
const MOST_DRAWN = 32;

function clamp(side: number): number {
  return Math.max(SIDES.min, Math.min(SIDES.max, Math.round(side) || 512));
}

function compose(lines: readonly string[], language: Language, width: number, height: number): string {
  const room = width * (1 - 2 * MARGIN);
  // The largest letters with which the text still fits.
  let size = Math.min(width, height) * 0.075;
  let rows = wrapAll(lines, language, room, size);
  while (size > 6 && rows.length * size * 1.5 > height * 0.7) {
    size *= 0.9;
    rows = wrapAll(lines, language, room, size);
  }
  const step = size * 1.5;
  const top = (height - rows.length * step) / 2 + size;
  const text = rows
    .map((row, index) => write(row, (width - measure(row, size)) / 2, top + index * step, size, '#3a3a46'))
    .join('');
  const small = Math.max(8, size * 0.55);
  const name = write('Shoji', (width - measure('Shoji', small)) / 2, height - small, small, '#8a8478');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="#f6f1e4"/>${lattice(width, height)}${text}${name}</svg>`;
}

/** The wooden bars of a paper screen. */
function lattice(width: number, height: number): string {
  const bars = [1 / 4, 1 / 2, 3 / 4];
  const d = [
    ...bars.map((at) => `M${width * at} 0V${height}`),
    ...bars.map((at) => `M0 ${height * at}H${width}`),
  ].join('');
  const stroke = Math.max(1, Math.min(width, height) / 200);
  return `<path d="${d}" stroke="#e4dac3" stroke-width="${stroke}"/><rect width="100%" height="100%" fill="none" stroke="#a48d66" stroke-width="${stroke * 6}"/>`;
}

function wrapAll(lines: readonly string[], language: Language, room: number, size: number): string[] {
  return lines.flatMap((line) => wrap(line, language, room, size));
}

/** Breaks between words, or, in Japanese, between characters. */
function wrap(line: string, language: Language, room: number, size: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const part of language === 'ja' ? line : line.split(/(?<= )/)) {
    if (row !== '' && measure((row + part).trimEnd(), size) > room) {
      rows.push(row.trimEnd());
      row = '';
    }
    row += part;
  }
  return [...rows, row];
}

function measure(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + ((GLYPHS.get(character)?.[0] ?? 50) * size) / 100, 0);
}

function write(text: string, x: number, y: number, size: number, fill: string): string {
  let at = x;
  const paths = [...text].map((character) => {
    const [width, d] = GLYPHS.get(character) ?? [50, ''];
    const path = `<path transform="translate(${at.toFixed(1)} ${y.toFixed(1)}) scale(${(size / 100).toFixed(4)})" d="${d}"/>`;
    at += (width * size) / 100;
    return path;
  });
  return `<g fill="${fill}">${paths.join('')}</g>`;
}
