/**
 * Writes data/glyphs.json: the outlines of every character that a placeholder can show.
 * `node build-glyphs.ts <font.woff> …` with the 600-normal files of the npm package @fontsource/noto-sans-jp (OFL 1.1);
 * the first font that has a character draws it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import opentype from 'opentype.js';
import { alphabet } from './phrases.ts';

const SIZE = 100;
const fonts = process.argv.slice(2).map((file) => {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return opentype.parse(buffer.slice(byteOffset, byteOffset + byteLength));
});

const glyphs = Object.fromEntries(
  [...alphabet()].map((character) => {
    const font = fonts.find((each) => each.charToGlyphIndex(character) > 0);
    if (!font) throw new Error(`no font has ${character}`);
    const glyph = font.charToGlyph(character);
    const width = Math.round(((glyph.advanceWidth ?? 0) / font.unitsPerEm) * SIZE);
    return [character, [width, glyph.getPath(0, 0, SIZE).toPathData(0)]];
  }),
);
const source = 'Noto Sans JP SemiBold (SIL Open Font License 1.1), 100 units high; made by build-glyphs.ts';
writeFileSync(
  new URL('data/glyphs.json', import.meta.url),
  `${JSON.stringify({ source, glyphs }, null, 1)}\n`,
);
