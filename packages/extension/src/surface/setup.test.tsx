import { act, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FailureKind } from '../screen/client/errors.ts';
import type { Run } from '../screen/state/run.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { INPUT, policyOf, runOf } from '../testing/runs.ts';
import { type ProxyState, proxy } from './proxy.ts';
import { needsSetup, Setup } from './setup.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const origin = 'http://127.0.0.1:8787';
const failed = (kind: FailureKind): ProxyState => ({ state: 'failed', origin, failure: { kind } });

function setup(found: ProxyState, language: 'en' | 'ja' = 'en', runs: readonly Run[] = []) {
  proxy.value = found;
  const drawn = draw(<Setup />, { policy: policyOf({ name: 'strict' }), language, runs });
  drawn.change(() => {
    drawn.screen.policy.value = undefined;
  });
  const buttons = () => drawn.page.queryAllByRole('button').map(({ textContent }) => textContent);
  return { ...drawn, buttons };
}

describe('a problem with the proxy', () => {
  it.each(['looking', 'connected'] as const)('is not shown while the proxy is %s', (state) => {
    expect(setup({ state }).page.container).toBeEmptyDOMElement();
    expect(needsSetup()).toBe(false);
  });

  it.each<[ProxyState, string, RegExp, string[]]>([
    [
      { state: 'found', origin },
      `A proxy is running at ${origin}`,
      /asks for access once/,
      ['Connect', 'Other address'],
    ],
    [
      { state: 'permission', origin },
      'Connect to your proxy',
      /address in the settings is http:\/\/127\.0\.0\.1:8787/,
      ['Connect', 'Other address'],
    ],
    [
      { state: 'waiting', origin },
      `The proxy at ${origin} has not answered yet`,
      /Still waiting/,
      ['Other address'],
    ],
    [failed('unreachable'), `No proxy answers at ${origin}`, /npm start/, ['Try again', 'Other address']],
    [
      failed('stranger'),
      `Another program answers at ${origin}`,
      /not a Shoji proxy/,
      ['Try again', 'Other address'],
    ],
    [failed('key-missing'), 'The proxy requires a key', /operator/, ['Use this key', 'Other address']],
    [failed('key-refused'), 'The key was not accepted', /operator/, ['Use this key', 'Other address']],
    [
      { state: 'failed', origin, failure: { kind: 'too-many', status: 429, retryAfter: 5 } },
      'Too many requests',
      /Try again in 5 seconds\. The proxy answered with HTTP status 429/,
      ['Try again', 'Other address'],
    ],
    [failed('silent'), 'The proxy does not answer', /no response/, ['Try again', 'Other address']],
  ])('is shown with the one next step: %j', (state, title, body, steps) => {
    const { page, buttons } = setup(state);
    expect(needsSetup()).toBe(true);
    const status = page.getByRole('status');
    expect(status).toContainElement(page.getByRole('heading', { level: 3, name: title }));
    expect(status).toHaveTextContent(body);
    expect(buttons()).toEqual(steps);
    expect(page.container.querySelectorAll('.button')).toHaveLength(steps.length - 1);
    expect(page.getByRole('button', { name: 'Other address' })).toHaveClass('link');
  });

  it('is shown in Japanese', () => {
    const { page, buttons } = setup({ state: 'found', origin }, 'ja');
    expect(page.getByRole('heading')).toHaveTextContent(`${origin} でプロキシが動いています`);
    expect(buttons()).toEqual(['接続', '別のアドレス']);
  });
});

