import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright-core';
import { expect } from 'vitest';
import { CHROMIUM_ARGS, findChromium, PATIENCE_MS } from '../browser/chromium.ts';

const BUILT = fileURLToPath(new URL('../../packages/extension/dist/chromium', import.meta.url));

declare global {
  /** The part of the extension API that tests call inside of the browser. */
  const chrome: {
    readonly action: {
      openPopup(): Promise<void>;
      getBadgeText(details: object): Promise<string>;
    };
    readonly runtime: {
      sendMessage(message: object): Promise<unknown>;
      getContexts(filter: { contextTypes: string[] }): Promise<object[]>;
      readonly onConnect: { addListener(listener: (port: Port) => void): void };
    };
    readonly notifications: {
      getAll(): Promise<Record<string, boolean>>;
      readonly onClicked: { dispatch(id: string): void };
    };
    readonly permissions: {
      getAll(): Promise<{ origins: string[]; permissions: string[] }>;
      request: (wanted: object) => Promise<boolean>;
    };
    /** The API of the browser's page about extensions. */
    readonly developerPrivate: HostPermissions & {
      getExtensionInfo(
        extension: string,
      ): Promise<{ incognitoAccess: { isEnabled: boolean; isActive: boolean } }>;
    };
    readonly storage: Record<'local' | 'session', StorageArea>;
    readonly contextMenus: { readonly onClicked: { dispatch(info: object, tab?: object): void } };
  };
  type HostPermissions = Record<
    'addHostPermission' | 'removeHostPermission',
    (extension: string, pattern: string) => Promise<void>
  >;
  interface Port {
    readonly onDisconnect: { addListener(listener: () => void): void };
  }
  /** In the background: the connections of surfaces that are open. */
  var openPorts: Set<Port>;
  interface StorageArea {
    get(key?: string | null): Promise<Record<string, unknown>>;
    set(items: Record<string, unknown>): Promise<void>;
    remove(key: string): Promise<void>;
    clear(): Promise<void>;
  }
}

export type Surface = 'popup' | 'sidepanel' | 'options';

/** Each surface's usual size, in CSS pixels. */
const SIZES = {
  popup: { width: 400, height: 600 },
  sidepanel: { width: 420, height: 900 },
  options: { width: 1000, height: 900 },
};

export interface ExtensionOptions {
  readonly language?: 'en' | 'ja';
  readonly theme?: 'light' | 'dark';
  /** False for a browser without granted permissions: neither the proxy's origin nor notifications. */
  readonly granted?: boolean;
}

/** The built extension in a new Chromium with an empty profile. */
export interface ExtensionBrowser {
  readonly context: BrowserContext;
  /** An empty page of the extension, from which tests call its API. */
  readonly desk: Page;
  /** Opens the real popup beside the toolbar button. `close` disconnects; the popup stays until it loses the focus. */
  openRealPopup(): Promise<{ page: Page; close(): Promise<void> }>;
  open(surface: Surface, size?: { width: number; height: number }): Promise<Page>;
  /** Writes preferences as the options page does. */
  prefer(preferences: Record<string, unknown>): Promise<void>;
  /** Chooses an entry of the context menu, which is drawn by the system and cannot be clicked by a test. */
  choose(entry: object): Promise<void>;
  /** Clicks a notification, which the system draws. */
  clickNotification(id: string): Promise<void>;
  /**
   * Grants the permission for this host pattern before the extension requests it. The browser's dialog is a
   * window of the system, in which a test cannot press a button; a permission granted earlier on the browser's
   * page about extensions has the same effect: `permissions.request` shows no dialog. It cannot be refused that way.
   */
  answerYes(pattern: string): Promise<void>;
  /** Grants the permission for this host pattern, as a yes in the browser's dialog does. */
  giveAccess(pattern: string): Promise<void>;
  /** Waits until the background has noticed that no surface is open any more. */
  unwatched(): Promise<void>;
  /** Closes every surface, and forgets what is stored and permitted, as a new installation does. */
  reinstall(): Promise<void>;
  /** Ends the background, as the browser does with an idle service worker. */
  killWorker(): Promise<void>;
  /** Closes it; anything that was written to a console as an error fails here. */
  close(): Promise<void>;
}

