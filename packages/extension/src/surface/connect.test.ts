import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { askForAccess } = await import('./connect.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const ORIGIN = 'http://127.0.0.1:8787';

it('asks the browser at once, and stores the request in case the surface is closed', async () => {
  const given = askForAccess(ORIGIN);
  expect(browser.given('permissions.request')).toEqual([{ origins: ['http://127.0.0.1/*'] }]);
  expect(browser.state.stored.session.connecting).toEqual({ origin: ORIGIN, state: 'asking' });
  expect(await given).toBe(true);
});

it.each([
  [true, true],
  [false, false],
  ['cannot-ask', false],
] as const)('goes on itself where the surface is still open (%s)', async (consents, expected) => {
  browser.state.consents = consents;
  expect(await askForAccess(ORIGIN)).toBe(expected);
  expect(browser.state.stored.session.connecting).toBeUndefined();
});
