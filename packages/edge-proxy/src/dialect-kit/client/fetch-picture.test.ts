import { createScreening, type UnscreenedImage } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shadesOf } from '../../testing/pictures.ts';
import { startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { callOf } from '../call/call.test-helper.ts';
import { fetchPicture } from './fetch-picture.ts';

let server: UpstreamServer;
const green = await shadesOf('green');
beforeAll(async () => {
  server = await startRecorder(({ path }, response) => {
    if (path.startsWith('/moved')) response.writeHead(302, { location: '/a.png' }).end();
    else if (path.startsWith('/large')) response.writeHead(200).end(Buffer.alloc(30_000_000));
    else response.writeHead(200, { 'content-type': 'image/png' }).end(green);
  });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

/** The verdict on an image: an empty one is withheld. */
async function decided(image: UnscreenedImage): Promise<string> {
  const call = callOf();
  return (await createScreening(call.engine, call).image(image, NO_PROMPT)).image.decision;
}

async function fetched(url: string, hosts: readonly string[] = [], own = server.url) {
  const image = await fetchPicture(url, { url: own, hosts }, new AbortController().signal);
  return { decision: await decided(image), asked: server.requests.map(({ path }) => path) };
}

describe('fetchPicture', () => {
  it('fetches a picture from the server itself, also with a relative address', async () => {
    expect(await fetched(`${server.url}/a.png?b=c`)).toEqual({ decision: 'clear', asked: ['/a.png?b=c'] });
    server.reset();
    expect(await fetched('/a.png')).toEqual({ decision: 'clear', asked: ['/a.png'] });
    expect(server.requests[0]?.headers.accept).toBe('image/*');
  });

  it('fetches one from another host only if the operator lists its exact origin', async () => {
    const other = 'http://127.0.0.1:9';
    const { host } = new URL(server.url);
    expect(await fetched(`${server.url}/a.png`, [host], other)).toMatchObject({ decision: 'clear' });
    server.reset();
    expect(await fetched(`${server.url}/a.png`, ['127.0.0.1'], other)).toEqual({
      decision: 'withhold',
      asked: [],
    });
  });

  it.each(['file:///etc/passwd', 'data:image/png;base64,iVBORw0KGgo=', 'http://', 'ftp://127.0.0.1/a'])(
    'sends no request for %s',
    async (url) => {
      expect(await fetched(url)).toEqual({ decision: 'withhold', asked: [] });
    },
  );

  it('sends no request for an address with a user name', async () => {
    const named = server.url.replace('//', '//user@');
    expect(await fetched(`${named}/a.png`)).toEqual({ decision: 'withhold', asked: [] });
  });

  it('follows no redirect, and gives up on a body that is too large', async () => {
    expect(await fetched('/moved')).toEqual({ decision: 'withhold', asked: ['/moved'] });
    server.reset();
    expect(await fetched('/large')).toEqual({ decision: 'withhold', asked: ['/large'] });
  });

  it('stops when the call is aborted', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(fetchPicture('/a.png', { url: server.url, hosts: [] }, gone)).rejects.toThrow();
  });
});
