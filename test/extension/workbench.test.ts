import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blurImage } from '../../packages/pixels/src/blur.ts';
import { imageColours } from '../browser/page-driver.ts';
import { patient, type RealProxy, startRealProxy } from '../browser/real-proxy.ts';
import { colouredImage } from '../browser/scripts.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { enlarge, generate, startAfresh } from './support.ts';

const WITHHOLDING = fileURLToPath(new URL('withholding.config.ts', import.meta.url));

let extension: ExtensionBrowser;
let proxy: RealProxy;
let panel: Page;

beforeAll(async () => {
  [extension, proxy] = await Promise.all([launchExtension(), startRealProxy(patient('standard'))]);
  await extension.prefer({ origin: proxy.origin });
});
afterAll(async () => {
  await extension.close();
  await proxy.stop();
});
beforeEach(async () => {
  await startAfresh(extension);
  panel = await extension.open('sidepanel');
  return () => panel.close();
});

const text = (content: string | RegExp) => panel.getByText(content).first();
const button = (name: string | RegExp) => panel.getByRole('button', { name });
const entries = () => panel.locator('.thumb');
const showHistory = () => panel.getByRole('radio', { name: 'History' }).check();

describe('against the real proxy', () => {
  it('a plain prompt gives clear pictures', async () => {
    await generate(panel, 'a dog in a suit');
    await text('Finished: 2 clear.').waitFor();
    expect(await panel.getByRole('img').count()).toBe(2);
  });

  it('the example of the reference architecture warns as it is typed, gives blurred pictures, and is revealed and hidden', async () => {
    await panel.locator('textarea').fill('a sexy woman');
    await text('“sexy” leads to a warning.').waitFor();
    expect(await panel.locator('mark.lint').allTextContents()).toEqual(['sexy']);
    await panel.locator('textarea').press('Control+Enter');
    await text('Finished: 2 blurred.').waitFor();
    const covered = await imageColours(panel);
    const reveal = button('Reveal, picture 1');
    await reveal.click();
    await expect.poll(() => reveal.getAttribute('aria-pressed')).toBe('true');
    expect((await imageColours(panel))[0]).not.toBe(covered[0]);
    await reveal.click();
    await expect.poll(() => imageColours(panel)).toEqual(covered);
  });

  it('text that an input method (IME) is composing is not marked before the end of the composition', async () => {
    const keyboard = await extension.context.newCDPSession(panel);
    await panel.locator('textarea').fill('sexy ');
    await panel.locator('mark.lint').waitFor();
    await panel.locator('textarea').press('End');
    await keyboard.send('Input.imeSetComposition', { text: 'セクシー', selectionStart: 4, selectionEnd: 4 });
    await expect.poll(() => panel.locator('textarea').inputValue()).toBe('sexy セクシー');
    expect(await panel.locator('mark.lint').allTextContents()).toEqual(['sexy']);
    await keyboard.send('Input.insertText', { text: 'セクシー' });
    await expect.poll(() => panel.locator('mark.lint').count()).toBe(2);
    expect(await panel.locator('mark.lint').allTextContents()).toEqual(['sexy', 'セクシー']);
  });

  it('generates again with another seed', async () => {
    const seeds = async () => {
      const details = panel.locator('.run').first().locator('.facts__fact').filter({ hasText: 'Seeds' });
      return (await details.locator('dd').allTextContents()).join();
    };
    await generate(panel, 'a harbour in the morning');
    await text('Finished: 2 clear.').waitFor();
    const before = await seeds();
    await button('Again with a new seed').first().click();
    expect(before).toMatch(/^\d+, \d+$/);
    await expect.poll(async () => /^\d+, \d+$/.test(await seeds()) && (await seeds()) !== before).toBe(true);
    await text('Finished: 2 clear.').waitFor();
  });

  it('cancels a stalled generation, and the next one completes', async () => {
    process.kill(proxy.pid, 'SIGSTOP');
    try {
      await generate(panel, 'a bridge in the fog');
      await text('Checking the prompt.').waitFor();
      await text('The proxy has not answered yet. Still waiting.').waitFor();
      await button('Cancel').click();
      await panel.getByRole('status').getByText('Cancelled.').waitFor();
      expect(await panel.locator('textarea').inputValue()).toBe('a bridge in the fog');
    } finally {
      process.kill(proxy.pid, 'SIGCONT');
    }
    await panel.locator('textarea').press('Control+Enter');
    await text('Finished: 2 clear.').waitFor();
  });

  it('asks for the operator’s key, and withholds a picture that no policy shows', async () => {
    const key = 'a-key-of-the-operator';
    const guarded = await startRealProxy(['--config', WITHHOLDING, '--key', key]);
    await extension.prefer({ origin: guarded.origin });
    await generate(panel, 'a market in the rain');
    await panel.getByRole('status').getByText('The proxy requires a key').waitFor();
    // One trouble, one panel, one button.
    await expect.poll(() => panel.locator('.run').first().getByText('a market in the rain').count()).toBe(1);
    expect(await panel.locator('.panel').count()).toBe(1);
    expect(await panel.locator('.panel .button').count()).toBe(1);
    await panel.getByLabel('Key', { exact: true }).fill(key);
    await panel.keyboard.press('Enter');
    await text('Finished: 2 withheld.').waitFor();
    expect(await panel.locator('.run').first().getByRole('img').count()).toBe(0);
    expect(await panel.locator('.run').first().getByText('nudity', { exact: true }).count()).toBe(2);
    const box = await enlarge(panel, 1);
    await box.getByText('The picture may show nudity.').waitFor();
    expect(await box.getByRole('img').count()).toBe(0);
    await panel.keyboard.press('Escape');
    await extension.prefer({ origin: proxy.origin });
    await guarded.stop();
  });

  it('under a strict policy the same prompt is refused', async () => {
    const strict = await startRealProxy(patient('strict'));
    await extension.prefer({ origin: strict.origin });
    await panel.reload();
    await generate(panel, 'a sexy woman');
    await panel.getByRole('heading', { name: 'This prompt was refused' }).waitFor();
    await panel.getByRole('radio', { name: 'History' }).check();
    await panel.getByRole('button', { name: 'a sexy woman, Refused' }).first().click();
    await panel.getByRole('dialog').getByText('The prompt is suggestive.').waitFor();
    await panel.getByRole('dialog').getByRole('button', { name: 'Use again' }).click();
    await expect.poll(() => panel.locator('textarea').inputValue()).toBe('a sexy woman');
    await extension.prefer({ origin: proxy.origin });
    await strict.stop();
  });

  it('the creator’s thresholds cover more pictures, with the reason, and each can be revealed', async () => {
    await extension.prefer({ origin: proxy.origin, stricter: { everything: true } });
    await generate(panel, 'a lighthouse on a cliff');
    await text('Finished: 2 blurred.').waitFor();
    await text('your settings').waitFor();
    const before = await imageColours(panel);
    const cover = await imageBytes(panel, 1);
    await button('Reveal, picture 2').first().click();
    await expect.poll(() => imageColours(panel)).not.toEqual(before);
    const under = await imageBytes(panel, 1);
    // The browser scales differently, so a colour at the edge of a step may be rounded to the next one.
    expect(await meanDifference(cover, await proxyCover(under))).toBeLessThan(12);
    await extension.prefer({ origin: proxy.origin });
  });
});

