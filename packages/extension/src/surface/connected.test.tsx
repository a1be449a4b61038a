import { act, waitFor } from '@testing-library/preact';
import { beforeEach, expect, it } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { policyOf } from '../testing/runs.ts';
import { Connected } from './connected.tsx';
import { proxy } from './proxy.ts';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  proxy.value = { state: 'connected' };
});

const origin = 'http://127.0.0.1:8787';
const drawn = () => draw(<Connected />, { policy: policyOf({ name: 'strict' }) }).page;

it('confirms once that the background has finished the connection', async () => {
  browser.state.stored.session.connecting = { origin, state: 'connected' };
  const page = drawn();
  await waitFor(() => expect(page.getByRole('status')).toHaveTextContent('Connected. Policy: strict.'));
  expect(page.container.querySelector('svg')).not.toBeNull();
  expect(browser.state.stored.session.connecting).toBeUndefined();
});

it('confirms no connection that has failed since', async () => {
  browser.state.stored.session.connecting = { origin, state: 'connected' };
  proxy.value = { state: 'failed', origin, failure: { kind: 'key-missing' } };
  const page = drawn();
  await waitFor(() => expect(browser.state.stored.session.connecting).toBeUndefined());
  await waitFor(() => expect(page.getByRole('status')).toBeEmptyDOMElement());
  act(() => {
    proxy.value = { state: 'connected' };
  });
  expect(page.getByRole('status')).toHaveTextContent('Connected.');
});

it.each([undefined, { origin, state: 'asking' }])(
  'is empty when no connection was finished (%j)',
  async (asked) => {
    browser.state.stored.session.connecting = asked;
    const page = drawn();
    await act(() => new Promise((resolve) => setImmediate(resolve)));
    // Not even an empty element: a popup at its largest height would become wider for its gap.
    expect(page.container).toBeEmptyDOMElement();
    expect(browser.state.stored.session.connecting).toBe(asked);
  },
);
