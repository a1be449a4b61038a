import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { imageColours, watchObjectUrls } from '../browser/page-driver.ts';
import {
  blurredImage,
  clearImage,
  colouredImage,
  completed,
  generation,
  screened,
} from '../browser/scripts.ts';
import { type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { enlarge, generate, startAfresh } from './support.ts';

const PROMPT = 'a warm evening';
const COVERED = '#888888';
const UNCOVERED = '#aa0055';

let extension: ExtensionBrowser;
let stub: StubProxy;
let covered: string;
let uncovered: string;
let popup: Page;

beforeAll(async () => {
  [extension, stub] = await Promise.all([launchExtension(), startStubProxy()]);
  [covered, uncovered] = await Promise.all([colouredImage(COVERED), colouredImage(UNCOVERED)]);
  stub.setPolicy({ name: 'standard', reveal: true });
  await extension.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await watchObjectUrls(extension.context);
});
afterAll(async () => {
  await extension.close();
  await stub.stop();
});
beforeEach(async () => {
  await extension.prefer({ origin: stub.origin, defaults: { n: 1 } });
  await startAfresh(extension);
  stub.play(generation([blurredImage(covered, uncovered)]));
  popup = await extension.open('popup');
  return () => popup.close();
});

const reveal = (page: Page) => page.getByRole('button', { name: /Reveal/ }).first();
const finished = (page: Page) => page.getByText('Finished: 1 blurred.').waitFor();

/** Every place where the uncovered picture could be found, and whether it is there. */
async function traces(page: Page) {
  const inPage = await page.evaluate(async (b64) => {
    const wanted = atob(b64);
    const text = (bytes: ArrayBuffer | Uint8Array) => {
      let binary = '';
      for (const byte of new Uint8Array(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)))
        binary += String.fromCharCode(byte);
      return binary;
    };
    const blobs = await Promise.all([...window.liveUrls.values()].map((blob) => blob.arrayBuffer()));

    /** Whether a stored value holds the picture, as bytes, as a file, or as base64. */
    async function holds(value: unknown): Promise<boolean> {
      if (typeof value === 'string') return value.includes(b64) || value.includes(wanted);
      if (value instanceof Blob) return text(await value.arrayBuffer()).includes(wanted);
      if (value instanceof ArrayBuffer || value instanceof Uint8Array) return text(value).includes(wanted);
      if (typeof value !== 'object' || value === null) return false;
      const inside = await Promise.all(Object.values(value).map(holds));
      return inside.includes(true);
    }
    async function databases(): Promise<unknown[]> {
      const all: unknown[] = [];
      for (const { name } of await indexedDB.databases()) {
        const db = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open(name ?? '');
          opening.onsuccess = () => resolve(opening.result);
        });
        for (const store of db.objectStoreNames) {
          all.push(
            ...(await new Promise<unknown[]>((resolve) => {
              const reading = db.transaction(store).objectStore(store).getAll();
              reading.onsuccess = () => resolve(reading.result);
            })),
          );
        }
        db.close();
      }
      return all;
    }

    const stored = await databases();
    const markup = document.documentElement.outerHTML;
    return {
      markup: markup.includes(b64) || markup.includes('data:'),
      objectUrl: blobs.map(text).some((bytes) => bytes === wanted),
      database: await holds(stored),
      storage:
        (await holds(await chrome.storage.session.get(null))) ||
        (await holds(await chrome.storage.local.get(null))) ||
        (await holds({ ...localStorage })) ||
        (await caches.keys()).length > 0,
      // The search works: it finds a picture that may be shown.
      records: stored.length,
    };
  }, uncovered);
  const { records, ...places } = inPage;
  expect(records).toBeGreaterThan(0);
  const pixels = (await imageColours(page)).includes(UNCOVERED);
  const tree = await page.locator('body').ariaSnapshot();
  return { ...places, pixels, accessibilityTree: tree.includes(`Picture 1: ${PROMPT}`) };
}

const NOWHERE = {
  markup: false,
  objectUrl: false,
  database: false,
  storage: false,
  pixels: false,
  accessibilityTree: false,
};
const SHOWN = { ...NOWHERE, objectUrl: true, pixels: true, accessibilityTree: true };