/** The bytes of a picture in the results, as the page has them. */
async function imageBytes(page: Page, index: number): Promise<Buffer> {
  const b64 = await page
    .locator('img[src^="blob:"]')
    .nth(index)
    .evaluate(async (image: HTMLImageElement) => {
      const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
  return Buffer.from(b64, 'base64');
}

/** The proxy's result for the same picture when the proxy blurs it. */
async function proxyCover(bytes: Buffer): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  return (await blurImage({ mediaType: 'image/png', bytes: new Uint8Array(bytes), width, height })).bytes;
}

async function meanDifference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const pixels = (bytes: Uint8Array) =>
    sharp(bytes).resize(32, 32, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const [a, b] = await Promise.all([pixels(one), pixels(other)]);
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

describe('the history', () => {
  it('can be searched, used again, deleted one by one or as a whole, and exported as shown', async () => {
    await showHistory();
    await expect.poll(() => entries().count()).toBeGreaterThanOrEqual(3);
    await panel.getByLabel('Search the prompts').fill('SUIT dog');
    await expect.poll(() => entries().count()).toBe(2);
    await entries().first().click();
    await panel.getByRole('dialog').getByText(/^Seed/).waitFor();
    await panel.getByRole('dialog').getByRole('button', { name: 'Favourite, picture 1' }).click();
    await panel.keyboard.press('Escape');
    await panel.getByLabel('Search the prompts').fill('');
    await button('Favourites').click();
    await expect.poll(() => entries().count()).toBe(2);
    await button('Favourites').click();

    const [exported] = await Promise.all([panel.waitForEvent('download'), button('Export').click()]);
    expect(exported.suggestedFilename()).toBe('shoji-history.zip');
    const { strFromU8, unzipSync } = await import('fflate');
    const files = unzipSync(await readFile(await exported.path()));
    const listed: { prompt: string; images: unknown[] }[] = JSON.parse(
      strFromU8(files['history.json'] ?? new Uint8Array()),
    );
    expect(listed.map(({ prompt }) => prompt)).toContain('a dog in a suit');
    // Blurred pictures are exported blurred: one file for each picture, and no original beside it.
    expect(Object.keys(files).length - 1).toBe(listed.flatMap(({ images }) => images).length);

    await panel.getByTitle('a dog in a suit').first().click();
    await panel.getByRole('dialog').getByRole('button', { name: 'Use again' }).click();
    expect(await panel.locator('textarea').inputValue()).toBe('a dog in a suit');
    await showHistory();
    await entries().first().waitFor();
    const all = await entries().count();
    await entries().first().click();
    await panel.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => entries().count()).toBeLessThan(all);
    await expect.poll(() => panel.getByLabel('Search the prompts').evaluate(hasFocus)).toBe(true);

    await button('Delete all').click();
    await expect.poll(() => button('Keep them').evaluate(hasFocus)).toBe(true);
    await button('Delete all').click();
    await text('Nothing here yet').waitFor();
    await expect.poll(() => button('Generate a picture').evaluate(hasFocus)).toBe(true);
    const left = await panel.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open('shoji');
          opening.onsuccess = () => {
            const counting = opening.result.transaction('images').objectStore('images').count();
            counting.onsuccess = () => resolve(counting.result);
          };
        }),
    );
    expect(left).toBe(0);
    await panel.keyboard.press('Enter');
    await panel.locator('textarea:focus').waitFor();
  });
});

