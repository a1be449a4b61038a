import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { openPanel } = await import('./panel.ts');

const runtime = { id: 'shoji' };
beforeEach(() => void fakeBrowser());
afterEach(() => void Object.assign(globalThis, { chrome: { runtime } }));

it('opens Chromium’s side panel in the window', async () => {
  const opened: unknown[] = [];
  const sidePanel = { open: async (options: unknown) => void opened.push(options) };
  Object.assign(globalThis, { chrome: { runtime, sidePanel } });
  await openPanel(7);
  expect(opened).toEqual([{ windowId: 7 }]);
});

it('opens Firefox’s sidebar when the browser has no side panel', async () => {
  const browser = fakeBrowser();
  await openPanel(7);
  expect(browser.calls('sidebarAction.open')).toEqual([[]]);
});
