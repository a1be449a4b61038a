import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { PATIENCE_MS } from '../browser/chromium.ts';

const BUILT = fileURLToPath(new URL('../../packages/extension/dist/firefox', import.meta.url));
/** The extension's id in its manifest, and the host that Firefox is configured to give it. */
const ID = 'shoji@shoji.example';
const HOST = 'b7c5b1de-6c1f-4f0e-9d6a-5a0a51c0ffee';

const PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Path of the system's Firefox; `SHOJI_FIREFOX` names another. Undefined if it is not installed. */
export function findFirefox(): string | undefined {
  const named = process.env.SHOJI_FIREFOX;
  return (named ? [named] : PLACES).find((path) => existsSync(path));
}

/** The built extension in a new Firefox, driven over WebDriver BiDi. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: PATIENCE_MS,
    // Pages of an extension count as pages of the browser.
    args: ['-remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [ID]: HOST }),
      // Permissions are granted without a dialog.
      'extensions.webextOptionalPermissionPrompts': false,
      'intl.accept_languages': 'en',
    },
  });
  await browser.installExtension(BUILT);
  return browser;
}

/** Opens one of the extension's pages in a tab. */
export async function openInFirefox(
  browser: Browser,
  surface: 'popup' | 'sidepanel' | 'options',
): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  // The navigation succeeds, but Firefox does not report its end.
  await page.goto(`moz-extension://${HOST}/${surface}/index.html`, { timeout: 300 }).catch(() => undefined);
  await page.waitForSelector('main');
  return page;
}
