// Takes the pictures of the page in docs/images, from the real proxy on its embedded default.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../test/browser/chromium.ts';
import { closePage, generate, openPage, type PageOptions } from '../test/browser/page-driver.ts';
import { patient, startRealProxy } from '../test/browser/real-proxy.ts';
import { takeScreenshot } from '../test/browser/screenshot.ts';

interface Shot extends PageOptions {
  readonly name: string;
  readonly policy: 'standard' | 'strict';
  /** Left out: the page before the first picture. */
  readonly prompt?: string;
  readonly reveal?: boolean;
}

const SHOTS: readonly Shot[] = [
  { name: 'page-empty', policy: 'standard' },
  { name: 'page-clear', policy: 'standard', prompt: 'A dog in a suit, reading the morning paper' },
  { name: 'page-blurred', policy: 'standard', prompt: 'a sexy woman' },
  { name: 'page-revealed-dark', policy: 'standard', prompt: 'a sexy woman', reveal: true, theme: 'dark' },
  {
    name: 'page-blurred-ja-dark',
    policy: 'standard',
    prompt: 'セクシーな女性',
    language: 'ja',
    theme: 'dark',
  },
  { name: 'page-refused', policy: 'strict', prompt: 'a sexy woman' },
  { name: 'page-refused-ja', policy: 'strict', prompt: 'セクシーな女性', language: 'ja' },
  {
    name: 'page-narrow',
    policy: 'standard',
    prompt: 'A quiet temple garden after the rain',
    width: 320,
    height: 640,
  },
];

const folder = fileURLToPath(new URL('../docs/images', import.meta.url));
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
const proxies = {
  standard: await startRealProxy(patient('standard')),
  strict: await startRealProxy(patient('strict')),
};
try {
  for (const shot of SHOTS) {
    const page = await openPage(browser, proxies[shot.policy].origin, shot);
    await arrange(page, shot);
    await takeScreenshot(page, `${folder}/${shot.name}.png`);
    await closePage(page);
    console.log(`docs/images/${shot.name}.png`);
  }
} finally {
  await Promise.all([browser.close(), proxies.standard.stop(), proxies.strict.stop()]);
}

async function arrange(
  page: Awaited<ReturnType<typeof openPage>>,
  { prompt, reveal, language, width }: Shot,
) {
  await page.locator('.policy').waitFor();
  if (!prompt) return;
  // The same seed gives the same pictures, so that a new screenshot differs only where the page does.
  await page.getByLabel(language === 'ja' ? 'シード' : 'Seed', { exact: true }).fill('7');
  await generate(page, prompt);
  await page.locator('.facts, .panel').first().waitFor();
  if (reveal) await page.locator('.card__reveal').first().click();
  // In a narrow window the results are below the form.
  if (width) await page.locator('.results').evaluate((results) => results.scrollIntoView());
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
