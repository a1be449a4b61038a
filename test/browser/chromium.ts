import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Switches for a browser that contacts only the page under test, in a container without a GPU. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a test waits for an expected event, in milliseconds: long, for machines that are slow or busy. */
export const PATIENCE_MS = 60_000;

/**
 * Where the system's Chromium is; `SHOJI_CHROMIUM` names another.
 * @throws Error saying how to get one.
 */
export function findChromium(): string {
  const named = process.env.SHOJI_CHROMIUM;
  const found = (named ? [named] : PLACES).find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    named
      ? `SHOJI_CHROMIUM names ${named}, and there is no such file.`
      : 'No Chromium found: install one (Debian: apt install chromium) or set SHOJI_CHROMIUM to its path.',
  );
}

/** A headless Chromium; close it when done. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: CHROMIUM_ARGS,
    timeout: PATIENCE_MS,
  });
}
