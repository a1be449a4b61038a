import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { closePage, generate, imageColours, openPage } from './page-driver.ts';
import { blurredImage, colouredImage, generation, screened } from './scripts.ts';
import { type StubProxy, startStubProxy } from './stub-proxy.ts';

const PROMPT = 'a warm evening';
const COVERED = '#888888';
const UNCOVERED = '#aa0055';

let browser: Browser;
let stub: StubProxy;
let page: Page;
let original: string;

beforeAll(async () => {
  [browser, stub] = await Promise.all([launchChromium(), startStubProxy()]);
  original = await colouredImage(UNCOVERED);
});
afterAll(async () => {
  await browser.close();
  await stub.stop();
});
beforeEach(async () => {
  stub.play(generation([blurredImage(await colouredImage(COVERED), original)]));
  page = await openPage(browser, stub.origin);
  await page.getByRole('radio', { name: '1', exact: true }).check();
  await generate(page, PROMPT);
  await page.getByText('Finished: 1 blurred.').waitFor();
});
afterEach(() => closePage(page));

const reveal = () => page.getByRole('button', { name: /Reveal/ });

/** Every place where the uncovered picture could be found, and whether it is there. */
async function traces() {
  const inPage = await page.evaluate(async (b64) => {
    const blobs = await Promise.all([...window.liveUrls.values()].map((blob) => blob.bytes()));
    const storage = [...Object.values(localStorage), ...Object.values(sessionStorage)].join();
    return {
      markup:
        document.documentElement.outerHTML.includes(b64) ||
        document.documentElement.outerHTML.includes('data:'),
      objectUrl: blobs.some((bytes) => btoa(String.fromCharCode(...bytes)) === b64),
      storage:
        storage.includes(b64) || (await indexedDB.databases()).length > 0 || (await caches.keys()).length > 0,
    };
  }, original);
  const pixels = (await imageColours(page)).includes(UNCOVERED);
  const tree = await page.locator('body').ariaSnapshot();
  return { ...inPage, pixels, accessibilityTree: tree.includes(`Picture 1: ${PROMPT}`) };
}

const NOWHERE = { markup: false, objectUrl: false, storage: false, pixels: false, accessibilityTree: false };

it('is nowhere before it is revealed', async () => {
  expect(await traces()).toEqual(NOWHERE);
  expect(await page.getByRole('img').getAttribute('alt')).toBe('Picture 1, blurred');
  expect(await reveal().getAttribute('aria-pressed')).toBe('false');
});

it('is shown while it is revealed, and only as a picture', async () => {
  await reveal().click();
  await expect.poll(() => reveal().getAttribute('aria-pressed')).toBe('true');
  expect(await traces()).toEqual({ ...NOWHERE, objectUrl: true, pixels: true, accessibilityTree: true });
  expect(await imageColours(page)).toEqual([UNCOVERED]);
});

it('is gone again, its object URL too, once it is hidden', async () => {
  await reveal().click();
  await expect.poll(() => reveal().getAttribute('aria-pressed')).toBe('true');
  await reveal().click();
  await expect.poll(() => reveal().getAttribute('aria-pressed')).toBe('false');
  expect(await traces()).toEqual(NOWHERE);
  expect(await imageColours(page)).toEqual([COVERED]);
  expect(await page.evaluate(() => window.liveUrls.size)).toBe(1);
});

it('is covered again when its run moves down the page', async () => {
  await generate(page, PROMPT);
  await page.getByText('Finished: 1 blurred.').waitFor();
  expect(await traces()).toEqual(NOWHERE);
});

it('does not reveal another picture when a run ends early', async () => {
  const covered = await colouredImage(COVERED);
  const { promise: broken, resolve: breakOff } = Promise.withResolvers<void>();
  stub.play(async function* () {
    yield screened();
    yield [
      'image.screened',
      { index: 1, attempt: 1, image: blurredImage(covered, await colouredImage('#0055aa')) },
    ];
    yield ['image.screened', { index: 2, attempt: 1, image: blurredImage(covered, original) }];
    await broken;
  });
  await page.getByRole('radio', { name: '3', exact: true }).check();
  await generate(page, 'three evenings');
  await page.getByRole('button', { name: 'Reveal, picture 2' }).click();
  breakOff();
  await page.getByRole('alert').getByText('The connection broke').waitFor();
  const shown = (await imageColours(page)).slice(0, 2);
  expect(shown).toEqual(['#0055aa', COVERED]);
  expect((await traces()).objectUrl).toBe(false);
});

it('has no button when the policy forbids revealing it', async () => {
  stub.play(generation([blurredImage(await colouredImage(COVERED), null)]));
  await generate(page, 'another evening');
  // The newest run is the first; until it begins, the run before is.
  await page.getByRole('article').filter({ hasText: 'another evening' }).locator('.card__open').click();
  await page.getByText('The operator does not allow blurred pictures to be revealed.').waitFor();
  await page.keyboard.press('Escape');
  expect(
    await page
      .getByRole('article')
      .first()
      .getByRole('button', { name: /Reveal/ })
      .count(),
  ).toBe(0);
});
