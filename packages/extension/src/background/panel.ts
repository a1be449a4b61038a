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
  // Known when it is built, so that Firefox's package does not even name what Firefox has not.
  if (import.meta.env.MODE !== 'firefox' && chrome.sidePanel) return chrome.sidePanel.open({ windowId });
  return browser.sidebarAction.open();
}
