import { createApp } from '@shoji/edge-proxy';
import { createOffers, discover } from '@shoji/edge-proxy/node';
import { json, startRecorder } from '@shoji/edge-proxy/testing';
import { describe, expect, it } from 'vitest';
import { BANNED, engine } from '../clients/support.ts';
import { startImageServers } from './servers.ts';

const { webUi, comfy, sent } = await startImageServers();
/** A busy machine is no server that does not answer. */
const PATIENT_MS = 30_000;

describe('servers that were found on this machine', () => {
  const portOf = (url: string) => Number(new URL(url).port);
  const access = { keys: [], origins: [], maxBodyBytes: 10_000 };

  it('are recognised by what they answer, and each is one offer', async () => {
    const language = await startRecorder((_, response) => json(response, { data: [{ id: 'llama' }] }));
    const images = await startRecorder(({ path }, response) => {
      if (path !== '/v1/images/generations') return json(response, { detail: 'Not Found' }, 404);
      response.setHeader('allow', 'OPTIONS, POST');
      json(response, { detail: 'Method Not Allowed' }, 405);
    });
    const elsewhere = await startRecorder((_, response) => {
      response.writeHead(302, { location: webUi.url }).end();
    });
    const silent = await startRecorder(() => {});
    const others = [language, images, elsewhere, silent];
    const ports = [webUi, comfy, ...others].map(({ url }) => portOf(url));
    const found = await discover(ports, PATIENT_MS);
    expect(found.filter(({ url }) => ports.includes(portOf(url))).map(({ id, name }) => [id, name])).toEqual([
      [`comfyui-${portOf(comfy.url)}`, `ComfyUI at 127.0.0.1:${portOf(comfy.url)}`],
      [`automatic1111-${portOf(webUi.url)}`, `Stable Diffusion web UI at 127.0.0.1:${portOf(webUi.url)}`],
      [`openai-${portOf(images.url)}`, `OpenAI-compatible image server at 127.0.0.1:${portOf(images.url)}`],
    ]);
    const asked = [webUi, comfy, ...others].flatMap(({ requests }) => requests);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
    await Promise.all(others.map((server) => server.close()));
  });

  it('are said to have no checkpoint where they list none', async () => {
    const nodes = (names: string[]) => ({
      CheckpointLoaderSimple: { input: { required: { ckpt_name: [names] } }, output: [] },
    });
    const comfyWith = (names: string[]) =>
      startRecorder(({ path }, response) =>
        json(response, path === '/system_stats' ? { system: {}, devices: [] } : nodes(names)),
      );
    const others = [await comfyWith([]), await comfyWith(['a.safetensors'])];
    const ports = others.map(({ url }) => portOf(url));
    const found = (await discover(ports, PATIENT_MS)).filter(({ url }) => ports.includes(portOf(url)));
    expect(found.map(({ name, hasModel }) => [name, hasModel])).toEqual([
      [`ComfyUI at 127.0.0.1:${ports[0]}, without a checkpoint`, false],
      [`ComfyUI at 127.0.0.1:${ports[1]}`, true],
    ]);
    await Promise.all(others.map((server) => server.close()));
  });

  it('are asked once for a list that says what they are and what they have', async () => {
    const server = await startRecorder(({ path }, response) =>
      json(response, path === '/sdapi/v1/sd-models' ? [] : {}),
    );
    const port = portOf(server.url);
    const [found] = (await discover([port], PATIENT_MS)).filter(({ url }) => portOf(url) === port);
    expect(found?.name).toBe(`Stable Diffusion web UI at 127.0.0.1:${port}, without a checkpoint`);
    // By each of the two kinds of server that have this list.
    expect(server.requests.filter(({ path }) => path === '/sdapi/v1/sd-models')).toHaveLength(2);
    await server.close();
  });

  it.each([
    ['refuses every GET', 'POST', 405],
    ['refuses every GET, and does not say what it takes', undefined, 405],
    ['does not say what its route takes', undefined, 404],
    ['takes only GET and HEAD there', 'GET, HEAD', 404],
  ])('are not recognised in a server that %s', async (_, allow, beside) => {
    const server = await startRecorder(({ path }, response) => {
      if (allow !== undefined) response.setHeader('allow', allow);
      json(response, { detail: 'no' }, path === '/v1/images/generations' ? 405 : beside);
    });
    const found = await discover([portOf(server.url)], PATIENT_MS);
    expect(found.filter(({ url }) => portOf(url) === portOf(server.url))).toEqual([]);
    await server.close();
  });

  it('make pictures as soon as one is chosen, and no more after the proxy’s own generator is', async () => {
    const own = engine();
    const found = await discover([portOf(comfy.url)], PATIENT_MS);
    const app = createApp(own, { access, offers: createOffers(own.generator, found) });
    const call = (path: string, body?: object) =>
      app.request(`http://127.0.0.1${path}`, {
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
    const id = `comfyui-${portOf(comfy.url)}`;
    const before = await (await call('/v1/generators')).json();
    expect(before.offered).toContainEqual({ id, name: expect.stringMatching(/^ComfyUI at/), used: false });
    expect((await call('/v1/generators', { use: 'elsewhere' })).status).toBe(400);

    const chosen = await call('/v1/generators', { use: id });
    expect(await chosen.json()).toMatchObject({
      current: { name: 'comfyui' },
      offered: expect.arrayContaining([expect.objectContaining({ id, used: true })]),
    });
    expect(await (await call('/v1/policy')).json()).toMatchObject({ generator: { name: 'comfyui' } });
    const picture = { prompt: 'a green dog', width: 64, height: 64 };
    expect((await call('/v1/generations', picture)).status).toBe(200);
    expect(sent(comfy, '/prompt')).toHaveLength(1);
    expect((await call('/v1/generations', { prompt: `a dog in ${BANNED}` })).status).toBe(422);
    expect(sent(comfy, '/prompt')).toHaveLength(1);

    await call('/v1/generators', { use: null });
    expect((await call('/v1/generations', picture)).status).toBe(200);
    expect(sent(comfy, '/prompt')).toHaveLength(1);
  });

  it('cannot be chosen where none is offered', async () => {
    const app = createApp(engine(), { access });
    const answer = await app.request('http://127.0.0.1/v1/generators', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"use":null}',
    });
    expect(answer.status).toBe(404);
    expect(await (await app.request('http://127.0.0.1/v1/generators')).json()).toMatchObject({
      offered: null,
    });
  });

  it.each([
    [['generations', 'edits'], true],
    [['generations'], false],
  ])('take pictures to start from if they refuse GET at %j', async (routes, edits) => {
    const server = await startRecorder(({ path }, response) => {
      if (!routes.some((route) => path === `/v1/images/${route}`)) return json(response, {}, 404);
      response.setHeader('allow', 'POST');
      json(response, { detail: 'Method Not Allowed' }, 405);
    });
    const port = Number(new URL(server.url).port);
    const [found] = (await discover([port], PATIENT_MS)).filter(({ url }) => url === server.url);
    expect(found?.generator.limits.inputImage).toBe(edits);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    await server.close();
  });
});
