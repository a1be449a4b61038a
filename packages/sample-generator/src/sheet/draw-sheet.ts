/**
 * Draws a contact sheet: one sample picture for each line of a list of prompts.
 * `npm run sheet -- LIST.txt OUT.png [FIRST] [COUNT]`; without arguments the everyday prompts, into contact-sheet.png.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { decodeRgb, encodeRgb } from '@shoji/pixels';
import { renderSample } from '../render.ts';

const [list, out = 'contact-sheet.png', first = '1', count = '100'] = process.argv.slice(2);
/** Side of a picture on the sheet, half of what is drawn. */
const SIDE = 256;
const COLUMNS = 5;
/** White pixels between pictures. */
const GAP = 4;

const start = Number(first) - 1;
const prompts = readFileSync(list ?? new URL('./everyday.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .slice(start, start + Number(count));
const cell = SIDE + GAP;
const [width, height] = [COLUMNS * cell, Math.ceil(prompts.length / COLUMNS) * cell];
const sheet = new Uint8Array(width * height * 3).fill(255);
for (const [at, prompt] of prompts.entries()) {
  const seed = 7 + start + at;
  const picture = await renderSample({ prompt, negativePrompt: '', seed, width: 2 * SIDE, height: 2 * SIDE });
  copyHalved((await decodeRgb(picture)).data, (at % COLUMNS) * cell, Math.floor(at / COLUMNS) * cell);
  process.stdout.write(`${start + at + 1}\t${prompt}\n`);
}
writeFileSync(out, (await encodeRgb({ width, height, data: sheet })).bytes);

/** Copies a picture to the sheet: each pixel there is the mean of four. */
function copyHalved(data: Uint8Array, left: number, top: number): void {
  const row = 2 * SIDE * 3;
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE * 3; x += 1) {
      const from = 2 * y * row + 6 * Math.floor(x / 3) + (x % 3);
      const sum = [from, from + 3, from + row, from + row + 3].reduce(
        (total, each) => total + (data[each] ?? 0),
        0,
      );
      sheet[((top + y) * width + left) * 3 + x] = sum / 4;
    }
  }
}
