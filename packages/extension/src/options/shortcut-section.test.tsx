import { waitFor } from '@testing-library/preact';
import { beforeEach, expect, it } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { ShortcutSection } from './shortcut-section.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});
const section = (language: 'en' | 'ja' = 'en') => draw(<ShortcutSection />, { language });

it('shows the keys that open Shoji, and follows a change made in the browser', async () => {
  const { page } = section();
  expect(await page.findByText('Alt+Shift+S opens Shoji.')).toBeInTheDocument();
  browser.state.shortcut = 'Ctrl+Y';
  window.dispatchEvent(new Event('focus'));
  expect(await page.findByText('Ctrl+Y opens Shoji.')).toBeInTheDocument();
  browser.state.shortcut = '';
  window.dispatchEvent(new Event('focus'));
  expect(await page.findByText(/^No shortcut is set\./)).toBeInTheDocument();
});

it('opens the page of Chromium for shortcuts', async () => {
  const { page, user } = section();
  await user.click(page.getByRole('button', { name: 'Change the shortcut' }));
  await waitFor(() =>
    expect(browser.given('tabs.create')).toEqual([{ url: 'chrome://extensions/shortcuts' }]),
  );
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('opens the settings of Firefox', async () => {
  browser.state.hasShortcutSettings = true;
  const { page, user } = section();
  await user.click(page.getByRole('button', { name: 'Change the shortcut' }));
  await waitFor(() => expect(browser.calls('commands.openShortcutSettings')).toHaveLength(1));
  expect(browser.calls('tabs.create')).toEqual([]);
});

it('says where the settings are when the browser does not open them', async () => {
  browser.state.window = {};
  const { page, user } = section();
  await user.click(page.getByRole('button', { name: 'Change the shortcut' }));
  expect(await page.findByText(/about:addons/)).toHaveAttribute('role', 'status');
});

it('is shown in Japanese', async () => {
  expect(await section('ja').page.findByText('Alt+Shift+S で Shoji を開きます。')).toBeInTheDocument();
});