describe('the browser’s permission prompt', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['chromium', 'en', 'Your browser will ask whether Shoji may “Read and change your data on 127.0.0.1”.'],
    ['firefox', 'en', 'Firefox will ask whether Shoji may “Access your data for 127.0.0.1”.'],
    ['chromium', 'ja', '「127.0.0.1 上にある自分のデータの読み取りと変更」'],
    ['firefox', 'ja', '「127.0.0.1 の保存されたデータへのアクセス」'],
  ] as const)('is quoted beforehand, with how far it goes (%s, %s)', (mode, language, words) => {
    vi.stubEnv('MODE', mode);
    const { page } = setup({ state: 'found', origin }, language);
    const question = page.container.querySelector('.hint');
    expect(question).toHaveTextContent(words);
    expect(question).toHaveTextContent(origin);
    expect(question).toHaveTextContent(
      language === 'en' ? 'all ports of 127.0.0.1' : '127.0.0.1 のすべてのポート',
    );
  });

  it('is not quoted when the browser does not ask', () => {
    expect(setup(failed('unreachable')).page.queryByText(/will ask whether/)).toBeNull();
  });

  it('was not accepted when an earlier surface was closed by it', async () => {
    browser.state.stored.session.connecting = { origin, state: 'asking' };
    const { page, user } = setup({ state: 'found', origin });
    await page.findByText(/^Access was not allowed\./);
    browser.state.consents = false;
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await page.findByText('The extension was not allowed to connect.');
    expect(page.queryByText(/^Access was not/)).toBeNull();
  });

  it('is not taken for unanswered while this surface asks', async () => {
    const { page, change } = setup({ state: 'found', origin });
    await act(() => new Promise((resolve) => setImmediate(resolve)));
    browser.state.stored.session.connecting = { origin, state: 'asking' };
    change(() => {
      proxy.value = { state: 'permission', origin };
    });
    await act(() => new Promise((resolve) => setImmediate(resolve)));
    expect(page.queryByText(/^Access was not/)).toBeNull();
  });

  it.each([undefined, { origin, state: 'connected' }])('is left unchanged otherwise (%j)', async (asked) => {
    browser.state.stored.session.connecting = asked;
    const { page } = setup({ state: 'found', origin });
    await act(() => new Promise((resolve) => setImmediate(resolve)));
    expect(page.queryByText(/^Access was not/)).toBeNull();
  });
});

describe('the next step', () => {
  it.each(['found', 'permission'] as const)(
    'asks the browser for that address, and contacts the proxy again (%s)',
    async (state) => {
      const { page, user, screen } = setup({ state, origin });
      await user.click(page.getByRole('button', { name: 'Connect' }));
      expect(browser.given('permissions.request')).toEqual([{ origins: ['http://127.0.0.1/*'] }]);
      await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
      expect(page.queryByText('The extension was not allowed to connect.')).toBeNull();
    },
  );

  it('can be repeated after a denial, which is shown', async () => {
    browser.state.consents = false;
    const { page, user } = setup({ state: 'found', origin });
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() =>
      expect(page.getByRole('status')).toHaveTextContent('The extension was not allowed to connect.'),
    );
    browser.state.consents = true;
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(page.queryByText('The extension was not allowed to connect.')).toBeNull());
  });

  it('reports a denial when the browser cannot ask', async () => {
    browser.state.consents = 'cannot-ask';
    const { page, user } = setup({ state: 'found', origin });
    await user.click(page.getByRole('button', { name: 'Connect' }));
    await page.findByText('The extension was not allowed to connect.');
  });

  it.each(['unreachable', 'stranger', 'gateway'] as const)(
    'contacts the proxy again without asking the browser (%s)',
    async (kind) => {
      const { page, user, screen, started } = setup(failed(kind));
      await user.click(page.getByRole('button', { name: 'Try again' }));
      await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
      expect(browser.given('permissions.request')).toEqual([]);
      expect(started).toEqual([]);
    },
  );

  it('sends the request again that failed for the same reason', async () => {
    const run = runOf({ phase: 'failed', failure: { kind: 'unreachable' } });
    const { page, user, started } = setup(failed('unreachable'), 'en', [run]);
    await user.click(page.getByRole('button', { name: 'Try again' }));
    expect(started).toEqual([{ input: INPUT, key: '' }]);
  });

  it('sends no request again that failed for another reason', async () => {
    const run = runOf({ phase: 'failed', failure: { kind: 'generator-failed' } });
    const { page, user, started, screen } = setup(failed('unreachable'), 'en', [run]);
    await user.click(page.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
    expect(started).toEqual([]);
  });

  it('is a field for the key when the key is missing', async () => {
    const { page, user, screen } = setup(failed('key-missing'));
    await user.type(page.getByLabelText('Key'), 'k3y{Enter}');
    expect(screen.key.value).toBe('k3y');
    await waitFor(() => expect(screen.policy.value?.name).toBe('strict'));
  });

  it('links to the settings, for another address', async () => {
    const { page, user } = setup({ state: 'found', origin });
    await user.click(page.getByRole('button', { name: 'Other address' }));
    expect(browser.given('runtime.openOptionsPage')).toHaveLength(1);
  });
});
