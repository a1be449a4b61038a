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
  { path = '/a.png', allowed = true, signal = new AbortController().signal } = {},
) {
  const proxy = await serveProxy({ '/a.png': picture, ...answers });
  const url = path.startsWith('data:') ? path : `${proxy.origin}${path}`;
  await checkImage(url, signal, {
    connection: async () => ({ origin: proxy.origin, key: 'k3y' }),
    mayRead: async () => allowed,
    show: async (state) => void shown.push(state),
  });
  return { ...proxy, url, host: new URL(proxy.origin).host };
}

describe('checking a picture of a page', () => {
  it('shows that it is being checked, and then the verdict', async () => {
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

  it('has no host for a picture that is part of the page', async () => {
    await check(
      { '/v1/moderations': { body: { id: 'mod_1', results: [result] } } },
      { path: 'data:image/png;base64,YQ==' },
    );
    expect(shown).toMatchObject([{ host: '' }, { host: '', state: 'done' }]);
  });

  it('asks for the permission where the site could not be read for want of it', async () => {
    const { host, url } = await check({ '/a.png': { status: 403 } }, { allowed: false });
    expect(shown.at(-1)).toEqual({ state: 'needs-permission', host, url });
  });

  it('says that it could not be loaded where a permission would not help', async () => {
    await check({ '/a.png': { status: 404 } });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: 'not-loaded' });
    await check({}, { path: 'data:text/html,x', allowed: false, signal: AbortSignal.abort() });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: 'not-loaded' });
  });

  it('says that it is no picture where it is too large, without asking the proxy', async () => {
    const { asked } = await check({}, { path: `data:image/png;base64,${'A'.repeat(28_000_000)}` });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: 'not-an-image' });
    expect(asked).toEqual([]);
  });

  it.each([
    [401, {}, 'unauthorised'],
    [403, { code: 'not_permitted' }, 'unauthorised'],
    [400, { code: 'invalid_request' }, 'not-an-image'],
    [413, {}, 'not-an-image'],
    [503, { code: 'check_failed' }, 'refused'],
    [200, 'not JSON', 'refused'],
  ])('says what the proxy had against it (%i)', async (status, body, failure) => {
    await check({ '/v1/moderations': { status, body } });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure });
  });

  it('says when the proxy cannot be reached', async () => {
    const site = await serveProxy({ '/a.png': picture });
    const gone = await serveProxy({});
    gone.close();
    await checkImage(`${site.origin}/a.png`, new AbortController().signal, {
      connection: async () => ({ origin: gone.origin, key: '' }),
      mayRead: async () => true,
      show: async (state) => void shown.push(state),
    });
    expect(shown.at(-1)).toMatchObject({ state: 'failed', failure: 'unreachable' });
  });
});