it('is nowhere before it is revealed, is shown only while it is, and is gone again afterwards', async () => {
  await generate(popup, PROMPT);
  await finished(popup);
  expect(await traces(popup)).toEqual(NOWHERE);
  await reveal(popup).click();
  await expect.poll(() => reveal(popup).getAttribute('aria-pressed')).toBe('true');
  expect(await traces(popup)).toEqual(SHOWN);
  await reveal(popup).click();
  await expect.poll(() => reveal(popup).getAttribute('aria-pressed')).toBe('false');
  expect(await traces(popup)).toEqual(NOWHERE);
  expect(await imageColours(popup)).toEqual([COVERED]);
});

it('is nowhere while the job runs, and on no surface that is opened later', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  stub.play(async function* () {
    yield screened();
    yield ['image.screened', { index: 0, attempt: 1, image: blurredImage(covered, uncovered) }];
    await promise;
    yield completed([blurredImage(covered, uncovered)]);
  });
  await generate(popup, PROMPT);
  await reveal(popup).waitFor();
  expect(await traces(popup)).toEqual(NOWHERE);
  resolve();
  await finished(popup);
  await reveal(popup).click();
  await popup.getByText('Revealed').waitFor();
  const panel = await extension.open('sidepanel');
  await finished(panel);
  expect(await traces(panel)).toEqual(NOWHERE);
  await panel.getByRole('radio', { name: 'History' }).check();
  await panel.locator('.thumb .card__image').first().waitFor();
  expect(await traces(panel)).toEqual(NOWHERE);
  expect(await panel.locator('.thumbs').first().ariaSnapshot()).not.toContain('img');
  await panel.close();
});

it('is not copied, dragged or exported while it is covered', async () => {
  await generate(popup, PROMPT);
  await finished(popup);
  await popup.bringToFront();
  const lightbox = await enlarge(popup, 1);
  await lightbox.getByRole('button', { name: 'Copy, picture 1' }).click();
  await lightbox.getByText('Copied').first().waitFor();
  await popup.keyboard.press('Escape');
  expect(await clipboardColour(popup)).toBe(COVERED);
  const dragged = await popup.evaluate(async () => {
    const data = new DataTransfer();
    document.images[0]?.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }));
    const bytes = new Uint8Array((await data.files[0]?.arrayBuffer()) ?? new ArrayBuffer());
    return { name: data.files[0]?.name, b64: btoa(String.fromCharCode(...bytes)) };
  });
  expect(dragged).toEqual({ name: 'shoji-gen_1-1-blurred.png', b64: covered });
});

it('cannot be revealed after the end of the browser session', async () => {
  await generate(popup, PROMPT);
  await finished(popup);
  await popup.close();
  // The state after a browser restart: the database remains, memory is lost.
  await extension.desk.evaluate(() => chrome.storage.session.clear());
  await extension.killWorker();
  const panel = await extension.open('sidepanel');
  await enlarge(panel, 1);
  await panel.getByText('The original picture was not kept.').first().waitFor();
  await panel.keyboard.press('Escape');
  expect(await reveal(panel).count()).toBe(0);
  expect(await traces(panel)).toEqual(NOWHERE);
  await panel.close();
  popup = await extension.open('popup');
});

it('is absent, too, when the creator’s thresholds cover a clear picture', async () => {
  await extension.prefer({ origin: stub.origin, defaults: { n: 1 }, stricter: { everything: true } });
  stub.play(generation([clearImage(uncovered)]));
  await generate(popup, PROMPT);
  await finished(popup);
  expect(await traces(popup)).toEqual(NOWHERE);
  await reveal(popup).click();
  await expect.poll(() => reveal(popup).getAttribute('aria-pressed')).toBe('true');
  expect(await traces(popup)).toEqual(SHOWN);
});

/** The colour in the middle of the picture in the clipboard. */
function clipboardColour(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const blob = await item?.getType('image/png');
    if (!blob) return 'none';
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context?.drawImage(await createImageBitmap(blob), 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  });
}
