// Builds data/glyphs.json: the outlines of the letters that a caption can show.
// npm run ts -- packages/sample-generator/src/build-glyphs.ts inter-latin-600-normal.woff
// The font is of the npm package @fontsource/inter 5.3.0 (OFL 1.1).
import { readFileSync, writeFileSync } from 'node:fs';
import opentype from 'opentype.js';

/** Units of a letter's height, as in data/label.json. */
const SIZE = 100;
/** Printable ASCII, and the lower-case letters of Latin-1. */
const LETTERS = [between(0x20, 0x7e), between(0xdf, 0xff)].join('');

const { buffer, byteOffset, byteLength } = readFileSync(process.argv[2] ?? '');
const font = opentype.parse(buffer.slice(byteOffset, byteOffset + byteLength));
const glyphs = Object.fromEntries(
  [...LETTERS].map((letter) => {
    if (font.charToGlyphIndex(letter) === 0) throw new Error(`the font has no ${letter}`);
    const glyph = font.charToGlyph(letter);
    const width = Math.round(((glyph.advanceWidth ?? 0) / font.unitsPerEm) * SIZE);
    return [letter, [width, glyph.getPath(0, 0, SIZE).toPathData(0)]];
  }),
);
writeFileSync(new URL('./data/glyphs.json', import.meta.url), `${JSON.stringify(glyphs, null, 1)}\n`);

function between(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');
}
