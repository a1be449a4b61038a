import type { Browser } from 'webextension-polyfill';

declare global {
  var browser: Browser | undefined;
  var chrome: Browser;
}

/** The part of the API for extensions that returns promises in each browser of the manifest. */
type Api = Pick<Browser, 'permissions' | 'sidebarAction' | 'storage' | 'tabs' | 'windows'> & {
  readonly runtime: Omit<Browser['runtime'], 'onMessage'>;
};

/**
 * The browser's API for extensions, for what opens with a surface: the polyfill would be loaded before the first letter
 * can be typed. Everything else imports `webextension-polyfill`, above all listeners of messages, which Chromium calls
 * in another way than Firefox.
 */
const api: Api = globalThis.browser ?? globalThis.chrome;

export { api as browser };
