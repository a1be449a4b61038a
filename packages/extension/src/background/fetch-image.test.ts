import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { describe, expect, it } from 'vitest';
import { serveProxy } from '../testing/proxy.test-helper.ts';
import { fetchImage } from './fetch-image.ts';

const never = new AbortController().signal;
const LIMIT = DEFAULT_IMAGE_LIMITS.maxBytes;

describe('a picture at an address', () => {
  it('comes as base64, asked for without a cookie or a page', async () => {
    const { origin, asked } = await serveProxy({
      '/a.png': { body: 'a picture', headers: { 'content-type': 'image/png' } },
    });
    expect(await fetchImage(`${origin}/a.png`, never)).toBe(btoa('a picture'));
    expect(asked[0]?.headers.cookie).toBeUndefined();
    expect(asked[0]?.headers.referer).toBeUndefined();
  });

  it('comes whole, however long it is', async () => {
    const body = 'x'.repeat(100_000);
    const { origin } = await serveProxy({ '/a.png': { body } });
    expect(await fetchImage(`${origin}/a.png`, never)).toBe(btoa(body));
  });

  it('is an error where it cannot be had', async () => {
    const { origin } = await serveProxy({});
    await expect(fetchImage(`${origin}/gone.png`, never)).rejects.toThrow('404');
    await expect(fetchImage(`${origin}/gone.png`, AbortSignal.abort())).rejects.toThrow();
  });

  it('is not taken when it is larger than the proxy would take', async () => {
    const { origin } = await serveProxy({ '/a.png': { body: Buffer.alloc(LIMIT + 1) } });
    expect(await fetchImage(`${origin}/a.png`, never)).toBeUndefined();
  });

  it('is not even loaded when the site says beforehand that it is', async () => {
    const { origin } = await serveProxy({
      '/a.png': { body: 'the beginning', headers: { 'content-length': String(LIMIT + 1) } },
    });
    expect(await fetchImage(`${origin}/a.png`, never)).toBeUndefined();
  });
});

describe('a picture inside of the page', () => {
  it('is taken out of its address, and nobody is asked', async () => {
    expect(await fetchImage('data:image/svg+xml;base64,YQ==', never)).toBe('YQ==');
  });

  it('is not taken when it is too large', async () => {
    const most = Math.floor((LIMIT * 4) / 3);
    expect(await fetchImage(`data:image/png;base64,${'A'.repeat(most + 4)}`, never)).toBeUndefined();
  });
});
