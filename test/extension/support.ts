import type { Page } from 'playwright-core';
import type { ExtensionBrowser } from './chromium-extension.ts';

/** Forgets everything but the preferences, as a new browser session with an empty history would. */
export async function startAfresh({ desk }: ExtensionBrowser): Promise<void> {
  await desk.evaluate(async () => {
    const session = await chrome.storage.session.get(null);
    const kept = Object.fromEntries(Object.entries(session).filter(([name]) => name === 'sealing-key'));
    await chrome.storage.session.clear();
    await chrome.storage.session.set(kept);
    await chrome.storage.local.remove('key');
  });
}

/** Types a prompt and presses the keys that send it. */
export async function generate(page: Page, prompt: string): Promise<void> {
  await page.locator('textarea').fill(prompt);
  await page.locator('textarea').press('Control+Enter');
}

/** What the toolbar button shows. */
export function badge({ desk }: ExtensionBrowser): Promise<string> {
  return desk.evaluate(() => chrome.action.getBadgeText({}));
}
