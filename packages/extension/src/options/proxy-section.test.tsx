import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProxyState, proxy } from '../surface/proxy.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { preferencesOf } from '../testing/own-preferences.ts';
import { policyOf } from '../testing/runs.ts';
import { ProxySection } from './proxy-section.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  proxy.value = { state: 'looking' };
});

const ORIGIN = 'http://127.0.0.1:8787';

function drawn(
  stored: Parameters<typeof preferencesOf>[0] = {},
  firstKey = '',
  language: 'en' | 'ja' = 'en',
) {
  const preferences = preferencesOf(stored);
  const section = draw(<ProxySection own={preferences.own} firstKey={firstKey} />, {
    policy: policyOf({ name: 'strict' }),
    language,
  });
  return { ...preferences, ...section };
}

describe('the address', () => {
  it('is the stored one, with an explanation', () => {
    const { page } = drawn({ origin: 'http://127.0.0.1:9000' });
    const address = page.getByRole('textbox', { name: 'Address' });
    expect(address).toHaveValue('http://127.0.0.1:9000');
    expect(address).toHaveAccessibleDescription(/Your prompts go there and nowhere else\./);
    expect(address).toBeValid();
  });

  it('is saved as an origin after the browser was asked for access to that origin only', async () => {
    const { page, user, saved } = drawn();
    const address = page.getByRole('textbox', { name: 'Address' });
    await user.clear(address);
    await user.type(address, 'https://shoji.example/page?x=1');
    expect(saved).toEqual([]);
    await user.click(page.getByRole('button', { name: 'Connect' }));
    expect(browser.given('permissions.request')).toEqual([{ origins: ['https://shoji.example/*'] }]);
    await waitFor(() => expect(saved).toEqual([{ origin: 'https://shoji.example' }]));
    expect(address).toHaveValue('https://shoji.example');
  });

  it('shows what the browser will ask about the typed host, until the proxy is connected', async () => {
    proxy.value = { state: 'found', origin: ORIGIN };
    const { page, user, change } = drawn();
    const address = page.getByRole('textbox', { name: 'Address' });
    await user.clear(address);
    await user.type(address, 'https://shoji.example');
    expect(page.getByText(/“Read and change your data on shoji\.example”/)).toHaveTextContent(
      'Shoji connects only to https://shoji.example.',
    );
    await user.clear(address);
    expect(page.getByText(/“Read and change your data on 127\.0\.0\.1”/)).toBeInTheDocument();
    change(() => {
      proxy.value = { state: 'connected' };
    });
    expect(page.queryByText(/“Read and change your data/)).toBeNull();
  });

  it('is connected by Enter too', async () => {
    const { page, user } = drawn();
    await user.type(page.getByRole('textbox', { name: 'Address' }), '{Enter}');
    expect(browser.given('permissions.request')).toEqual([{ origins: ['http://127.0.0.1/*'] }]);
  });

  it('is neither requested nor saved when it is not a URL, and the field shows the error', async () => {
    const { page, user, saved } = drawn();
    const address = page.getByRole('textbox', { name: 'Address' });
    await user.clear(address);
    await user.type(address, 'not an address{Enter}');
    expect(address).toBeInvalid();
    expect(address).toHaveAccessibleDescription(/Example: http:\/\/127\.0\.0\.1:8787/);
    expect(page.getByRole('status')).toHaveTextContent(/^This is/);
    expect(browser.given('permissions.request')).toEqual([]);
    expect(saved).toEqual([]);
    await user.clear(address);
    await user.type(address, `${ORIGIN}{Enter}`);
    await waitFor(() => expect(address).toBeValid());
  });

  it('is saved, with a notice that access was denied, when the person denies it', async () => {
    browser.state.consents = false;
    const { page, user, saved } = drawn();
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() =>
      expect(page.getByRole('status')).toHaveTextContent('The extension was not allowed to connect.'),
    );
    expect(saved).toEqual([{ origin: ORIGIN }]);
    expect(page.getByRole('textbox', { name: 'Address' })).toBeValid();
  });

  it('reads the policy again after a change', async () => {
    const { page, user, screen, change } = drawn();
    change(() => {
      screen.policy.value = undefined;
    });
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
  });
});

describe('the state of the proxy', () => {
  const line = (state: ProxyState, language: 'en' | 'ja' = 'en') => {
    proxy.value = state;
    return drawn({}, '', language).page.getByRole('status');
  };

  it('is connected, with the policy’s name', () => {
    const status = line({ state: 'connected' });
    expect(status).toHaveTextContent('Connected. Policy: strict.');
    expect(status.querySelector('svg')).not.toBeNull();
  });

  it.each<[ProxyState, RegExp, string]>([
    [
      { state: 'found', origin: ORIGIN },
      /^A proxy is running at http:\/\/127\.0\.0\.1:8787\. Press “Connect”/,
      'hint',
    ],
    [
      { state: 'failed', origin: ORIGIN, failure: { kind: 'unreachable' } },
      /^No proxy answers at .*\. Start it/,
      'complaint',
    ],
    [
      { state: 'failed', origin: ORIGIN, failure: { kind: 'stranger' } },
      /^Another program answers at .*\. It is not a Shoji/,
      'complaint',
    ],
    [
      { state: 'failed', origin: ORIGIN, failure: { kind: 'key-missing' } },
      /^The proxy requires a key\. Ask the operator/,
      'complaint',
    ],
  ])('is explained with the next step: %j', (state, sentence, look) => {
    const status = line(state);
    expect(status).toHaveTextContent(sentence);
    expect(status.firstElementChild).toHaveClass(look, { exact: true });
  });

  it.each<ProxyState>([{ state: 'looking' }, { state: 'permission', origin: ORIGIN }])(
    'is not shown before it is known: %j',
    (state) => {
      expect(line(state)).toBeEmptyDOMElement();
    },
  );

  it('is shown in Japanese', () => {
    expect(line({ state: 'connected' }, 'ja')).toHaveTextContent('接続しました。ポリシー：strict');
  });
});

describe('the key', () => {
  it('is hidden while it is typed, and kept for the session', async () => {
    const { page, user } = drawn({}, 'old');
    const key = page.getByLabelText('Key');
    expect(key).toHaveAttribute('type', 'password');
    expect(key).toHaveValue('old');
    expect(key).toHaveAccessibleDescription(/sent in a header, never in an address/);
    await user.clear(key);
    await user.type(key, ' k3y ');
    expect(browser.state.stored.session.key).toBeUndefined();
    await user.tab();
    await waitFor(() => expect(browser.state.stored.session.key).toBe('k3y'));
    expect(browser.state.stored.local.key).toBeUndefined();
  });

  it('is remembered beyond the session only while the box is ticked', async () => {
    const { page, user, saved } = drawn({}, 'k3y');
    const remember = page.getByRole('checkbox', { name: 'Remember the key' });
    expect(remember).not.toBeChecked();
    expect(remember).toHaveAccessibleDescription('Otherwise it is deleted when the browser is closed.');
    await user.click(remember);
    await waitFor(() => expect(browser.state.stored.local.key).toBe('k3y'));
    await user.click(remember);
    await waitFor(() => expect(browser.state.stored.local.key).toBeUndefined());
    expect(browser.state.stored.session.key).toBe('k3y');
    expect(saved).toEqual([{ rememberKey: true }, { rememberKey: false }]);
  });
});
