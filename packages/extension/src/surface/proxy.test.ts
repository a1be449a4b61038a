import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { HEALTHY, serveProxy } from '../testing/proxy.test-helper.ts';

const { findProxy, lastKnown, proxy } = await import('./proxy.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  proxy.value = { state: 'looking' };
});

const ALLOWED = 'http://127.0.0.1/*';
const policy = { body: { name: 'strict' } };
const patience = () => AbortSignal.timeout(20_000);

function setTo(origin: string, key?: string) {
  browser.state.stored.local.preferences = { origin };
  browser.state.stored.session.key = key;
}

describe('a proxy that the extension may talk to', () => {
  beforeEach(() => void browser.state.granted.add(ALLOWED));

  it('is connected once it has told its policy, which is remembered with whose it is', async () => {
    const { origin, asked } = await serveProxy({ '/v1/policy': policy });
    setTo(origin, 'k3y');
    expect((await findProxy(patience())).name).toBe('strict');
    expect(proxy.value).toEqual({ state: 'connected' });
    expect(asked).toMatchObject([{ path: '/v1/policy', headers: { authorization: 'Bearer k3y' } }]);
    expect(browser.state.stored.local.policy).toEqual({ origin, json: JSON.stringify(policy.body) });
  });

  it.each([
    ['unauthorised', { status: 401 }],
    ['stranger', { status: 404 }],
    ['stranger', { body: '<h1>Welcome</h1>' }],
  ])('is told from one that is %s', async (state, answer) => {
    const { origin } = await serveProxy({ '/v1/policy': answer });
    setTo(origin);
    await expect(findProxy(patience())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(proxy.value).toEqual({ state, origin });
  });

  it('is unreachable when nobody listens, and what it said last time still holds', async () => {
    const { origin, close } = await serveProxy({ '/v1/policy': policy });
    setTo(origin);
    await findProxy(patience());
    close();
    expect((await findProxy(patience())).name).toBe('strict');
    expect(proxy.value).toEqual({ state: 'unreachable', origin });
  });

  it('says no more once it has been asked again', async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    let answers = 0;
    const { origin } = await serveProxy({
      async '/v1/policy'() {
        if (answers++ > 0) return { status: 401 };
        await late;
        return policy;
      },
    });
    setTo(origin);
    const first = findProxy(patience());
    await expect.poll(() => answers).toBe(1);
    await findProxy(patience()).catch(() => undefined);
    resolve();
    await first;
    expect(proxy.value).toEqual({ state: 'unauthorised', origin });
  });
});

describe('a proxy that the extension may not talk to yet', () => {
  it('is found by a look that tells it nothing', async () => {
    const { origin, asked } = await serveProxy({ '/healthz': HEALTHY, '/v1/policy': policy });
    setTo(origin, 'k3y');
    await expect(findProxy(patience())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(proxy.value).toEqual({ state: 'found', origin });
    expect(asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/healthz', undefined],
    ]);
  });

  it('is known to be missing when it would be on this machine', async () => {
    const { origin, close } = await serveProxy({});
    setTo(origin);
    close();
    await findProxy(patience()).catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'unreachable', origin });
    for (const host of ['localhost', '[::1]']) {
      setTo(`http://${host}:1`);
      await findProxy(patience()).catch(() => undefined);
      expect(proxy.value).toEqual({ state: 'unreachable', origin: `http://${host}:1` });
    }
  });

  it('may be there all the same when it is elsewhere', async () => {
    const { port, close } = await serveProxy({});
    close();
    // An address that reaches this machine and does not look like it.
    const origin = `http://0.0.0.0:${port}`;
    setTo(origin);
    await findProxy(patience()).catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'permission', origin });
  });
});

describe('what a proxy said last time', () => {
  it('is nobody else’s policy', async () => {
    browser.state.stored.local.policy = { origin: 'http://127.0.0.1:1', json: '{"name":"strict"}' };
    expect((await lastKnown('http://127.0.0.1:1')).name).toBe('strict');
    await expect(lastKnown('http://127.0.0.1:2')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('is nothing before it said anything', async () => {
    await expect(lastKnown('http://127.0.0.1:1')).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
