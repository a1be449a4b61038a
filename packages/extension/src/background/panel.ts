import browser from 'webextension-polyfill';

/** The part of Chromium's `sidePanel` that is used; Firefox has a sidebar in its place. */
declare const chrome: {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
};

/**
 * Opens the side panel or sidebar. Browsers allow that only in direct answer to a click, so it may come after no `await`.
 * @param windowId The window it belongs to.
 */
export function openPanel(windowId: number): Promise<void> {
  if (chrome.sidePanel) return chrome.sidePanel.open({ windowId });
  return browser.sidebarAction.open();
}
