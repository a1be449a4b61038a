import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { localHostsOnly } from './local-hosts.ts';

const app = new Hono().use(localHostsOnly()).get('/', (c) => c.text('ok'));

it.each([
  ['http://localhost:8787/', 200],
  ['http://127.0.0.1:8787/', 200],
  ['http://127.8.8.8/', 200],
  ['http://[::1]:8787/', 200],
  ['http://rebound.example:8787/', 403],
  ['http://127.0.0.1.rebound.example/', 403],
  ['http://localhost.rebound.example/', 403],
  ['http://192.168.0.7:8787/', 403],
])('%s gets the status %i', async (url, status) => {
  expect((await app.request(url)).status).toBe(status);
});
