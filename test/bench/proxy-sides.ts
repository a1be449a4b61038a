/**
 * One side of test/bench/proxy.ts in a separate process, so that its CPU time can be measured:
 * `node proxy-sides.ts <side> <upstream url>`. Prints the address it listens on.
 */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { rules } from '@shoji/core';
import { fakeCodec, fakeEngine } from '@shoji/core/testing';
import { openai } from '@shoji/edge-proxy';
import { createLog, startServer } from '@shoji/edge-proxy/node';
import { sharpCodec } from '@shoji/pixels';
import { Hono } from 'hono';
import { Pool } from 'undici';
import { noisePicture } from './pictures.ts';

const [side = '', url = ''] = process.argv.slice(2);

const SIDES: Readonly<Record<string, () => Promise<string>>> = {
  /** Two answers, a small one and one with a picture of about 450 KB, and a small list. */
  upstream: async () => {
    const picture = Buffer.from(await noisePicture(512)).toString('base64');
    const answers = new Map([
      [
        '/small',
        JSON.stringify({ created: 1, data: [{ b64_json: 'cGljdHVyZSA3' }], usage: { total_tokens: 50 } }),
      ],
      ['/image', JSON.stringify({ created: 1, data: [{ b64_json: picture }] })],
      ['/list', JSON.stringify({ object: 'list', data: [{ id: 'gpt-image-1', object: 'model' }] })],
    ]);
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const kind = request.method === 'GET' ? '/list' : body.includes('large') ? '/image' : '/small';
        const answer = answers.get(kind) ?? '';
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(answer),
        });
        response.end(answer);
      });
    });
    // Longer than any side keeps an idle connection, so that none is closed while a side starts to use it.
    server.keepAliveTimeout = 120_000;
    return listening(server);
  },

  'undici stream': async () => {
    const pool = new Pool(url, { connections: 64 });
    return listening(
      createServer(async (request, response) => {
        const { url: path = '/', headers, method = 'GET' } = request;
        const type = headers['content-type'];
        const body = method === 'GET' ? null : request;
        const answer = await pool.request({
          path,
          method: method === 'GET' ? 'GET' : 'POST',
          body,
          headers: type ? { 'content-type': type } : {},
        });
        response.writeHead(answer.statusCode, {
          'content-type': String(answer.headers['content-type']),
          'content-length': String(answer.headers['content-length']),
        });
        answer.body.pipe(response);
      }),
    );
  },

  'node:http': async () => {
    const { hostname, port } = new URL(url);
    return listening(
      createServer((request, response) => {
        const { url: path, headers, method } = request;
        const call = httpRequest({ hostname, port, path, method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        request.pipe(call);
      }),
    );
  },

  'Hono over undici': async () => {
    const pool = new Pool(url, { connections: 64 });
    const app = new Hono().all('*', async (c) => {
      const body = c.req.method === 'GET' ? null : await c.req.text();
      const { pathname } = new URL(c.req.url);
      const answer = await pool.request({
        path: pathname,
        method: c.req.method === 'GET' ? 'GET' : 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      return new Response(await answer.body.arrayBuffer(), {
        headers: { 'content-type': String(answer.headers['content-type']) },
      });
    });
    return listeningHono(app);
  },

  'Hono over fetch': async () => {
    const app = new Hono().all('*', async (c) => {
      const { pathname } = new URL(c.req.url);
      const body = c.req.method === 'GET' ? null : await c.req.text();
      return fetch(url + pathname, {
        method: c.req.method,
        body,
        headers: { 'content-type': 'application/json' },
      });
    });
    return listeningHono(app);
  },

  /** Rules read the prompt; the picture passes every step, but its pixels are not decoded. */
  Shoji: () => shoji(fakeCodec()),
  /** The same with each picture decoded and re-encoded, as in production. */
  'Shoji, pixels re-encoded': () => shoji(sharpCodec()),
};

async function shoji(codec: ReturnType<typeof fakeCodec>): Promise<string> {
  const moderator = { name: 'none', covers: [], moderate: async () => ({ findings: [] }) };
  const engine = fakeEngine({ rules: [rules()], classifiers: [], moderators: [moderator], codec });
  const access = { keys: [], origins: [], maxBodyBytes: 1_000_000 };
  const log = createLog('error');
  const server = await startServer({
    engine,
    access,
    upstreams: [openai({ url })],
    log,
    host: '127.0.0.1',
    port: 0,
  });
  return server.url;
}

function listening(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

function listeningHono(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
}

console.log(await SIDES[side]?.());
