import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE_MS } from './chromium.ts';

declare global {
  interface Window {
    /** Object URLs that were not revoked, with their blobs. */
    liveUrls: Map<string, Blob>;
  }
}

export interface PageOptions {
  readonly language?: 'en' | 'ja';
  readonly theme?: 'light' | 'dark';
  /** Size of the window in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** Keeps `window.liveUrls` in every page of the context that is opened from now on. */
export async function watchObjectUrls(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.liveUrls = new Map();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob: Blob) => {
      const url = createObjectURL.call(URL, blob);
      window.liveUrls.set(url, blob);
      return url;
    };
    URL.revokeObjectURL = (url: string) => {
      window.liveUrls.delete(url);
      revokeObjectURL.call(URL, url);
    };
  });
}

/** Opens the page in a fresh profile. Anything it writes to the console as an error fails `closePage`. */
export async function openPage(browser: Browser, origin: string, options: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: options.language === 'ja' ? 'ja-JP' : 'en-GB',
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    viewport: { width: options.width ?? 1000, height: options.height ?? 800 },
  });
  await watchObjectUrls(context);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The browser itself logs every status of 400 and up; the tests are about the page's reaction to it.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) complaints.push(message.text());
  });
  complaintsOf.set(page, complaints);
  await page.goto(origin);
  await page.getByRole('textbox').first().waitFor();
  return page;
}

const complaintsOf = new WeakMap<Page, string[]>();

/** Closes the page; a broken content policy or an uncaught error shows here. */
export async function closePage(page: Page): Promise<void> {
  await page.context().close();
  expect(complaintsOf.get(page)).toEqual([]);
}

/** Types a prompt and presses the keys that send it. */
export async function generate(page: Page, prompt: string): Promise<void> {
  await page.locator('textarea').fill(prompt);
  await page.keyboard.press('Control+Enter');
}

/** Every picture that is decoded in the document, by the colour of its middle, as `#rrggbb`. */
export async function imageColours(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const colours: string[] = [];
    for (const image of document.images) {
      await image.decode();
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      colours.push(`#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`);
    }
    return colours;
  });
}