describe('the context menu', () => {
  let site: Server;
  let address: string;
  let image: Buffer;
  beforeAll(async () => {
    image = Buffer.from(await colouredImage('#3366aa', 256, 256), 'base64');
    const broken = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    site = createServer((request, response) => {
      response.writeHead(request.url === '/gone.png' ? 404 : 200, {
        'content-type': request.url === '/drawing.svg' ? 'image/svg+xml' : 'image/png',
      });
      response.end(request.url === '/tiny.png' ? broken : image);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const bound = site.address();
    address = `127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterAll(() => {
    site.close();
    site.closeAllConnections();
  });

  it('puts selected text into the form and sends nothing', async () => {
    await extension.choose({ menuItemId: 'use-selection', selectionText: '  a heron at dawn ' });
    await expect.poll(() => panel.locator('textarea').inputValue()).toBe('a heron at dawn');
    expect(await panel.locator('.run').count()).toBe(0);
  });

  it('sends a picture of a page to a check, and shows the verdict without the picture', async () => {
    await extension.choose({ menuItemId: 'check-image', srcUrl: `http://${address}/a.png` });
    await text(`A picture from ${address}`).waitFor();
    await text('Would be shown').waitFor();
    expect(await panel.locator('.checked img').count()).toBe(0);
    await button('Close').click();
    await expect.poll(() => panel.locator('.checked').count()).toBe(0);
  });

  it('shows why a picture cannot be checked', async () => {
    const check = (srcUrl: string) => extension.choose({ menuItemId: 'check-image', srcUrl });
    await check(`http://${address}/gone.png`);
    await text('The picture is no longer at its address (HTTP status 404).').waitFor();
    await check(`http://${address}/drawing.svg`);
    await text('This is a vector drawing (SVG).').waitFor();
    await check(`http://${address}/tiny.png`);
    await text('The proxy cannot read this picture').waitFor();
    await check(`http://${address.replace('127.0.0.1', 'localhost')}/a.png`);
    await button('Allow and check').waitFor();
    await check('blob:https://page.example/1');
    await text('This picture exists only inside the page').waitFor();
    await check(`data:image/png;base64,${image.toString('base64')}`);
    await text('Would be shown').waitFor();
  });
});

function hasFocus(element: HTMLElement | SVGElement): boolean {
  return element === document.activeElement;
}
