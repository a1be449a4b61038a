import { waitFor } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { SurfaceActions } from './actions.tsx';

afterEach(() => vi.restoreAllMocks());

it('link to the settings', async () => {
  const browser = fakeBrowser();
  const { page, user } = draw(<SurfaceActions />);
  const settings = page.getByRole('button', { name: 'Settings' });
  expect(settings).toHaveAttribute('title', 'Settings');
  await user.click(settings);
  expect(browser.given('runtime.openOptionsPage')).toHaveLength(1);
  expect(page.getAllByRole('button')).toHaveLength(1);
});

it('open the panel of the window, and close the popup', async () => {
  const browser = fakeBrowser();
  const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
  const { page, user } = draw(<SurfaceActions panel={{ windowId: 7 }} />, { language: 'ja' });
  expect(close).not.toHaveBeenCalled();
  await user.click(page.getByRole('button', { name: 'ページの横に開く' }));
  expect(browser.given('sidebarAction.open')).toHaveLength(1);
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});

it('pass the typed prompt to the panel', async () => {
  const browser = fakeBrowser();
  vi.spyOn(window, 'close').mockImplementation(() => undefined);
  const { page, user } = draw(<SurfaceActions panel={{ windowId: 7 }} />, {
    settings: { prompt: 'half a thought', n: 4 },
  });
  await user.click(page.getByRole('button', { name: 'Open beside the page' }));
  await waitFor(() =>
    expect(browser.state.stored.session.offered).toMatchObject({
      by: 'popup',
      form: { prompt: 'half a thought', n: 4 },
    }),
  );
});

it('pass nothing to the panel when nothing is typed', async () => {
  const browser = fakeBrowser();
  const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
  const { page, user } = draw(<SurfaceActions panel={{ windowId: 7 }} />, { settings: { n: 4 } });
  await user.click(page.getByRole('button', { name: 'Open beside the page' }));
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(browser.state.stored.session).not.toHaveProperty('offered');
});

it.each([
  ['https://example.com/a', 'https://example.com/*'],
  ['about:blank', ''],
  [undefined, ''],
])('show in the panel what can be turned on for the page %s', async (url, pattern) => {
  const browser = fakeBrowser();
  browser.state.tabs = [{ id: 1, ...(url !== undefined && { url }) }];
  const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
  const { page, user } = draw(<SurfaceActions panel={{ windowId: 7 }} />);
  const button = page.getByRole('button', { name: 'On this site' });
  expect(button).toHaveAttribute('title', 'On this site');
  await user.click(button);
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(browser.given('sidebarAction.open')).toHaveLength(1);
  expect(browser.given('tabs.query')).toEqual([{ active: true, windowId: 7 }]);
  expect(browser.state.stored.session).toMatchObject({ site: pattern });
  expect(browser.state.stored.session).not.toHaveProperty('offered');
});

it('keep the popup open when the panel cannot be opened', async () => {
  fakeBrowser();
  Object.assign(globalThis, {
    chrome: { runtime: { id: 'shoji' }, sidePanel: { open: () => Promise.reject(new Error('no')) } },
  });
  const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
  const { page, user } = draw(<SurfaceActions panel={{ windowId: 7 }} />);
  await user.click(page.getByRole('button', { name: 'Open beside the page' }));
  await Promise.resolve();
  expect(close).not.toHaveBeenCalled();
  Object.assign(globalThis, { chrome: { runtime: { id: 'shoji' } } });
});
