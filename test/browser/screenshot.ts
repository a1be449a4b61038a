import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** Largest file that a README should load, in bytes. */
const LARGEST = 200_000;

/**
 * Writes the contents of the window as a PNG of at most 200 kB, with as many colours as fit into that.
 * @throws Error when even the fewest colours are too many bytes.
 */
export async function takeScreenshot(page: Page, path: string): Promise<void> {
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  for (const colours of [undefined, 256, 128, 64]) {
    const png = colours ? { palette: true, colours, effort: 10 } : { compressionLevel: 9 };
    const bytes = await sharp(shot).png(png).toBuffer();
    if (bytes.length > LARGEST) continue;
    await writeFile(path, bytes);
    return;
  }
  throw new Error(`${path} does not fit into ${LARGEST} bytes.`);
}
