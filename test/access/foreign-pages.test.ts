/** Cross-origin requests to every route: those that a browser sends for a foreign page reach no server. */
import { connect } from 'node:net';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { startEveryUpstream, type Way, waysInto } from './every-door.ts';

const KEY = 'a-key-of-the-operator';
const LISTED = 'https://app.example.com';
const BODY = JSON.stringify({ prompt: 'a green dog' });

let every: Awaited<ReturnType<typeof startEveryUpstream>>;
let open: RunningProxy;
let guarded: RunningProxy;
let ways: readonly Way[];
beforeAll(async () => {
  every = await startEveryUpstream();
  ways = waysInto(every.upstreams);
  open = await startProxy(every.upstreams, { origins: [LISTED] });
  guarded = await startProxy(every.upstreams, { origins: [LISTED], keys: [KEY] });
});
afterEach(() => every.reset());
afterAll(async () => {
  await Promise.all([open.close(), guarded.close()]);
  await every.close();
});

const call = (proxy: RunningProxy, { method, path }: Way, headers: Record<string, string>) =>
  send(proxy.url, {
    method,
    path,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    ...(method === 'POST' && { body: BODY }),
  });

/** The headers that browsers send for a foreign page. */
const FOREIGN: Readonly<Record<string, Record<string, string>>> = {
  'a fetch or a form': { origin: 'https://evil.example' },
  'a fetch where the browser says more': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'a sandboxed page': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'a page on another port': { origin: 'http://127.0.0.1:1' },
  'a picture or a link': { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  'a picture of a page on another port': { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
  'a link that opens': {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  },
};

describe.each(Object.entries(FOREIGN))('%s of a foreign page', (_, headers) => {
  it('reaches no route of any protocol', async () => {
    expect(ways.length).toBeGreaterThan(80);
    for (const way of ways) {
      const { status, body, headers: answered } = await call(open, way, headers);
      expect([way, status, body]).toEqual([
        way,
        way.protocol === 'sagemaker' ? 400 : 403,
        expect.stringContaining('access.origins (SHOJI_ORIGINS)'),
      ]);
      expect(answered['x-content-type-options']).toBe('nosniff');
    }
    expect(every.heard()).toEqual([]);
  });

  it('reaches no route with the Basic credentials that the browser remembers', async () => {
    const authorization = `Basic ${btoa(`any:${KEY}`)}`;
    for (const way of ways) {
      const { body } = await call(guarded, way, { ...headers, authorization });
      expect([way, body]).toEqual([way, expect.stringContaining('access.origins (SHOJI_ORIGINS)')]);
    }
    expect(every.heard()).toEqual([]);
  });

  it('gets no WWW-Authenticate, so that no browser asks for a password', async () => {
    for (const way of ways) {
      const { status, headers: answered } = await call(guarded, way, headers);
      expect([way, status === 401, answered['www-authenticate']]).toEqual([way, false, undefined]);
    }
  });
});

describe('requests from allowed origins or outside of browsers', () => {
  const home = (): Record<string, Record<string, string>> => ({
    'a client without a browser': {},
    'Node’s fetch': { 'sec-fetch-mode': 'cors' },
    'a page of this server': { origin: open.url, 'sec-fetch-site': 'same-origin' },
    'a picture of a page of this server': { 'sec-fetch-site': 'same-origin', referer: `${open.url}/` },
    'an address that was typed in': { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
    'a page that is named': { origin: LISTED, 'sec-fetch-site': 'cross-site' },
    'a picture of a page that is named': { 'sec-fetch-site': 'cross-site', referer: `${LISTED}/` },
  });

  it('pass the origin check on every route, and every answer has its security headers', async () => {
    for (const [who, headers] of Object.entries(home())) {
      for (const way of ways) {
        const { body, headers: answered } = await call(open, way, headers);
        expect([who, way, body]).toEqual([who, way, expect.not.stringContaining('access.origins')]);
        expect([way, answered['x-content-type-options']]).toEqual([way, 'nosniff']);
        expect([who, way, answered['cross-origin-resource-policy']]).toEqual([
          who,
          way,
          expect.stringMatching(
            who.includes('named') && way.protocol !== 'the API' ? /^(cross|same)-origin$/ : /^same-origin$/,
          ),
        ]);
      }
    }
    expect(every.heard().length).toBeGreaterThan(100);
  });

  it('may send JSON as text/plain when they come from outside of a browser', async () => {
    for (const path of ['/sdapi/v1/txt2img', '/v1/images/generations', '/endpoints/sd21/invocations']) {
      const { status } = await call(open, { protocol: '', method: 'POST', path }, {});
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('get Cross-Origin-Resource-Policy: cross-origin for a listed page only', async () => {
    const samplers = { protocol: '', method: 'GET', path: '/sdapi/v1/samplers' };
    const policyFor = async (headers: Record<string, string>) =>
      (await call(open, samplers, headers)).headers['cross-origin-resource-policy'];
    expect(await policyFor({})).toBe('same-origin');
    expect(await policyFor({ 'sec-fetch-site': 'cross-site', referer: `${LISTED}/a` })).toBe('cross-origin');
  });

  it('get a CORS preflight answered on every route for a listed origin only', async () => {
    for (const { method, path } of ways) {
      const preflight = (origin: string) =>
        send(open.url, {
          method: 'OPTIONS',
          path,
          headers: {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization,content-type',
          },
        });
      const { status, headers } = await preflight(LISTED);
      expect([path, status, headers['access-control-allow-origin']]).toEqual([path, 204, LISTED]);
      expect(headers['access-control-allow-headers']).toBe('authorization,content-type');
      expect(
        (await preflight('https://evil.example')).headers['access-control-allow-origin'],
      ).toBeUndefined();
    }
    const { headers } = await call(
      open,
      { protocol: '', method: 'GET', path: '/sdapi/v1/samplers' },
      { origin: LISTED },
    );
    expect(headers['access-control-allow-origin']).toBe(LISTED);
  });

  it('come from an extension to the API only, where its JSON needs a CORS preflight', async () => {
    const origin = 'chrome-extension://abcdefghijklmnop';
    const json = { origin, 'content-type': 'application/json' };
    for (const way of ways) {
      const { body } = await call(open, way, json);
      const refused = body.includes('access.origins');
      expect([way, refused]).toEqual([way, way.protocol !== 'the API']);
    }
    const plain = await call(open, { protocol: '', method: 'POST', path: '/v1/generations' }, { origin });
    expect(plain.status).toBe(415);
  });
});

describe('a request with two Host headers', () => {
  /** Written to the socket, because Node's client does not send a Host header twice. */
  const statusOf = (hosts: readonly string[], path: string, more: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(open.url);
      const socket = connect(Number(port), hostname, () => {
        const lines = [`GET ${path} HTTP/1.1`, ...hosts.map((host) => `Host: ${host}`), ...more];
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      });
      socket.once('error', reject);
      socket.once('data', (bytes) => {
        socket.destroy();
        resolve(String(bytes).slice(9, 12));
      });
    });

  const UPGRADE = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];

  it.each([
    ['/healthz', [], '200'],
    ['/v1/policy', [], '200'],
    ['/sdapi/v1/samplers', [], '200'],
    ['/queue', [], '200'],
    ['/ws', UPGRADE, '101'],
  ])('is answered with 400 at %s', async (path, more, normally) => {
    const { host } = new URL(open.url);
    expect(await statusOf([host], path, more)).toBe(normally);
    every.reset();
    expect(await statusOf([host, 'evil.example'], path, more)).toBe('400');
    expect(await statusOf(['evil.example', host], path, more)).toBe('400');
    expect(await statusOf([host, host], path, more)).toBe('400');
    expect(every.heard()).toEqual([]);
  });
});
