import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageCheck } from '../storage/image-check.ts';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { checkImage } from './check-image.ts';

const result = {
  decision: 'blur',
  type: 'image',
  unchecked: false,
  findings: [{ check: 'rekognition', category: 'nudity', label: 'Nudity', score: 0.9 }],
  warnings: [{ code: 'image_nudity', message: 'm' }],
};
const picture = { body: 'a picture', headers: { 'content-type': 'image/png' } };

let shown: ImageCheck[];
beforeEach(() => {
  shown = [];
});

async function check(
  answers: Parameters<typeof serveProxy>[0],
  {
    path = '/a.png',
    allowed = true,
    patience = {},
  }: { path?: string; allowed?: boolean; patience?: object } = {},
) {
  const proxy = await serveProxy({ '/a.png': picture, ...answers });
  const url = /^[a-z]+:/.test(path) ? path : `${proxy.origin}${path}`;
  const ports = {
    connection: async () => ({ origin: proxy.origin, key: 'k3y' }),
    mayRead: async () => allowed,
    show: async (state: ImageCheck) => void shown.push(state),
  };
  await checkImage(url, new AbortController().signal, ports, patience);
  return { ...proxy, url, host: new URL(proxy.origin).host };
}

describe('checking a picture of a page', () => {
  it('shows that the check is running, and then the verdict', async () => {
    const { host, asked } = await check({ '/v1/moderations': { body: { id: 'mod_1', results: [result] } } });
    expect(shown).toMatchObject([
      { state: 'checking', host },
      { state: 'done', host, decision: 'blur', unchecked: false, findings: [{ check: 'rekognition' }] },
    ]);
    expect(shown[1]).toMatchObject({ warnings: [{ code: 'image_nudity' }] });
    expect(asked.map(({ path }) => path)).toEqual(['/a.png', '/v1/moderations']);
    expect(asked[1]?.headers.authorization).toBe('Bearer k3y');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ input: [{ type: 'image', b64: btoa('a picture') }] });
  });

  it('names no host for a picture that is embedded in the page', async () => {
    await check(
      { '/v1/moderations': { body: { id: 'mod_1', results: [result] } } },
      { path: 'data:image/png;base64,YQ==' },
    );
    expect(shown).toMatchObject([{ host: '' }, { host: '', state: 'done' }]);
  });

  it('asks for the permission when the site cannot be read without it', async () => {
    const { host, url } = await check({ '/a.png': { status: 403 } }, { allowed: false });
    expect(shown.at(-1)).toEqual({ state: 'needs-permission', host, url });
  });

  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [401, 'site-refuses'],
    [403, 'site-refuses'],
    [429, 'site-failed'],
    [500, 'site-failed'],
  ])('reports the site’s answer when a permission would not help (%i)', async (status, trouble) => {
    const { host } = await check({ '/a.png': { status } });
    expect(shown.at(-1)).toEqual({ state: 'not-loaded', host, trouble, status });
  });

  it('asks for no permission when the site answers that the picture does not exist', async () => {
    await check({ '/a.png': { status: 404 } }, { allowed: false });
    expect(shown.at(-1)).toMatchObject({ state: 'not-loaded', trouble: 'gone' });
  });

  it.each([
    ['blob:https://pictures.example/0b5c', 'page-only'],
    ['file:///home/me/a.png', 'page-only'],
    ['data:image/svg+xml,<svg/>', 'drawing'],
    ['data:text/html,x', 'web-page'],
    [`data:image/png;base64,${'A'.repeat(28_000_000)}`, 'too-large'],
  ])(
    'contacts neither a site nor the proxy about a picture that cannot be fetched (%.20s)',
    async (path, trouble) => {
      const { asked } = await check({}, { path, allowed: false });
      expect(shown.at(-1)).toMatchObject({ state: 'not-loaded', trouble });
      expect(asked).toEqual([]);
    },
  );

  it('reports a site that cannot be reached', async () => {
    const gone = await serveProxy({});
    gone.close();
    await check({}, { path: `${gone.origin}/a.png` });
    expect(shown.at(-1)).toMatchObject({ state: 'not-loaded', trouble: 'site-unreachable' });
    await check({}, { path: `${gone.origin}/a.png`, allowed: false });
    expect(shown.at(-1)).toMatchObject({ state: 'needs-permission' });
  });

  it.each([
    [401, {}, 'key-refused'],
    [403, { code: 'not_permitted' }, 'not-permitted'],
    [400, { code: 'invalid_request' }, 'invalid-request'],
    [413, {}, 'too-large'],
    [503, { code: 'check_failed' }, 'check-failed'],
    [503, {}, 'gateway'],
    [200, 'not JSON', 'stranger'],
  ])('reports why the proxy refused the picture (%i)', async (status, body, kind) => {
    await check({ '/v1/moderations': { status, body } });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: { kind } });
  });

  it('reports a proxy that cannot be reached', async () => {
    const site = await serveProxy({ '/a.png': picture });
    const gone = await serveProxy({});
    gone.close();
    await checkImage(`${site.origin}/a.png`, new AbortController().signal, {
      connection: async () => ({ origin: gone.origin, key: '' }),
      mayRead: async () => true,
      show: async (state) => void shown.push(state),
    });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: { kind: 'unreachable' } });
  });

  it.each([
    ['/a.png', 'site', { state: 'not-loaded', trouble: 'site-silent' }],
    ['/v1/moderations', 'proxy', { state: 'failed', failure: { kind: 'silent' } }],
  ])('reports that %s is silent, keeps waiting, and gives up in the end', async (path, waitingFor, end) => {
    const hangs = { [path]: () => new Promise<never>(() => undefined) };
    await check(hangs, { patience: { patienceMs: 1, deadlineMs: 300 } });
    expect(shown).toContainEqual(expect.objectContaining({ state: 'checking', waitingFor }));
    expect(shown.at(-1)).toMatchObject(end);
  });
});
