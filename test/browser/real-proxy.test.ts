import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { closePage, generate, openPage } from './page-driver.ts';
import { patient, type RealProxy, startRealProxy } from './real-proxy.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens the proxy's own page and generates; the browser is closed by `then`'s end, whatever happens in it. */
async function withPage(proxy: RealProxy, language: 'en' | 'ja', then: (page: Page) => Promise<void>) {
  const page = await openPage(browser, proxy.origin, { language });
  await then(page);
  await closePage(page);
}

describe('under the standard policy', () => {
  let proxy: RealProxy;
  beforeAll(async () => {
    proxy = await startRealProxy(patient('standard'));
  });
  afterAll(() => proxy.stop());

  it('a plain prompt gives clear pictures that name their generator', async () => {
    await withPage(proxy, 'en', async (page) => {
      await page.getByText('No image model is connected.').waitFor();
      await generate(page, 'a dog in a suit');
      await page.getByText('Finished: 2 clear.').waitFor();
      expect(await page.getByRole('img').count()).toBe(2);
      expect(await page.getByRole('img').first().evaluate(naturalWidth)).toBe(512);
      await page.getByText('These are sample pictures').waitFor();
    });
  });

  it.each([
    ['en', 'a sexy woman', 'The prompt is suggestive.', 'sexy', 'Reveal, picture 1', 'Blurred'],
    [
      'ja',
      'セクシーな女性',
      'プロンプトに性的な連想をさせる表現があります。',
      'セクシー',
      'ぼかしを外す、画像 1',
      'ぼかし',
    ],
  ] as const)(
    'the example of the reference architecture warns and blurs, and can be revealed (%s)',
    async (...row) => {
      const [language, prompt, reason, word, button, badge] = row;
      await withPage(proxy, language, async (page) => {
        // A fixed seed: the effect of a blur depends on the picture.
        await page.locator('.input--number').fill('7');
        await generate(page, prompt);
        await page.locator('.facts').waitFor();
        await page.getByText(reason).waitFor();
        const reveal = page.getByRole('button', { name: button });
        await reveal.waitFor();
        expect(await page.getByText(badge, { exact: true }).count()).toBe(2);
        expect(new Set(await page.locator('mark').allTextContents())).toEqual(new Set([word]));
        const first = page.getByRole('img').first();
        const blurred = await first.evaluate(sharpness);
        await reveal.click();
        expect(await page.getByRole('img').first().evaluate(sharpness)).toBeGreaterThan(blurred * 3);
      });
    },
  );
});

describe('under the strict policy', () => {
  let proxy: RealProxy;
  beforeAll(async () => {
    proxy = await startRealProxy(patient('strict'));
  });
  afterAll(() => proxy.stop());

  it.each([
    ['en', 'a sexy woman', 'This prompt was refused'],
    ['ja', 'セクシーな女性', 'このプロンプトは受け付けられませんでした'],
  ] as const)(
    'the example of the reference architecture is refused (%s)',
    async (language, prompt, title) => {
      await withPage(proxy, language, async (page) => {
        await generate(page, prompt);
        await page.getByRole('heading', { name: title }).waitFor();
        expect(await page.getByRole('img').count()).toBe(0);
        expect(await page.locator('textarea').inputValue()).toBe(prompt);
      });
    },
  );
});

async function naturalWidth(image: SVGElement | HTMLElement): Promise<number> {
  if (!(image instanceof HTMLImageElement)) throw new Error('not a picture');
  await image.decode();
  return image.naturalWidth;
}

/** Mean difference between neighbouring pixels, 0–255, which a blur reduces. */
async function sharpness(image: SVGElement | HTMLElement): Promise<number> {
  if (!(image instanceof HTMLImageElement)) throw new Error('not a picture');
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let sum = 0;
  for (let at = 4; at < data.length; at += 4) sum += Math.abs((data[at] ?? 0) - (data[at - 4] ?? 0));
  return sum / (data.length / 4);
}
