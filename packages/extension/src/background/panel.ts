import { browser } from '../browser.ts';

/** The part of Chromium's `sidePanel` that is used; Firefox has a sidebar in its place. */
declare const chrome: {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
};

/**
 * Opens the side panel or sidebar. Call it before any `await`: browsers allow it only in direct response to a click.
 * @param windowId The window it belongs to.
 */
export function openPanel(windowId: number): Promise<void> {
  // A build-time constant, so that Firefox's package does not contain an API that Firefox lacks.
  if (import.meta.env.MODE !== 'firefox' && chrome.sidePanel) return chrome.sidePanel.open({ windowId });
  return browser.sidebarAction.open();
}
