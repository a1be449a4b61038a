import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ExtensionBrowser } from './chromium-extension.ts';

const dist = fileURLToPath(new URL('../../packages/extension/dist/chromium/', import.meta.url));

/** One opening of the popup. */
export interface Opening {
  /** Files that were requested before the first letter could be typed, with their bytes after gzip. */
  readonly first: ReadonlyMap<string, number>;
  /** Files that were requested later: the lint, its word lists, the client of the proxy. */
  readonly later: ReadonlyMap<string, number>;
  /** From the navigation until the first letter could be typed, in milliseconds. */
  readonly ms: number;
}

/** Opens the popup in a tab and sees what it loads, by the browser's own record of each request. */
export async function openForFirstLetter({ context, desk }: ExtensionBrowser): Promise<Opening> {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const sent: { readonly url: URL; readonly at: number }[] = [];
  network.on('Network.requestWillBeSent', ({ request, wallTime }) =>
    sent.push({ url: new URL(request.url), at: wallTime * 1000 }),
  );
  await page.goto(new URL('popup/index.html', desk.url()).href, { waitUntil: 'commit' });
  await page.locator('textarea:focus').waitFor();
  await page.waitForLoadState('networkidle');
  const { ready, ms } = await page.evaluate(() => {
    const { startTime } = performance.getEntriesByName('ready').at(-1) ?? { startTime: Number.NaN };
    return { ready: performance.timeOrigin + startTime, ms: startTime };
  });
  await page.close();
  const own = sent.filter(({ url }) => url.protocol === 'chrome-extension:');
  const sizes = async (requests: typeof own) =>
    new Map(
      await Promise.all(
        requests.map(async ({ url }) => [url.pathname, await gzipped(url.pathname)] as const),
      ),
    );
  return {
    first: await sizes(own.filter(({ at }) => at <= ready)),
    later: await sizes(own.filter(({ at }) => at > ready)),
    ms,
  };
}

async function gzipped(path: string): Promise<number> {
  return gzipSync(await readFile(dist + path.slice(1))).length;
}

/** All bytes of some files. */
export function bytesOf(files: ReadonlyMap<string, number>): number {
  return [...files.values()].reduce((sum, size) => sum + size, 0);
}
