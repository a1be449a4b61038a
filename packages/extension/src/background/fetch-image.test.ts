import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { describe, expect, it } from 'vitest';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { fetchImage } from './fetch-image.ts';

const never = new AbortController().signal;
const LIMIT = DEFAULT_IMAGE_LIMITS.maxBytes;

describe('a picture at an address', () => {
  it('is fetched as base64, without cookies and without a referrer', async () => {
    const { origin, asked } = await serveProxy({
      '/a.png': { body: 'a picture', headers: { 'content-type': 'image/png' } },
    });
    expect(await fetchImage(`${origin}/a.png`, never)).toEqual({ b64: btoa('a picture') });
    expect(asked[0]?.headers.cookie).toBeUndefined();
    expect(asked[0]?.headers.referer).toBeUndefined();
  });

  it('is fetched whole, whatever its length', async () => {
    const body = 'x'.repeat(100_000);
    const { origin } = await serveProxy({ '/a.png': { body } });
    expect(await fetchImage(`${origin}/a.png`, never)).toEqual({ b64: btoa(body) });
  });

  it('is distinguished from an error of its site', async () => {
    const { origin } = await serveProxy({});
    expect(await fetchImage(`${origin}/gone.png`, never)).toEqual({ trouble: 'gone', status: 404 });
    await expect(fetchImage(`${origin}/gone.png`, AbortSignal.abort())).rejects.toThrow();
  });

  it.each([
    ['image/svg+xml', 'drawing'],
    ['image/svg+xml; charset=utf-8', 'drawing'],
    ['text/html; charset=utf-8', 'web-page'],
  ])('is distinguished from a file that is not a raster image (%s)', async (type, trouble) => {
    const { origin } = await serveProxy({ '/a': { body: 'x', headers: { 'content-type': type } } });
    expect(await fetchImage(`${origin}/a`, never)).toEqual({ trouble });
  });

  it('is refused when it is larger than the proxy accepts', async () => {
    const { origin } = await serveProxy({ '/a.png': { body: Buffer.alloc(LIMIT + 1) } });
    expect(await fetchImage(`${origin}/a.png`, never)).toEqual({ trouble: 'too-large' });
  });

  it('is not downloaded when its Content-Length is too large', async () => {
    const { origin } = await serveProxy({
      '/a.png': { body: 'the beginning', headers: { 'content-length': String(LIMIT + 1) } },
    });
    expect(await fetchImage(`${origin}/a.png`, never)).toEqual({ trouble: 'too-large' });
  });
});

describe('a picture embedded in the page', () => {
  const bytes = '\x89PNG\r\n ';

  it.each([
    ['base64', `data:image/png;base64,${btoa(bytes)}`],
    ['escaped base64', `data:image/png;base64,${encodeURIComponent(btoa(bytes))}`],
    ['base64 with a parameter', `data:image/png;name=a.png;base64,${btoa(bytes)}`],
    ['base64 in capitals', `DATA:IMAGE/PNG;BASE64,${btoa(bytes)}`],
    ['escaped bytes', 'data:image/png,%89PNG%0d%0A%20'],
  ])('is decoded from its address without a request (%s)', async (_, url) => {
    expect(await fetchImage(url, never)).toEqual({ b64: btoa(bytes) });
  });

  it.each([
    ['data:image/svg+xml;base64,YQ==', 'drawing'],
    ['data:image/svg+xml,%3Csvg/%3E', 'drawing'],
    ['data:text/html,x', 'web-page'],
    ['data:image/png', 'web-page'],
    ['data:image/png;base64,%%%', 'broken'],
    ['data:image/png;base64,*', 'broken'],
    ['blob:https://pictures.example/0b5c', 'page-only'],
    ['file:///home/me/a.png', 'page-only'],
    ['about:blank', 'page-only'],
  ])('is refused when its address holds no image that can be read (%s)', async (url, trouble) => {
    expect(await fetchImage(url, never)).toEqual({ trouble });
  });

  it('is refused when it is too large', async () => {
    const most = Math.floor((LIMIT * 4) / 3);
    const url = (length: number) => `data:image/png;base64,${'A'.repeat(length)}`;
    expect(await fetchImage(url(most - (most % 4)), never)).toHaveProperty('b64');
    expect(await fetchImage(url(most + 4), never)).toEqual({ trouble: 'too-large' });
    expect(await fetchImage(url(LIMIT * 3 + 1), never)).toEqual({ trouble: 'too-large' });
  });
});
