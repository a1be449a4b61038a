import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ExtensionBrowser } from './chromium-extension.ts';

/** Cancels what is running and forgets the form, the run and the key, as at the beginning of a browser session. */
export async function startAfresh({ desk }: ExtensionBrowser): Promise<void> {
  const isRunning = () =>
    desk.evaluate(async () => JSON.stringify(await chrome.storage.session.get('run')).includes('"running"'));
  if (await isRunning()) {
    await desk.evaluate(() => chrome.runtime.sendMessage({ type: 'cancel' }));
    await expect.poll(isRunning).toBe(false);
  }
  await desk.evaluate(async () => {
    for (const name of ['run', 'draft.popup', 'draft.sidepanel', 'draft.tab', 'check', 'key'])
      await chrome.storage.session.remove(name);
    await chrome.storage.local.remove('key');
  });
}

/** Types a prompt and presses the keys that send it. Above its results, the form is unfolded first. */
export async function generate(page: Page, prompt: string): Promise<void> {
  const edit = page.locator('.folded__edit');
  if (await edit.isVisible()) await edit.click();
  await page.locator('textarea').fill(prompt);
  await page.locator('textarea').press('Control+Enter');
}

/** Opens the picture at a position, from 1, in the lightbox, and returns the lightbox. */
export async function enlarge(page: Page, position: number) {
  // Beside the button on the picture that reveals it.
  await page
    .locator('.card__open')
    .nth(position - 1)
    .click({ position: { x: 12, y: 60 } });
  const lightbox = page.getByRole('dialog');
  await lightbox.waitFor();
  return lightbox;
}

/** The state of the toolbar button. */
export function badge({ desk }: ExtensionBrowser): Promise<string> {
  return desk.evaluate(() => chrome.action.getBadgeText({}));
}
