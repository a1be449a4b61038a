import browser from 'webextension-polyfill';
import type { PageSender } from './page-messages.ts';

/**
 * Covers the pictures of one frame by a style sheet of the user's origin, whose `!important` outweighs that of the page,
 * also in a `style` attribute. Registered content scripts can only add style sheets of the page's origin; those cover
 * until this one is there, and alone where the browser refuses it, such as in a frame that is gone.
 */
export async function coverFrame({ tab, frameId }: PageSender): Promise<void> {
  if (tab?.id === undefined || frameId === undefined) return;
  const target = { tabId: tab.id, frameIds: [frameId] };
  await browser.scripting
    .insertCSS({ target, files: ['sites/pictures.css'], origin: 'USER' })
    .catch(() => undefined);
}
