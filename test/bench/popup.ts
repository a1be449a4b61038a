// Measures the size of the built popup, and the time from opening it to the first typed letter.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launchExtension } from '../extension/chromium-extension.ts';

const OPENINGS = 15;
const dist = fileURLToPath(new URL('../../packages/extension/dist/chromium/', import.meta.url));

const extension = await launchExtension();
const times: number[] = [];
const loaded = new Set<string>();
for (let at = 0; at < OPENINGS; at++) {
  const page = await extension.context.newPage();
  page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
  await page.goto(new URL('popup/index.html', extension.desk.url()).href, { waitUntil: 'commit' });
  await page.locator('textarea:focus').waitFor();
  // From the navigation timing, so that the driver's round trips do not count.
  times.push(
    await page.evaluate(() => performance.getEntriesByName('ready').at(-1)?.startTime ?? Number.NaN),
  );
  await page.close();
}
await extension.close();

const sizes = new Map<string, number>();
for (const path of loaded) {
  const bytes = await readFile(dist + path.slice(1)).catch(() => undefined);
  if (bytes) sizes.set(path, gzipSync(bytes).length);
}
const total = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
// The files that the document names are loaded before anything is shown; the lint loads the rest after the form.
const html = await readFile(`${dist}popup/index.html`, 'utf8');
const first = [...sizes.keys()].filter((path) => path.endsWith('.html') || html.includes(path));
times.sort((a, b) => a - b);
for (const [path, size] of sizes) console.log(`${path}: ${(size / 1000).toFixed(1)} kB gzip`);
console.log(`until the first letter can be typed: ${(total(first) / 1000).toFixed(1)} kB gzip`);
console.log(
  `loaded by the popup, lint and its lexicon included: ${(total(sizes.keys()) / 1000).toFixed(1)} kB gzip`,
);
console.log(
  `opening to typing: median ${times[OPENINGS >> 1]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
);
