import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';

const { finishConnection } = await import('./finish-connection.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  browser.state.granted.add('http://127.0.0.1/*');
});

const policy = { name: 'strict' };

async function asked(answer: object = { body: policy }) {
  const served = await serveProxy({ '/v1/policy': answer });
  const { local, session } = browser.state.stored;
  local.preferences = { origin: served.origin };
  session.connecting = { origin: served.origin, state: 'asking' };
  return served;
}

it('reads the policy of the saved address, and opens the popup again', async () => {
  const { origin, asked: requests } = await asked();
  await finishConnection();
  expect(browser.state.stored.session.connecting).toEqual({ origin, state: 'connected' });
  expect(browser.state.stored.local.policy).toMatchObject({ origin, facts: policy });
  expect(requests.map(({ path }) => path)).toEqual(['/v1/policy']);
  expect(browser.calls('action.openPopup')).toHaveLength(1);
  expect(browser.given('action.setBadgeText')).toEqual([]);
});

it('opens the popup when the window gets the focus back', async () => {
  await asked();
  browser.state.canOpenPopup = false;
  const finished = finishConnection();
  await expect.poll(() => browser.calls('action.openPopup')).toHaveLength(1);
  browser.state.canOpenPopup = true;
  browser.focusChanged.tell(7);
  await finished;
  expect(browser.calls('action.openPopup')).toHaveLength(2);
  expect(browser.given('action.setBadgeText')).toEqual([]);
});

it('shows it on the toolbar button when no popup can be opened', async () => {
  await asked();
  browser.state.canOpenPopup = false;
  const finished = finishConnection();
  await expect.poll(() => browser.calls('action.openPopup')).toHaveLength(1);
  browser.focusChanged.tell(7);
  await finished;
  expect(browser.given('action.setBadgeText')).toEqual([{ text: '✓' }]);
});

it('leaves a problem with the proxy to the popup', async () => {
  await asked({ status: 401 });
  await finishConnection();
  expect(browser.state.stored.local.policy).toBeUndefined();
  expect(browser.calls('action.openPopup')).toHaveLength(1);
  const { origin } = await asked({ body: '<h1>Welcome</h1>' });
  await finishConnection();
  expect(browser.state.stored.local.policy).toBeUndefined();
  expect(browser.state.stored.session.connecting).toEqual({ origin, state: 'connected' });
});

it.each([
  ['no surface asked', () => Reflect.deleteProperty(browser.state.stored.session, 'connecting')],
  ['the access was not given', () => browser.state.granted.clear()],
  [
    'access to another address was requested',
    () => {
      browser.state.stored.session.connecting = { origin: 'http://127.0.0.1:1', state: 'asking' };
    },
  ],
  [
    'the connection was finished before',
    () => {
      browser.state.stored.session.connecting = {
        origin: browser.state.stored.local.preferences,
        state: 'connected',
      };
    },
  ],
])('does nothing where %s', async (_, arrange) => {
  const { asked: requests } = await asked();
  arrange();
  await finishConnection();
  expect(requests).toEqual([]);
  expect(browser.calls('action.openPopup')).toEqual([]);
});
