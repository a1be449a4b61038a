import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../../testing/fake-browser.ts';
import { serveProxy } from '../../testing/proxy.test-helper.ts';

const { parsePreferences } = await import('../../storage/preferences.ts');
const { missingHosts } = await import('../../storage/values.ts');
const { judgePicture } = await import('./judge-picture.ts');

const SITE = 'https://example.com/*';
const URL_HERE = 'https://example.com/a.png';
let browser: ReturnType<typeof fakeBrowser>;
let pixels = 0;
beforeEach(() => {
  browser = fakeBrowser();
});

type Result = {
  decision: 'clear' | 'blur' | 'withhold';
  unchecked?: boolean;
  findings?: object[];
  warnings?: object[];
};
const suggestive = { code: 'image_suggestive', message: '', category: 'suggestive' };

/** A proxy with this verdict on every picture. */
async function proxyOf(result: Result, policy: object = { name: 'standard', reveal: true }) {
  const answer = { type: 'image', unchecked: false, findings: [], warnings: [], ...result };
  return serveProxy({
    '/v1/policy': { body: policy },
    '/v1/moderations': { body: { id: 'mod_1', results: [answer] } },
  });
}

/** Judges a picture that was not seen before, whose bytes the page could read. */
function judged({ origin }: { origin: string }, language: 'en' | 'ja' = 'en') {
  return judgePicture(
    { url: URL_HERE, b64: btoa(`pixels ${pixels++}`) },
    SITE,
    { origin, key: 'k' },
    language,
  );
}

describe('a picture of a page', () => {
  it('is clear only when the proxy says so', async () => {
    const proxy = await proxyOf({ decision: 'clear' });
    expect(await judged(proxy)).toEqual({ state: 'clear' });
    expect(proxy.asked.map(({ path }) => path)).toEqual(['/v1/policy', '/v1/moderations']);
    expect(proxy.asked[1]?.headers.authorization).toBe('Bearer k');
    // The policy is asked once.
    await judged(proxy);
    expect(proxy.asked.map(({ path }) => path)).toEqual(['/v1/policy', '/v1/moderations', '/v1/moderations']);
  });

  it('is covered with the reasons, and revealed as far as the policy allows', async () => {
    expect(await judged(await proxyOf({ decision: 'blur', warnings: [suggestive] }))).toEqual({
      state: 'blur',
      reasons: ['The picture may show suggestive content.'],
      revealable: true,
      help: undefined,
      language: 'en',
      theme: 'system',
    });
    const strict = await proxyOf({ decision: 'blur' }, { name: 'strict', reveal: false });
    expect(await judged(strict)).toMatchObject({ state: 'blur', revealable: false });
    const withheld = await proxyOf({ decision: 'withhold', warnings: [suggestive] });
    expect(await judged(withheld, 'ja')).toMatchObject({
      state: 'withhold',
      revealable: false,
      language: 'ja',
    });
  });

  it('is covered as the person’s own settings say, too', async () => {
    const findings = [{ check: 'c', category: 'alcohol-tobacco', label: 'Wine', score: 0.2 }];
    const proxy = await proxyOf({ decision: 'clear', findings });
    const prefer = (stricter: object) => {
      browser.state.stored.local.preferences = parsePreferences({ stricter });
    };
    prefer({ categories: ['alcohol-tobacco'] });
    expect(await judged(proxy)).toMatchObject({
      state: 'blur',
      reasons: ['Blurred because your own settings ask for it.'],
      revealable: true,
    });
    prefer({ everything: true, neverReveal: true });
    expect(await judged(proxy)).toMatchObject({ state: 'blur', revealable: false });
    prefer({ neverReveal: true });
    expect(await judged(await proxyOf({ decision: 'blur' }))).toMatchObject({ revealable: false });
    prefer({ categories: ['gambling'] });
    expect(await judged(proxy)).toEqual({ state: 'clear' });
  });

  it('stays covered when a check has failed, and nobody may reveal it', async () => {
    const warnings = [{ code: 'check_failed', message: '', check: 'rekognition' }];
    const proxy = await proxyOf({ decision: 'withhold', unchecked: true, warnings });
    expect(await judged(proxy)).toMatchObject({ state: 'unchecked', revealable: false, help: 'again' });
  });

  it('stays covered while the proxy is away, too slow, or says something else', async () => {
    const away = await proxyOf({ decision: 'clear' });
    away.close();
    expect(await judged(away)).toMatchObject({
      state: 'unchecked',
      reasons: expect.arrayContaining(['The proxy cannot be reached']),
      help: 'again',
    });
    const slow = await serveProxy({ '/v1/policy': () => new Promise(() => undefined) });
    const waiting = judgePicture(
      { url: URL_HERE, b64: 'x' },
      SITE,
      { origin: slow.origin, key: '' },
      'en',
      20,
    );
    expect(await waiting).toMatchObject({
      state: 'unchecked',
      reasons: ['The proxy did not answer in time. It may still be busy.'],
    });
    const stranger = await serveProxy({
      '/v1/policy': { body: { name: 'a' } },
      '/v1/moderations': { body: {} },
    });
    expect(await judged(stranger)).toMatchObject({ state: 'unchecked' });
    const busy = await serveProxy({
      '/v1/policy': { body: { name: 'a' } },
      '/v1/moderations': { status: 503, body: { code: 'check_failed', title: 'x', status: 503 } },
    });
    expect(await judged(busy)).toMatchObject({ state: 'unchecked', help: 'again' });
  });

  it('of another host stays covered until the person gives the access', async () => {
    const proxy = await proxyOf({ decision: 'clear' });
    const judge = (url: string) => judgePicture({ url }, SITE, { origin: proxy.origin, key: '' }, 'en');
    const away = await serveProxy({});
    away.close();
    expect(await judge(`${away.origin}/a.png`)).toMatchObject({
      state: 'unchecked',
      reasons: [expect.stringContaining('only if you allow it')],
      revealable: false,
      help: 'allow',
    });
    await judge(`${away.origin}/b.png`);
    expect(browser.state.stored.session['missing-hosts']).toEqual({ [SITE]: ['http://127.0.0.1/*'] });
    expect(proxy.asked).toEqual([]);
  });

  it('is noted with its host, also when several are noted at the same time', async () => {
    const away = await serveProxy({});
    away.close();
    const { port } = new URL(away.origin);
    await Promise.all(
      ['127.0.0.1', 'localhost', '127.0.0.3'].map((host) =>
        judgePicture({ url: `http://${host}:${port}/a.png` }, SITE, { origin: away.origin, key: '' }, 'en'),
      ),
    );
    const noted = (await missingHosts.read())?.[SITE];
    expect(noted?.toSorted()).toEqual(['http://127.0.0.1/*', 'http://127.0.0.3/*', 'http://localhost/*']);
  });

  it('that cannot be loaded stays covered with the cause', async () => {
    const site = await serveProxy({
      '/a.svg': { headers: { 'content-type': 'image/svg+xml' }, body: '<svg/>' },
    });
    const proxy = await proxyOf({ decision: 'clear' });
    const judge = (path: string) =>
      judgePicture({ url: `${site.origin}${path}` }, SITE, { origin: proxy.origin, key: '' }, 'en');
    expect(await judge('/a.svg')).toMatchObject({
      state: 'unchecked',
      reasons: [expect.stringContaining('SVG')],
    });
    expect(await judge('/gone.png')).toMatchObject({
      reasons: [expect.stringContaining('404')],
      help: 'again',
    });
    expect(proxy.asked).toEqual([]);
  });
});
