import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { policyOf } from '../testing/runs.ts';
import { type ProxyState, proxy } from './proxy.ts';
import { needsSetup, Setup } from './setup.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const origin = 'http://127.0.0.1:8787';

function setup(state: ProxyState['state'], language: 'en' | 'ja' = 'en') {
  proxy.value = state === 'looking' || state === 'connected' ? { state } : { state, origin };
  const drawn = draw(<Setup />, { policy: policyOf({ name: 'strict' }), language });
  drawn.change(() => {
    drawn.screen.policy.value = undefined;
  });
  const buttons = () => drawn.page.queryAllByRole('button').map(({ textContent }) => textContent);
  return { ...drawn, buttons };
}

describe('what is in the way of the proxy', () => {
  it.each(['looking', 'connected'] as const)('is nothing while it is %s', (state) => {
    expect(setup(state).page.container).toBeEmptyDOMElement();
    expect(needsSetup()).toBe(false);
  });

  it.each([
    ['found', `A proxy runs at ${origin}`, /asks once/, ['Connect', 'Other address']],
    [
      'permission',
      'Connect to your proxy',
      /expected at http:\/\/127\.0\.0\.1:8787/,
      ['Connect', 'Other address'],
    ],
    ['unreachable', `No proxy answers at ${origin}`, /npm start/, ['Try again', 'Other address']],
    ['stranger', `Something else answers at ${origin}`, /not a Shoji proxy/, ['Try again', 'Other address']],
    ['unauthorised', 'The proxy asks for a key', /operator/, ['Enter the key']],
  ] as const)('is told with the one step past it: %s', (state, title, body, steps) => {
    const { page, buttons } = setup(state);
    expect(needsSetup()).toBe(true);
    const status = page.getByRole('status');
    expect(status).toContainElement(page.getByRole('heading', { level: 3, name: title }));
    expect(status).toHaveTextContent(body);
    expect(buttons()).toEqual(steps);
    expect(page.getByRole('button', { name: steps[0] })).toHaveClass('button--primary');
    if (steps[1]) expect(page.getByRole('button', { name: steps[1] })).not.toHaveClass('button--primary');
  });

  it('is told in Japanese', () => {
    const { page, buttons } = setup('found', 'ja');
    expect(page.getByRole('heading')).toHaveTextContent(`${origin} でプロキシが動いています`);
    expect(buttons()).toEqual(['つなぐ', '別のアドレス']);
  });
});

describe('the step past it', () => {
  it.each(['found', 'permission'] as const)(
    'asks the browser for that address, and looks again (%s)',
    async (state) => {
      const { page, user, screen } = setup(state);
      await user.click(page.getByRole('button', { name: 'Connect' }));
      expect(browser.given('permissions.request')).toEqual([{ origins: ['http://127.0.0.1/*'] }]);
      await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
      expect(page.queryByText('The extension was not allowed to connect.')).toBeNull();
    },
  );

  it('can be taken again after a no, which is said', async () => {
    browser.state.consents = false;
    const { page, user } = setup('found');
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() =>
      expect(page.getByRole('status')).toHaveTextContent('The extension was not allowed to connect.'),
    );
    browser.state.consents = true;
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(page.queryByText('The extension was not allowed to connect.')).toBeNull());
  });

  it.each(['unreachable', 'stranger'] as const)(
    'looks again, and asks the browser nothing (%s)',
    async (state) => {
      const { page, user, screen } = setup(state);
      await user.click(page.getByRole('button', { name: 'Try again' }));
      await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
      expect(browser.given('permissions.request')).toEqual([]);
    },
  );

  it.each([
    ['found', 'Other address'],
    ['unauthorised', 'Enter the key'],
  ] as const)('leads to the settings (%s)', async (state, name) => {
    const { page, user } = setup(state);
    await user.click(page.getByRole('button', { name }));
    expect(browser.given('runtime.openOptionsPage')).toHaveLength(1);
  });
});