export async function launchExtension(options: ExtensionOptions = {}): Promise<ExtensionBrowser> {
  const { granted = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'shoji-extension-'));
  const extension = join(folder, 'extension');
  await cp(BUILT, extension, { recursive: true });
  // Except for the first run, the manifest grants the permissions that a person would have granted.
  if (granted) await grant(join(extension, 'manifest.json'));

  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: findChromium(),
    headless: true,
    timeout: PATIENCE_MS,
    locale: options.language === 'ja' ? 'ja-JP' : 'en-GB',
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    viewport: SIZES.options,
    args: [
      ...CHROMIUM_ARGS,
      '--remote-debugging-port=0',
      // With the default 800 by 600 the real popup would be cut off by the edge of the screen.
      '--screen-info={1600x1200}',
      `--lang=${options.language === 'ja' ? 'ja' : 'en-GB'}`,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate(countPorts);
  const root = new URL('/', worker.url()).href;
  const desk = context.pages()[0] ?? (await context.newPage());
  await desk.goto(`${root}manifest.json`);
  const complaints: string[] = [];
  let devTools: CDPSession | undefined;

  /** The running background; it is started if the browser has ended it. */
  async function background(): Promise<Worker> {
    const started = () => context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
    // An unknown message starts it and has no other effect.
    const [live] = await Promise.all([
      started(),
      desk.evaluate(() => chrome.runtime.sendMessage({}).catch(() => undefined)),
    ]);
    return live;
  }

  async function onExtensions(method: keyof HostPermissions, pattern: string): Promise<void> {
    const page = await context.newPage();
    await page.goto('chrome://extensions');
    const wanted = { id: new URL(root).host, pattern, method };
    await page.evaluate(({ id, pattern, method }) => chrome.developerPrivate[method](id, pattern), wanted);
    await page.close();
  }

  return {
    context,
    desk,
    async openRealPopup() {
      // It is never wider than its window, which the last page may have made narrow.
      devTools ??= await context.newCDPSession(desk);
      const { windowId } = await devTools.send('Browser.getWindowForTarget');
      await devTools.send('Browser.setWindowBounds', { windowId, bounds: SIZES.options });
      await desk.evaluate(() => chrome.action.openPopup());
      const [port] = (await readFile(join(folder, 'profile', 'DevToolsActivePort'), 'utf8')).split('\n');
      // Only a second DevTools connection sees the popup.
      const outside = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const [seen] = outside.contexts();
      const isPopup = (page: Page) => page.url().endsWith('/popup/index.html');
      // Its URL is set only some time after it appears.
      const find = () => seen?.pages().find(isPopup);
      await expect.poll(() => find() !== undefined).toBe(true);
      const page = find();
      if (!page) throw new Error('The popup did not stay open.');
      page.setDefaultTimeout(PATIENCE_MS);
      return { page, close: () => outside.close() };
    },
    async open(surface, size = SIZES[surface]) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      page.on('pageerror', (error) => complaints.push(`${surface}: ${error}`));
      page.on('console', (message) => {
        const isStatus = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !isStatus) complaints.push(`${surface}: ${message.text()}`);
      });
      await page.goto(`${root}${surface}/index.html`);
      return page;
    },
    prefer: (preferences) =>
      desk.evaluate((value) => chrome.storage.local.set({ preferences: value }), preferences),
    async choose(entry) {
      await (await background()).evaluate((info) => chrome.contextMenus.onClicked.dispatch(info), entry);
    },
    async clickNotification(id) {
      await (await background()).evaluate((name) => chrome.notifications.onClicked.dispatch(name), id);
    },
    answerYes: (pattern) => onExtensions('addHostPermission', pattern),
    async giveAccess(pattern) {
      await onExtensions('addHostPermission', pattern);
      await desk.bringToFront();
      const given = await desk.evaluate(
        (origin) => chrome.permissions.request({ origins: [origin] }),
        pattern,
      );
      expect(given).toBe(true);
    },
    async reinstall() {
      for (const page of context.pages()) if (page !== desk) await page.close();
      await desk.bringToFront();
      await desk.evaluate(async () => {
        await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
      });
      // Permissions of the manifest stay granted.
      if (granted) return;
      const { origins } = await desk.evaluate(() => chrome.permissions.getAll());
      for (const origin of origins) await onExtensions('removeHostPermission', origin);
    },
    async unwatched() {
      const live = await background();
      await expect.poll(() => live.evaluate(() => openPorts.size)).toBe(0);
    },
    async killWorker() {
      devTools ??= await context.newCDPSession(desk);
      await devTools.send('ServiceWorker.enable');
      await devTools.send('ServiceWorker.stopAllWorkers');
    },
    async close() {
      await context.close();
      // Its processes may still write into the profile.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      expect(complaints).toEqual([]);
    },
  };
}

/** Runs in the background. Only connections made from then on are counted, so it comes before the first surface. */
function countPorts(): void {
  globalThis.openPorts = new Set();
  chrome.runtime.onConnect.addListener((port) => {
    openPorts.add(port);
    port.onDisconnect.addListener(() => openPorts.delete(port));
  });
}

async function grant(path: string): Promise<void> {
  const manifest: { permissions: string[] } = JSON.parse(await readFile(path, 'utf8'));
  const permissions = [...manifest.permissions, 'notifications'];
  await writeFile(
    path,
    JSON.stringify({ ...manifest, permissions, host_permissions: ['http://127.0.0.1/*'] }),
  );
}
