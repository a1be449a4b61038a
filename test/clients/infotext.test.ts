/** Entries of an info text without a corresponding field are dropped, with a warning to the client. */
import { automatic1111 } from '@shoji/edge-proxy';
import { send } from '@shoji/edge-proxy/testing';
import { expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { BANNED, startProxy } from './support.ts';

it('names the dropped labels, and judges them', async () => {
  const upstream = await startAutomatic1111();
  const proxy = await startProxy([automatic1111({ url: upstream.url, blocked: 'error' })]);
  const ask = (label: string) =>
    send(proxy.url, {
      path: '/sdapi/v1/txt2img',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ infotext: `a green dog\nSteps: 3, Sampler: Euler, CFG scale: 7, ${label}: 1` }),
    });
  const { status, body } = await ask('ControlNet 0');
  expect(status).toBe(200);
  expect(String(body)).toContain('infotext.ControlNet 0 was left out');
  expect((await ask(BANNED)).status).toBeGreaterThanOrEqual(400);
  await Promise.all([proxy.close(), upstream.close()]);
});
