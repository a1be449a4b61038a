import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { storedConnection, storeKey } = await import('./connection.ts');
const { DEFAULT_ORIGIN, parsePreferences } = await import('./preferences.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

it('is the default proxy without a key when nothing is stored', async () => {
  expect(await storedConnection()).toEqual({ origin: DEFAULT_ORIGIN, key: '' });
});

it('is the stored proxy, with the session’s key before the remembered one', async () => {
  Object.assign(browser.state.stored.local, {
    preferences: parsePreferences({ origin: 'https://shoji.example' }),
    key: 'remembered',
  });
  expect(await storedConnection()).toEqual({ origin: 'https://shoji.example', key: 'remembered' });
  browser.state.stored.session.key = 'of the session';
  expect((await storedConnection()).key).toBe('of the session');
});

it('keeps a key for the session, and beyond it only on request', async () => {
  await storeKey('k3y', true);
  expect([browser.state.stored.local.key, browser.state.stored.session.key]).toEqual(['k3y', 'k3y']);
  await storeKey('k3y', false);
  expect([browser.state.stored.local.key, browser.state.stored.session.key]).toEqual([undefined, 'k3y']);
  await storeKey('', true);
  expect([browser.state.stored.local.key, browser.state.stored.session.key]).toEqual([undefined, undefined]);
});
