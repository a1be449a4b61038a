/** Inputs of a node class for URLs and pictures: closed, until the operator opens each with its role. */
import { comfyui } from '@shoji/edge-proxy';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { workflow } from './comfyui-client.ts';
import { type RunningProxy, startProxy } from './support.ts';

const ADDRESS = 'https://pictures.example/a.png';
const vouched = { allowedNodes: ['LoadImageFromUrl', 'ETN_LoadImageBase64'], blocked: 'error' } as const;

let upstream: ComfyServer;
let closed: RunningProxy;
let opened: RunningProxy;
beforeAll(async () => {
  upstream = await startComfyUi();
  closed = await startProxy([comfyui({ url: upstream.url, ...vouched })]);
  const fields = { 'LoadImageFromUrl.url': 'address', 'ETN_LoadImageBase64.image': 'picture' } as const;
  opened = await startProxy([comfyui({ url: upstream.url, ...vouched, fields })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), closed.close(), opened.close()]));

/** A workflow that shows what a node loads. */
async function ask(proxy: RunningProxy, class_type: string, inputs: Record<string, string>) {
  const nodes = {
    '20': { class_type, inputs },
    '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] as [string, number] } },
  };
  const { status, body } = await send(proxy.url, {
    path: '/prompt',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: workflow('a green dog', { nodes }) }),
  });
  const sent = upstream.requests.filter(({ path }) => path === '/prompt').map((each) => String(each.body));
  return { status, said: String(body), sent: sent.join('\n') };
}

it('refuses a closed input with the setting that opens it', async () => {
  const address = await ask(closed, 'LoadImageFromUrl', { url: ADDRESS });
  expect([address.status, address.sent]).toEqual([400, '']);
  expect(address.said).toContain("'address'");
  expect(address.said).toContain('LoadImageFromUrl.url');
  const image = (await picture('green')).toString('base64');
  const encoded = await ask(closed, 'ETN_LoadImageBase64', { image });
  expect([encoded.status, encoded.sent]).toEqual([400, '']);
  expect(encoded.said).toContain("'picture'");
});

it('passes a URL on in an input that the operator opened', async () => {
  expect((await ask(opened, 'LoadImageFromUrl', { url: ADDRESS })).sent).toContain(ADDRESS);
  // The one input, and no other of the class.
  upstream.reset();
  expect((await ask(opened, 'LoadImageFromUrl', { url: ADDRESS, path: ADDRESS })).status).toBe(400);
});

it('judges a picture in an opened input, and sends the judged pixels', async () => {
  const clear = (await picture('green')).toString('base64');
  const { sent } = await ask(opened, 'ETN_LoadImageBase64', { image: clear });
  expect(sent).toContain('ETN_LoadImageBase64');
  expect(sent).toContain('iVBORw0KGgo');
  expect(sent).not.toContain(clear);
  upstream.reset();
  const unsafe = (await picture('crimson')).toString('base64');
  const refused = await ask(opened, 'ETN_LoadImageBase64', { image: unsafe });
  expect([refused.status, refused.sent]).toEqual([400, '']);
  const none = await ask(opened, 'ETN_LoadImageBase64', { image: ADDRESS });
  expect([none.status, none.sent]).toEqual([400, '']);
});

it('gives the reason for a denied node in the status line', async () => {
  const response = await fetch(`${closed.url}/prompt`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      prompt: workflow('a dog', {
        nodes: { '5': { class_type: 'LoadLatent', inputs: { latent: 'a.latent' } } },
      }),
    }),
  });
  await response.arrayBuffer();
  expect(response.status).toBe(400);
  expect(response.statusText).toContain('Node 5 (LoadLatent) reads a file');
});
