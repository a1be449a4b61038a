import browser, { type Menus } from 'webextension-polyfill';
import { patternOf } from '../storage/sites.ts';

const MENUS = [
  { id: 'use-selection', message: 'use_selection', contexts: ['selection'] },
  { id: 'check-image', message: 'check_image', contexts: ['image'] },
  { id: 'this-site', message: 'this_site', contexts: ['page', 'editable'] },
] as const satisfies readonly { id: string; message: string; contexts: readonly Menus.ContextType[] }[];

/** Adds the entries of the context menu. The browser keeps them across restarts. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const { id, message, contexts } of MENUS) {
    browser.contextMenus.create({ id, title: browser.i18n.getMessage(message), contexts: [...contexts] });
  }
}

/** A chosen entry of the context menu. */
export type MenuChoice =
  | { readonly type: 'use-selection'; readonly text: string }
  | { readonly type: 'check-image'; readonly url: string }
  /** @param pattern Match pattern of the page's host. */
  | { readonly type: 'this-site'; readonly pattern: string };

/** Reads a click on the context menu; `undefined` for other entries. */
export function choiceOf({
  menuItemId,
  selectionText,
  srcUrl,
  pageUrl,
}: Menus.OnClickData): MenuChoice | undefined {
  if (menuItemId === 'use-selection' && selectionText)
    return { type: menuItemId, text: selectionText.trim() };
  if (menuItemId === 'check-image' && srcUrl) return { type: menuItemId, url: srcUrl };
  const pattern = patternOf(pageUrl);
  if (menuItemId === 'this-site' && pattern) return { type: menuItemId, pattern };
  return undefined;
}
