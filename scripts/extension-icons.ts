// Draws the extension's icons in the sizes that browsers ask for, from the one drawing.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../packages/extension/src/icons/', import.meta.url));
const drawing = await readFile(`${folder}icon.svg`);

for (const size of [16, 32, 48, 128]) {
  // Drawn at the size itself, so that the lattice falls on whole pixels as far as it can.
  const png = await sharp(drawing, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toBuffer();
  await writeFile(`${folder}icon-${size}.png`, png);
  console.log(`icon-${size}.png`);
}
