/** Every way to write a key, on every protocol: all of them read it alike. */
import { request } from 'node:http';
import { automatic1111, comfyui, openai } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';

const KEYS = ['with:a:colon', 'clé-secrète', '鍵-鍵-鍵', 'two words', 'a-plain-key'];

let servers: readonly UpstreamServer[];
let proxy: RunningProxy;
beforeAll(async () => {
  const [webUi, comfy, images] = [await startAutomatic1111(), await startComfyUi(), await startOpenAi()];
  servers = [webUi, comfy, images];
  proxy = await startProxy(
    [automatic1111({ url: webUi.url }), comfyui({ url: comfy.url }), openai({ url: images.url })],
    { keys: KEYS },
  );
});
afterEach(() => {
  for (const server of servers) server.reset();
});
afterAll(() => Promise.all([proxy.close(), ...servers.map((server) => server.close())]));

/** Whether each protocol accepts the header; the WebSocket upgrade is the last. */
async function takenBy(authorization: string): Promise<(boolean | number)[]> {
  const headers = { authorization };
  const paths = ['/v1/policy', '/sdapi/v1/samplers', '/queue', '/v1/models'];
  const answers = paths.map(async (path) => {
    const { status } = await send(proxy.url, { method: 'GET', path, headers });
    return status === 401 ? false : status === 200 || status;
  });
  return Promise.all([...answers, opens(authorization)]);
}

function opens(authorization: string): Promise<boolean | number> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const call = request(`${proxy.url}/ws`, { headers: { ...upgrade, authorization } }, (response) => {
      response.destroy();
      resolve(response.statusCode === 401 ? false : (response.statusCode ?? 0));
    });
    call.once('upgrade', (_, stream) => {
      stream.destroy();
      resolve(true);
    });
    call.once('error', reject);
    call.end();
  });
}

/** Node writes headers as Latin-1, so these are the bytes of UTF-8, which curl sends. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const everywhere = Array(5).fill(true);
const nowhere = Array(5).fill(false);

describe.each(KEYS)('the key %s', (key) => {
  it.each([
    ['as a bearer token', `Bearer ${utf8(key)}`],
    ['behind a tab', `Bearer\t${utf8(key)}`],
    ['behind several blanks', `bearer   ${utf8(key)} `],
    ['as a password', `Basic ${Buffer.from(`any:${key}`).toString('base64')}`],
    ['as a password behind a tab', `BASIC\t${Buffer.from(`any:${key}`).toString('base64')}`],
  ])('is accepted by every protocol %s', async (_, header) => {
    expect(await takenBy(header)).toEqual(everywhere);
  });
});

it('a key in Latin-1 is accepted, too', async () => {
  expect(await takenBy('Bearer clé-secrète')).toEqual(everywhere);
  expect(await takenBy(`Basic ${btoa('any:clé-secrète')}`)).toEqual(everywhere);
});

it.each([
  ['another key', 'Bearer another'],
  ['a part of a key', 'Bearer with'],
  ['a part of a key behind a colon', `Basic ${btoa('with:a')}`],
  ['the key as a name', `Basic ${btoa('a-plain-key:')}`],
  ['a key and more', 'Bearer a-plain-key x'],
  ['another scheme', 'Digest a-plain-key'],
  ['no scheme', 'a-plain-key'],
])('no protocol accepts %s', async (_, header) => {
  expect(await takenBy(header)).toEqual(nowhere);
  expect(servers.flatMap(({ requests }) => requests)).toEqual([]);
});

it('the WWW-Authenticate challenge is the one that clients of each protocol expect', async () => {
  const challenge = async (path: string) =>
    (await send(proxy.url, { method: 'GET', path })).headers['www-authenticate'];
  expect(await challenge('/v1/policy')).toBe('Bearer realm="shoji"');
  expect(await challenge('/v1/models')).toBe('Bearer realm="shoji"');
  expect(await challenge('/sdapi/v1/samplers')).toBe('Basic');
  expect(await challenge('/queue')).toBe('Basic realm="ComfyUI"');
});
