import { openPanel } from '../background/panel.ts';

/**
 * Opens the panel and closes the popup. Call it before any `await`: browsers allow it only in direct response to the
 * click. The popup stays where the panel cannot be opened.
 * @param store Stores what the panel is to show.
 */
export function leaveFor(windowId: number, store: () => Promise<void>): void {
  openPanel(windowId).then(
    async () => {
      await store();
      window.close();
    },
    () => undefined,
  );
}
