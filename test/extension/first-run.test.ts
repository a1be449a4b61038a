import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patient, startRealProxy } from '../browser/real-proxy.ts';
import { type StubProxy, startStubProxy } from '../browser/stub-proxy.ts';
import { type ExtensionBrowser, launchExtension } from './chromium-extension.ts';
import { badge } from './support.ts';

let stub: StubProxy;
let permitted: ExtensionBrowser;
let unasked: ExtensionBrowser;
beforeAll(async () => {
  [stub, permitted, unasked] = await Promise.all([
    startStubProxy(),
    launchExtension(),
    launchExtension({ granted: false }),
  ]);
  stub.setPolicy({ name: 'standard', reveal: true });
});
afterAll(async () => {
  await Promise.all([permitted.close(), unasked.close(), stub.stop()]);
});

/** Runs `then` in a browser in which the extension has just been installed, with or without the proxy's permission. */
async function withExtension(granted: boolean, then: (extension: ExtensionBrowser) => Promise<void>) {
  const extension = granted ? permitted : unasked;
  await then(extension);
  await extension.reinstall();
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });

it('looks for a proxy at the default local address, and has no permission before a person grants one', async () => {
  await withExtension(false, async (extension) => {
    const popup = await extension.open('popup');
    // The result depends on the machine; the requested address does not.
    await heading(popup, /at http:\/\/127\.0\.0\.1:8787$/).waitFor();
    await popup.locator('textarea:focus').waitFor();
    const { origins, permissions } = await popup.evaluate(() => chrome.permissions.getAll());
    expect(origins).toEqual([]);
    expect(permissions.sort()).toEqual(['activeTab', 'contextMenus', 'scripting', 'sidePanel', 'storage']);
  });
});

it('finds a proxy before it has the permission to call it, and shows that', async () => {
  const proxy = await startRealProxy(patient('standard'));
  await withExtension(false, async (extension) => {
    await extension.prefer({ origin: proxy.origin });
    const popup = await extension.open('popup');
    await heading(popup, `A proxy is running at ${proxy.origin}`).waitFor();
    expect(await popup.getByRole('button', { name: 'Connect' }).isEnabled()).toBe(true);
    const { origins } = await popup.evaluate(() => chrome.permissions.getAll());
    expect(origins).toEqual([]);
    // A web page cannot detect it.
    const page = await extension.context.newPage();
    await page.goto(stub.origin);
    const seen = await page.evaluate((url) => fetch(url).then(String, String), `${proxy.origin}/healthz`);
    expect(seen).toMatch(/TypeError/);
    await page.close();
  });
  await proxy.stop();
});

it('is connected by one button and the granted permission', async () => {
  await withExtension(false, async (extension) => {
    await extension.prefer({ origin: stub.origin });
    const [popup, panel] = [await extension.open('popup'), await extension.open('sidepanel')];
    await heading(panel, `A proxy is running at ${stub.origin}`).waitFor();
    await extension.answerYes('http://127.0.0.1/*');
    await popup.bringToFront();
    await popup.getByRole('button', { name: 'Connect' }).click();
    await popup.getByText('Try one of these').waitFor();
    // Other open surfaces update without a reload.
    await panel.getByText('Try one of these').waitFor();
    const { origins } = await popup.evaluate(() => chrome.permissions.getAll());
    expect(origins).toEqual(['http://127.0.0.1/*']);
  });
});

it('is connected even if the browser closes the popup for its permission dialog', async () => {
  await withExtension(false, async (extension) => {
    await extension.prefer({ origin: stub.origin });
    const { page: popup, close } = await extension.openRealPopup();
    await popup.getByText('“Read and change your data on 127.0.0.1”').waitFor();
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Connect' }).click();
    await closed;
    await close();
    await extension.unwatched();
    await extension.giveAccess('http://127.0.0.1/*');
    await expect.poll(() => badge(extension)).toBe('✓');
    const again = await extension.open('popup');
    await again.getByText('Connected. Policy: standard.').waitFor();
    await again.getByText('Try one of these').waitFor();
    await expect.poll(() => badge(extension)).toBe('');
    // It is confirmed once.
    await again.reload();
    await again.getByText('Try one of these').waitFor();
    expect(await again.getByText('Connected. Policy: standard.').count()).toBe(0);
  });
});

it('opens the popup again once the permission dialog is closed and the window has the focus', async () => {
  // A window that has shown a popup before reports no focus in a headless Chromium.
  const extension = await launchExtension({ granted: false });
  await extension.prefer({ origin: stub.origin });
  const asked = { origin: stub.origin, state: 'asking' };
  await extension.desk.evaluate((connecting) => chrome.storage.session.set({ connecting }), asked);
  await extension.giveAccess('http://127.0.0.1/*');
  const popups = () =>
    extension.desk.evaluate(async () => {
      const open = await chrome.runtime.getContexts({ contextTypes: ['POPUP'] });
      return open.length;
    });
  await expect.poll(popups).toBe(1);
  await extension.close();
});

