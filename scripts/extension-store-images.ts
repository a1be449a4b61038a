// Makes the images of the stores' listings in packages/extension/store/images: screenshots of the built extension with a
// real proxy, 1280 × 800, and tiles, 440 × 280.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { patient, type RealProxy, startRealProxy } from '../test/browser/real-proxy.ts';
import { type ExtensionBrowser, launchExtension } from '../test/extension/chromium-extension.ts';
import { startSite } from '../test/extension/other-site.ts';
import { generate } from '../test/extension/support.ts';

type Page = Awaited<ReturnType<ExtensionBrowser['open']>>;
type Language = 'en' | 'ja';

const WORDS = {
  en: {
    warned: 'a sexy woman in the rain',
    plain: 'a lighthouse on a cliff',
    typing: 'Other words while you type',
    results: 'Every picture is checked before you see it',
    sites: 'Underlines and covers on other sites, where you turn them on',
    tile: 'Prompts and pictures, screened',
    board: 'Picture board',
    field: 'What should the next picture show?',
  },
  ja: {
    warned: '雨の中のセクシーな女性',
    plain: '崖の上の灯台',
    typing: '入力中に言い換えを示します',
    results: 'どの画像も、見る前に検査します',
    sites: 'オンにしたサイトで、下線を引き、画像を隠します',
    tile: 'プロンプトと画像を検査',
    board: '画像の掲示板',
    field: '次は何の画像を作りますか？',
  },
};

const SITE_STYLES = `body { margin: 40px 60px; background: #fff; color: #222; font: 20px system-ui, sans-serif }
h1 { font-size: 34px; margin: 0 0 24px } textarea { width: 720px; height: 90px; padding: 12px; font: 20px system-ui, sans-serif }
.board { display: flex; gap: 24px; margin-top: 270px } img { width: 260px; height: 180px }
footer { margin-top: 24px; color: #555 }`;

const images = fileURLToPath(new URL('../packages/extension/store/images', import.meta.url));
const icon = await readFile(new URL('../packages/extension/src/icons/icon.svg', import.meta.url), 'utf8');
await mkdir(images, { recursive: true });

const proxy = await startRealProxy(patient('standard'));
try {
  for (const language of ['en', 'ja'] as const) {
    const extension = await launchExtension({ language });
    try {
      await extension.prefer({ origin: proxy.origin, language });
      await take(extension, language, proxy);
    } finally {
      await extension.close();
    }
  }
} finally {
  await proxy.stop();
}

async function take(extension: ExtensionBrowser, language: Language, proxy: RealProxy): Promise<void> {
  const words = WORDS[language];
  const popup = await extension.open('popup');
  await popup.locator('textarea').fill(words.warned);
  await popup.locator('.concern').first().waitFor();
  const typing = await popup.screenshot();
  await popup.close();
  await compose(extension, `screenshot-1-typing-${language}`, words.typing, typing);

  const panel = await extension.open('sidepanel', { width: 440, height: 640 });
  await generate(panel, words.plain);
  await panel.locator('.run').first().locator('.facts').first().waitFor();
  await compose(extension, `screenshot-2-results-${language}`, words.results, await panel.screenshot());

  await onSite(extension, panel, language);
  await panel.close();
  await tile(extension, language);
  console.log(`${language}: taken with ${proxy.origin}`);
}

/** A page of another site with underlines, other words, and pictures whose host is not allowed yet. */
async function onSite(extension: ExtensionBrowser, panel: Page, language: Language): Promise<void> {
  const words = WORDS[language];
  const picture = await sharp({ create: { width: 260, height: 180, channels: 3, background: '#7aa0c8' } })
    .png()
    .toBuffer();
  const site = await startSite({
    '/page.css': ['text/css', SITE_STYLES],
    '/a.png': ['image/png', picture],
    '/': () => [
      'text/html; charset=utf-8',
      `<!doctype html><html lang="${language}"><title>${words.board}</title><link rel="stylesheet" href="/page.css">
<h1>${words.board}</h1><p>${words.field}</p><textarea></textarea><div class="board"><img src="/a.png"><img
src="http://127.0.0.2:${site.port}/a.png"><img src="http://127.0.0.2:${site.port}/b.png"></div><footer>${words.sites}</footer></html>`,
    ],
  });
  try {
    await extension.answerYes('http://localhost/*');
    await panel.bringToFront();
    await panel.evaluate(() => chrome.storage.session.set({ site: 'http://localhost/*' }));
    for (const at of [0, 1]) {
      await panel.locator('.site__button').nth(at).click();
      await panel.locator('.site__button[aria-pressed=true]').nth(at).waitFor();
    }
    const page = await extension.open('options', { width: 1280, height: 800 });
    await page.goto(site.origin);
    await page.locator('img[data-shoji-picture=shown]').waitFor();
    await page.locator('img[data-shoji-picture=unchecked]').nth(1).waitFor();
    await page.locator('textarea').fill(words.warned);
    // The host of the underlines comes after that of the pictures.
    await page.waitForFunction(() => document.querySelectorAll('html > div').length === 2);
    await page.keyboard.press('Control+.');
    await save(await page.screenshot(), `screenshot-3-sites-${language}`);
    await page.close();
  } finally {
    await site.stop();
  }
}

/** A screenshot of a surface beside its caption. */
async function compose(
  extension: ExtensionBrowser,
  name: string,
  caption: string,
  shot: Buffer,
): Promise<void> {
  const page = await extension.context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.setContent(`<style>body { margin: 0; height: 100vh; display: grid; grid-template-columns: 1fr auto; gap: 60px;
align-items: center; padding: 0 90px; box-sizing: border-box; background: #ebe5d8; color: #26221c; font-family: system-ui, sans-serif }
h1 { font: 600 44px / 1.3 Georgia, "Noto Serif JP", "Noto Serif CJK JP", serif; text-wrap: balance } svg { width: 72px; height: 72px }
img { border-radius: 8px; box-shadow: 0 12px 50px rgb(0 0 0 / 25%) }</style>
<div>${icon}<h1>${caption}</h1></div><img src="data:image/png;base64,${shot.toString('base64')}">`);
  await save(await page.screenshot(), name);
  await page.close();
}

async function tile(extension: ExtensionBrowser, language: Language): Promise<void> {
  const page = await extension.context.newPage();
  await page.setViewportSize({ width: 440, height: 280 });
  await page.setContent(`<style>body { margin: 0; height: 100vh; display: grid; place-content: center; justify-items: center; gap: 10px;
background: #ebe5d8; color: #26221c; font: 600 19px system-ui, sans-serif } svg { width: 96px; height: 96px }
h1 { margin: 0; font: 600 46px Georgia, serif }</style>${icon}<h1>Shoji</h1>${WORDS[language].tile}`);
  await save(await page.screenshot(), `tile-${language}`);
  await page.close();
}

/** The stores take no transparency. */
async function save(png: Buffer, name: string): Promise<void> {
  await sharp(png)
    .flatten({ background: '#ffffff' })
    .png({ palette: true, colours: 256, effort: 10 })
    .toFile(`${images}/${name}.png`);
}
