import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { HEALTHY, serveProxy } from '../testing/proxy.test-helper.ts';

const { parsePolicy } = await import('../screen/client/policy.ts');
const { findProxy } = await import('./find-proxy.ts');
const { lastKnown, proxy } = await import('./proxy.ts');

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

describe('a proxy that the extension may access', () => {
  beforeEach(() => void browser.state.granted.add(ALLOWED));

  it('is connected after it sent its policy, which is stored with its address', async () => {
    const { origin, asked } = await serveProxy({ '/v1/policy': policy });
    setTo(origin, 'k3y');
    expect((await findProxy(patience())).name).toBe('strict');
    expect(proxy.value).toEqual({ state: 'connected' });
    expect(asked).toMatchObject([{ path: '/v1/policy', headers: { authorization: 'Bearer k3y' } }]);
    expect(browser.state.stored.local.policy).toMatchObject({ origin, facts: { name: 'strict' } });
    expect(await lastKnown(origin)).toEqual(parsePolicy(JSON.stringify(policy.body)));
  });

  it.each([
    ['key-missing', { status: 401 }],
    ['stranger', { status: 404 }],
    ['stranger', { body: '<h1>Welcome</h1>' }],
    ['too-many', { status: 429 }],
    ['proxy-failed', { status: 500 }],
    ['gateway', { status: 503, body: '<h1>Bad gateway</h1>' }],
  ])('is distinguished from one that is %s', async (kind, answer) => {
    const { origin } = await serveProxy({ '/v1/policy': answer });
    setTo(origin);
    await expect(findProxy(patience())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(proxy.value).toMatchObject({ state: 'failed', origin, failure: { kind } });
  });

  it('is unreachable when no server listens, and its last policy is kept', async () => {
    const { origin, close } = await serveProxy({ '/v1/policy': policy });
    setTo(origin);
    await findProxy(patience());
    close();
    expect((await findProxy(patience())).name).toBe('strict');
    expect(proxy.value).toEqual({ state: 'failed', origin, failure: { kind: 'unreachable' } });
  });

  it('is reported as silent when it does not answer, and is waited for', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    const { origin } = await serveProxy({
      async '/v1/policy'() {
        await late;
        return policy;
      },
    });
    setTo(origin);
    const found = findProxy(patience(), 1);
    await expect.poll(() => proxy.value).toEqual({ state: 'waiting', origin });
    answer();
    await found;
    expect(proxy.value).toEqual({ state: 'connected' });
  });

  it('is not waited for after the caller aborts', async () => {
    const { origin } = await serveProxy({ '/v1/policy': () => new Promise(() => undefined) });
    setTo(origin);
    const given = new AbortController();
    const found = findProxy(given.signal, 1);
    await expect.poll(() => proxy.value).toMatchObject({ state: 'waiting' });
    given.abort();
    await found.catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'failed', origin, failure: { kind: 'silent' } });
  });

  it('reports nothing after a newer request was started', async () => {
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
    expect(proxy.value).toMatchObject({ state: 'failed', origin, failure: { kind: 'key-missing' } });
  });
});

describe('a proxy that the extension may not access yet', () => {
  it('is found by a request without a key', async () => {
    const { origin, asked } = await serveProxy({ '/healthz': HEALTHY, '/v1/policy': policy });
    setTo(origin, 'k3y');
    await expect(findProxy(patience())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(proxy.value).toEqual({ state: 'found', origin });
    expect(asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/healthz', undefined],
    ]);
  });

  it('is reported as missing when it would be on this machine', async () => {
    const { origin, close } = await serveProxy({});
    setTo(origin);
    close();
    await findProxy(patience()).catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'failed', origin, failure: { kind: 'unreachable' } });
    for (const host of ['localhost', '[::1]']) {
      setTo(`http://${host}:1`);
      await findProxy(patience()).catch(() => undefined);
      expect(proxy.value).toMatchObject({ state: 'failed', failure: { kind: 'unreachable' } });
    }
  });

  it('is distinguished from another server on this machine', async () => {
    const { origin } = await serveProxy({ '/healthz': { body: '<h1>Welcome</h1>' } });
    setTo(origin);
    await findProxy(patience()).catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'failed', origin, failure: { kind: 'stranger' } });
  });

  it('is waited for, and reported as silent', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    const { origin } = await serveProxy({
      async '/healthz'() {
        await late;
        return HEALTHY;
      },
    });
    setTo(origin);
    const found = findProxy(patience(), 1).catch(() => undefined);
    await expect.poll(() => proxy.value).toEqual({ state: 'waiting', origin });
    answer();
    await found;
    expect(proxy.value).toEqual({ state: 'found', origin });
  });

  it('may exist when it is on another machine', async () => {
    const { port, close } = await serveProxy({});
    close();
    // An address that reaches this machine but is not a loopback address by its form.
    const origin = `http://0.0.0.0:${port}`;
    setTo(origin);
    await findProxy(patience()).catch(() => undefined);
    expect(proxy.value).toEqual({ state: 'permission', origin });
  });
});