it('calls only the saved address of a permitted host, and can remove the permission', async () => {
  let calls = 0;
  const other = createServer((_, response) => {
    calls++;
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  await withExtension(false, async (extension) => {
    await extension.prefer({ origin: stub.origin });
    const popup = await extension.open('popup');
    await extension.giveAccess('http://127.0.0.1/*');
    await popup.getByText('Try one of these').waitFor();
    const options = await extension.open('options');
    const site = options.getByRole('listitem').filter({ hasText: 'http://127.0.0.1' });
    await site.getByText(`Shoji connects only to ${stub.origin}`).waitFor();
    await site.getByRole('button', { name: 'Remove the access to http://127.0.0.1' }).click();
    await options.getByText('Shoji may no longer read http://127.0.0.1.').waitFor();
    await heading(popup, `A proxy is running at ${stub.origin}`).waitFor();
    const { origins } = await popup.evaluate(() => chrome.permissions.getAll());
    expect(origins).toEqual([]);
  });
  other.close();
  expect(calls).toBe(0);
});

it('shows when the permission was refused, and can request it again', async () => {
  await withExtension(false, async (extension) => {
    await extension.prefer({ origin: stub.origin });
    const popup = await extension.open('popup');
    await popup.evaluate(() => {
      chrome.permissions.request = async () => false;
    });
    await popup.getByRole('button', { name: 'Connect' }).click();
    await popup.getByText('The extension was not allowed to connect.').waitFor();
    expect(await popup.getByRole('button', { name: 'Connect' }).isEnabled()).toBe(true);
  });
});

it('looks again after the proxy has been started, still without a permission', async () => {
  await withExtension(false, async (extension) => {
    stub.goDown();
    await extension.prefer({ origin: stub.origin });
    const popup = await extension.open('popup');
    await heading(popup, `No proxy answers at ${stub.origin}`).waitFor();
    await popup.getByText('Start it with “npm start” in Shoji’s folder, then try again.').waitFor();
    expect(await popup.getByRole('button', { name: 'Connect' }).count()).toBe(0);
    stub.comeBack();
    await popup.getByRole('button', { name: 'Try again' }).click();
    await heading(popup, `A proxy is running at ${stub.origin}`).waitFor();
  });
});

it('shows in one sentence how to start a missing proxy, and tries again', async () => {
  await withExtension(true, async (extension) => {
    await extension.prefer({ origin: stub.origin });
    stub.goDown();
    const popup = await extension.open('popup');
    await heading(popup, `No proxy answers at ${stub.origin}`).waitFor();
    await popup.getByText('Start it with “npm start” in Shoji’s folder, then try again.').waitFor();
    // The proxy comes back only after the request of this click has failed.
    const failed = popup.waitForEvent('requestfailed');
    await popup.getByRole('button', { name: 'Try again' }).click();
    await failed;
    await heading(popup, /No proxy answers/).waitFor();
    stub.comeBack();
    await popup.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => heading(popup, /No proxy answers/).count()).toBe(0);
    await popup.getByText('Try one of these').waitFor();
  });
});

it('has options: address, key, language, defaults, stricter thresholds', async () => {
  await withExtension(true, async (extension) => {
    const options = await extension.open('options');
    await options.getByLabel('Address').fill('not an address');
    await options.getByRole('button', { name: 'Connect' }).click();
    await options.getByText('This is not a valid web address.').waitFor();
    await options.getByLabel('Address').fill(stub.origin.replace('http://', ''));
    await options.getByRole('button', { name: 'Connect' }).click();
    await options.getByText('Connected. Policy: standard.').waitFor();

    const stored = (area: 'local' | 'session') =>
      options.evaluate(async (name) => JSON.stringify(await chrome.storage[name].get(null)), area);
    await options.getByLabel('Key', { exact: true }).fill('k3y-of-the-operator');
    await options.keyboard.press('Tab');
    await expect.poll(() => stored('session')).toContain('k3y-of-the-operator');
    expect(await stored('local')).not.toContain('k3y-of-the-operator');
    await options.getByLabel('Remember the key').check();
    await expect.poll(() => stored('local')).toContain('k3y-of-the-operator');

    await options.getByRole('radio', { name: 'Portrait' }).check();
    await options.getByRole('radio', { name: '3', exact: true }).check();
    await options.getByLabel('violence').check();
    await options.getByRole('radio', { name: '日本語' }).check();
    await options.getByText('もっとぼかす').waitFor();
    await expect.poll(() => stored('local')).toMatch(/"categories":\["violence"\]/);

    const popup = await extension.open('popup');
    await popup.getByRole('button', { name: '画像を生成' }).waitFor();
    await popup.getByText('サイズ・枚数など').click();
    expect(await popup.getByRole('radio', { name: /縦長/ }).isChecked()).toBe(true);
    expect(await popup.getByRole('radio', { name: '3', exact: true }).isChecked()).toBe(true);
  });
});
