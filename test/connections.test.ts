import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { automatic1111, bedrockRuntime, comfyui } from '@shoji/edge-proxy';
import { createLog, type NodeOptions, startServer } from '@shoji/edge-proxy/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { engine } from './clients/support.ts';

/** The reply of the stand-in, which has no known protocol, and its waiting calls. */
const waiting: ServerResponse[] = [];
let reply: (response: ServerResponse, request: IncomingMessage) => void = (response) =>
  void waiting.push(response);
const upstream = createServer((request, response) => {
  request.resume().on('end', () => reply(response, request));
});
upstream.on('upgrade', (_, socket) => socket.on('error', () => {}));
let upstreamUrl = '';
beforeAll(async () => {
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

const opened: { destroy(): void }[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  reply = (response) => void waiting.push(response);
  for (const each of opened.splice(0)) each.destroy();
  for (const stop of stops.splice(0)) await stop();
  for (const response of waiting.splice(0)) response.destroy();
});

type Protocols = 'no upstream' | 'HTTP/2 and websockets';

async function start(
  protocols: Protocols,
  times: NodeOptions['times'] = {},
  log: NodeOptions['log'] = createLog('silent'),
) {
  const url = upstreamUrl;
  const upstreams = [
    automatic1111({ url }),
    ...(protocols === 'no upstream' ? [] : [bedrockRuntime({ endpointUrl: url }), comfyui({ url })]),
  ];
  const access = { keys: [], origins: [], maxBodyBytes: 1_000_000 };
  const running = await startServer({
    engine: engine(),
    access,
    upstreams,
    log,
    host: '127.0.0.1',
    port: 0,
    times,
  });
  stops.push(() => running.stop(0));
  return running;
}

/** A connection that sends `text` and then nothing. Resolves when the server has accepted it. */
async function said(url: string, text = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  opened.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
}

const post = (headers: string) => `POST /v1/generations HTTP/1.1\r\nHost: localhost\r\n${headers}`;
const BODY = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"prompt"';
const upgrade = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

/** Reads until the server closes. */
async function closed(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  return text;
}

function http2(url: string): ClientHttp2Session {
  const session = connectHttp2(url);
  opened.push(session);
  session.on('error', () => {});
  return session;
}

describe.each<Protocols>(['no upstream', 'HTTP/2 and websockets'])('a client, with %s', (protocols) => {
  it.each<[string, string, NodeOptions['times']]>([
    ['that sends nothing', '', { headers: 200 }],
    ['that sends one letter', 'P', { headers: 200 }],
    ['that stops in its headers', post('X-Slow: '), { headers: 200 }],
    ['that stops in its body', post(BODY), { idle: 200 }],
    ['that takes too long for its request', post(BODY), { request: 200, headers: 200 }],
    ['that sends no further request', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', { keepAlive: 200 }],
    ['that requests a WebSocket upgrade of an unknown path', upgrade('/nowhere'), { keepAlive: 200 }],
  ])('%s is disconnected', async (_, text, times) => {
    const { url } = await start(protocols, times);
    await closed(await said(url, text));
  });

  it('that does not read its answer is disconnected, and so is the upstream', async () => {
    const model = { title: 'a model '.repeat(40), filename: 'a folder '.repeat(100) };
    let gone: Promise<unknown> | undefined;
    reply = (response, { url }) => {
      if (url?.endsWith('/sd-models')) {
        // More than the buffers of all sockets on the way hold.
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(Array.from({ length: 10_000 }, () => model)));
      } else gone = once(response, 'close');
    };
    const { url } = await start(protocols, { idle: 300 });
    const get = (list: string) => `GET /sdapi/v1/${list} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const socket = await said(url, get('sd-models') + get('samplers'));
    socket.pause();
    await expect.poll(() => gone).toBeDefined();
    await gone;
  });

  it('that waits for its answer stays connected', async () => {
    // Long enough for a busy machine to receive the request.
    const limit = 1_000;
    const { url } = await start(protocols, { idle: limit, headers: limit, keepAlive: limit, request: limit });
    const answer = fetch(`${url}/sdapi/v1/sd-models`);
    await expect.poll(() => waiting.length).toBe(1);
    // Twice as long as the limits.
    for (let times = 0; times < 2; times++) await closed(await said(url, post(BODY)));
    waiting[0]?.writeHead(200, { 'Content-Type': 'application/json' }).end('[]');
    expect((await answer).status).toBe(200);
  });
});

describe('an HTTP/2 client', () => {
  it('without a request is disconnected, even if it sends pings', async () => {
    const { url } = await start('HTTP/2 and websockets', { headers: 300 });
    const session = http2(url);
    const pings = setInterval(() => session.destroyed || session.ping(() => {}), 20);
    await once(session, 'close');
    clearInterval(pings);
  });

  it('without a further request is disconnected', async () => {
    const { url } = await start('HTTP/2 and websockets', { idle: 300 });
    const session = http2(url);
    const stream = session.request({ ':path': '/healthz' });
    await once(stream.resume(), 'close');
    await once(session, 'close');
  });

  it.each<[string, NodeOptions['times']]>([
    ['stops in its body', { idle: 200 }],
    ['takes too long for its request', { request: 200 }],
  ])('that %s gets no answer, and no server error is logged', async (_, times) => {
    const log = createLog('silent');
    const told = vi.spyOn(log, 'error');
    const { url } = await start('HTTP/2 and websockets', times, log);
    const headers = { ':path': '/v1/moderations', ':method': 'POST', 'content-type': 'application/json' };
    const stream = http2(url).request(headers);
    stream.on('error', () => {}).resume();
    stream.write('{"input"');
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).not.toBe(0);
    // The answer to another request comes after the handling of the first one.
    await fetch(`${url}/healthz`);
    expect(told).not.toHaveBeenCalled();
  });

  it('that waits for its answer stays connected', async () => {
    const { url } = await start('HTTP/2 and websockets', { idle: 100, headers: 100, request: 100 });
    const stream = http2(url).request({ ':path': '/sdapi/v1/sd-models' });
    const response = once(stream, 'response');
    await expect.poll(() => waiting.length).toBe(1);
    for (let times = 0; times < 4; times++) await closed(await said(url, post(BODY)));
    waiting[0]?.writeHead(200, { 'Content-Type': 'application/json' }).end('[]');
    const [headers] = await response;
    expect(headers[':status']).toBe(200);
  });

  it('that sends small pieces gets an answer', async () => {
    const { url } = await start('HTTP/2 and websockets');
    const socket = await said(url);
    const answer = once(socket, 'data');
    for (const piece of ['P', 'R', 'I * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\0\0\0\x04\0\0\0\0\0']) {
      socket.write(piece, 'latin1');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [frame] = await answer;
    // A SETTINGS frame: RFC 9113, section 6.5.
    expect(frame[3]).toBe(4);
  });
});

describe('a websocket', () => {
  it('whose client answers no ping is closed', async () => {
    const { url } = await start('HTTP/2 and websockets', { ping: 100 });
    expect(await closed(await said(url, upgrade('/ws')))).toContain('101 Switching Protocols');
  });
});

describe('a server at SIGTERM', () => {
  const kinds: [string, (url: string) => Promise<unknown>][] = [
    ['a silent connection', (url) => said(url)],
    ['a connection that sends one letter', (url) => said(url, 'P')],
    ['a request that stops in its headers', (url) => said(url, post('X-Slow: '))],
    ['a request that stops in its body', (url) => said(url, post(BODY))],
    ['an HTTP/2 session', async (url) => once(http2(url), 'remoteSettings')],
    [
      'an HTTP/2 request that waits',
      async (url) => {
        const stream = http2(url).request({ ':path': '/sdapi/v1/sd-models' });
        stream.on('error', () => {});
        await expect.poll(() => waiting.length).toBe(1);
      },
    ],
    [
      'an HTTP/2 request that stops in its body',
      async (url) => {
        const session = http2(url);
        const headers = { ':path': '/v1/moderations', ':method': 'POST', 'content-type': 'application/json' };
        const stream = session.request(headers);
        stream.on('error', () => {});
        stream.write('{"input"');
        await once(session, 'remoteSettings');
      },
    ],
    ['a websocket', async (url) => once(await said(url, upgrade('/ws')), 'data')],
    ['a websocket that was refused', async (url) => once(await said(url, upgrade('/nowhere')), 'data')],
    [
      'a request that waits',
      async (url) => {
        void fetch(`${url}/sdapi/v1/sd-models`).catch(() => {});
        await expect.poll(() => waiting.length).toBe(1);
      },
    ],
  ];

  it.each(kinds)('ends after the grace period with %s', async (_, open) => {
    const { url, stop } = await start('HTTP/2 and websockets');
    await open(url);
    await stop(100);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each(kinds.filter(([name]) => /silent|session/.test(name)))('does not wait for %s', async (_, open) => {
    const { url, stop } = await start('HTTP/2 and websockets');
    await open(url);
    await stop(24 * 3_600_000);
  });

  it.each(['HTTP/1', 'HTTP/2'])('finishes a request over %s', async (protocol) => {
    const { url, stop } = await start('HTTP/2 and websockets');
    const status =
      protocol === 'HTTP/1'
        ? fetch(`${url}/sdapi/v1/sd-models`).then((response) => response.status)
        : once(http2(url).request({ ':path': '/sdapi/v1/sd-models' }).resume(), 'response').then(
            ([headers]) => headers[':status'],
          );
    await expect.poll(() => waiting.length).toBe(1);
    const stopped = stop(24 * 3_600_000);
    waiting[0]?.writeHead(200, { 'Content-Type': 'application/json' }).end('[]');
    expect(await status).toBe(200);
    await stopped;
  });
});
