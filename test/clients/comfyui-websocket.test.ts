import { request } from 'node:http';
import { comfyui } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import {
  AS_PREVIEW,
  api,
  type Heard,
  type Listener,
  listen,
  OVER_SOCKET,
  workflow,
} from './comfyui-client.ts';
import { BANNED, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: ComfyServer;
let proxy: RunningProxy;
let placeholders: RunningProxy;
const listeners: Listener[] = [];
beforeAll(async () => {
  upstream = await startComfyUi();
  proxy = await startProxy([comfyui({ url: upstream.url })]);
  placeholders = await startProxy([comfyui({ url: upstream.url, blocked: 'placeholder' })]);
});
afterEach(async () => {
  upstream.reset();
  for (const listener of listeners.splice(0)) await listener.close();
});
afterAll(() => Promise.all([upstream.close(), proxy.close(), placeholders.close()]));

async function hear(
  clientId: string,
  options: Parameters<typeof listen>[2] = {},
  at = proxy,
): Promise<Listener> {
  const listener = await listen(at.url, clientId, options);
  listeners.push(listener);
  return listener;
}

/** The types of the messages of one prompt, each run of the same one once. */
const story = (heard: readonly Heard[]) =>
  heard.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
const looks = (heard: readonly Heard[]) =>
  Promise.all(heard.flatMap(({ picture }) => (picture ? [seen(picture)] : [])));

describe('a ComfyUI WebSocket', () => {
  it('reports a run in the recorded order, with the client’s ids and file names', async () => {
    const listener = await hear('one', { flags: true });
    await listener.until(({ type }) => type === 'feature_flags');
    expect(listener.heard[0]).toEqual({
      type: 'status',
      data: { status: { exec_info: { queue_remaining: 0 } }, sid: 'one' },
    });
    const { prompt_id } = await api(proxy.url).queue(workflow('a green dog'), { client_id: 'one' });
    await listener.ended(prompt_id);
    // The number of previews depends on how long each check takes.
    const beside = ['progress_state', 'progress', 'preview'];
    expect(story(listener.heard.slice(2).filter(({ type }) => !beside.includes(type)))).toEqual([
      'status',
      'execution_start',
      'execution_cached',
      'executing',
      'executed',
      'execution_success',
      'status',
      'executing',
    ]);
    expect(listener.files(prompt_id)).toEqual([
      { filename: 'ComfyUI_00001_.png', subfolder: '', type: 'output' },
    ]);
    const preview = listener.heard.find(({ type }) => type === 'preview');
    expect(preview?.data).toMatchObject({ prompt_id, node_id: '3', image_type: 'image/png' });
  });

  it('shows previews and results clear, blurred or labelled, as the policy decides', async () => {
    const listener = await hear('two');
    const { queue } = api(proxy.url);
    const shown = async (prompt: string) => {
      const before = listener.heard.length;
      const { prompt_id } = await queue(workflow(prompt, { nodes: OVER_SOCKET }), { client_id: 'two' });
      await listener.ended(prompt_id);
      return (await looks(listener.heard.slice(before))).map(
        ({ colour, format, note }) => `${colour} ${format} ${note}`,
      );
    };
    expect(new Set(await shown('a green dog'))).toEqual(new Set(['green png false']));
    expect(new Set(await shown('an azure dog'))).toEqual(new Set(['azure jpeg false']));
    expect(new Set(await shown('a crimson dog'))).toEqual(new Set(['paper png false']));
    expect(listener.heard.some(({ type, data }) => type === 'preview' && data.format === 2)).toBe(true);
  });

  it('sends every result, and no previews if the operator switched them off', async () => {
    const quiet = await startProxy([comfyui({ url: upstream.url, previews: false })]);
    const listener = await listen(quiet.url, 'three');
    const graph = workflow('a green dog', { batch: 4, nodes: OVER_SOCKET });
    const { prompt_id } = await api(quiet.url).queue(graph, { client_id: 'three' });
    await listener.ended(prompt_id);
    expect(await looks(listener.heard)).toHaveLength(4);
    await listener.close();
    await quiet.close();
  });

  it('screens texts of nodes, and drops unknown messages', async () => {
    upstream.state.hold = true;
    const listener = await hear('four');
    const { prompt_id } = await api(proxy.url).queue(workflow('a green dog'), { client_id: 'four' });
    await listener.until(({ type }) => type === 'preview');
    const unknown = Buffer.alloc(16);
    unknown.writeUInt32BE(9);
    upstream.send(unknown);
    upstream.send(Buffer.from('x'));
    upstream.send({ type: 'logs', data: { entries: [{ m: 'somebody’s prompt' }], prompt_id } });
    upstream.send({ type: 'executed', data: { node: '3', output: {}, prompt_id: 'somebody’s' } });
    upstream.say('3', `a ${BANNED} dog`);
    upstream.say('3', 'half done');
    const texts = () => listener.heard.filter(({ type }) => type === 'text').map(({ data }) => data.text);
    await listener.until(({ type, data }) => type === 'text' && data.text === 'half done');
    expect(texts()).toEqual(['The prompt was refused. Reason: toxic language.', 'half done']);
    upstream.state.hold = false;
    await listener.ended(prompt_id);
    expect(listener.heard.map(({ type }) => type)).not.toContain('logs');
    expect(JSON.stringify(listener.heard.map(({ data }) => data))).not.toContain('somebody');
  });

  it('passes on no message of a client', async () => {
    const { socket } = await hear('five');
    socket.send(JSON.stringify({ type: 'feature_flags', data: { note: BANNED } }));
    socket.send(BANNED.slice(0, 4), { fin: false });
    socket.send(BANNED.slice(4), { fin: true });
    socket.send(Buffer.from(BANNED));
    socket.send(JSON.stringify({ type: 'prompt', data: { prompt: BANNED } }));
    const listener = await hear('six', { flags: true });
    await listener.until(({ type }) => type === 'feature_flags');
    expect(new Set(upstream.state.said)).toEqual(
      new Set(['{"type":"feature_flags","data":{"supports_preview_metadata":true}}']),
    );
  });

  it('continues a run when its client connects again', async () => {
    upstream.state.hold = true;
    const first = await hear('seven');
    const { prompt_id } = await api(proxy.url).queue(workflow('a green dog'), { client_id: 'seven' });
    await first.until(({ type }) => type === 'preview');
    const second = await hear('seven');
    await second.until(({ type }) => type === 'preview');
    upstream.state.hold = false;
    await second.ended(prompt_id);
    expect(second.files(prompt_id)).toHaveLength(1);
  });

  it('gives an id to a client that sends none', async () => {
    const listener = await hear('');
    const sid = String(listener.heard[0]?.data.sid);
    const { prompt_id } = await api(proxy.url).queue(workflow('a green dog'), { client_id: sid });
    await listener.ended(prompt_id);
    expect(listener.files(prompt_id)).toHaveLength(1);
  });

  it('works with old servers, which choose prompt ids and send no metadata', async () => {
    upstream.state.old = true;
    const listener = await hear('eight', { flags: true });
    const { prompt_id } = await api(proxy.url).queue(workflow('an azure dog', { nodes: OVER_SOCKET }), {
      client_id: 'eight',
      prompt_id: '6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c',
    });
    expect(prompt_id).not.toBe('6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c');
    await listener.ended(prompt_id);
    const pictures = await looks(listener.heard);
    expect(new Set(pictures.map(({ colour, format }) => `${colour} ${format}`))).toEqual(
      new Set(['azure jpeg']),
    );
  });

  it('reports a refused prompt like a failed one', async () => {
    const listener = await hear('nine', { path: '/api/ws' });
    const { prompt_id } = await api(proxy.url).queue(workflow(`a ${BANNED} dog`), { client_id: 'nine' });
    const { queue_running } = await api(proxy.url).json('/queue');
    expect(queue_running).toEqual([
      [
        expect.any(Number),
        prompt_id,
        workflow(`a ${BANNED} dog`),
        expect.objectContaining({ client_id: 'nine' }),
        [],
      ],
    ]);
    await listener.ended(prompt_id);
    expect(story(listener.heard.slice(1))).toEqual([
      'status',
      'execution_start',
      'execution_cached',
      'progress_state',
      'executing',
      'execution_error',
      'status',
      'executing',
    ]);
    expect(upstream.state.encoded).toEqual([]);
  });

  it('shows labelled pictures for each output of a refused prompt', async () => {
    const listener = await hear('ten', { flags: true }, placeholders);
    const nodes = { ...OVER_SOCKET, ...AS_PREVIEW };
    const graph = workflow(`a ${BANNED} dog`, { batch: 2, nodes });
    const { queue, json, view } = api(placeholders.url);
    const { prompt_id } = await queue(graph, { client_id: 'ten' });
    await listener.until(({ type }) => type === 'executing');
    expect(await json(`/history/${prompt_id}`)).toEqual({});
    await json('/queue');
    await listener.ended(prompt_id);
    expect((await looks(listener.heard)).map(({ colour }) => colour)).toEqual(['paper', 'paper']);
    const files = listener.files(prompt_id);
    expect(files.map(({ type }) => type)).toEqual(['output', 'output', 'temp', 'temp']);
    const answers = await Promise.all(files.map((file) => view(file)));
    expect(answers.map(({ headers }) => headers.get('x-shoji-decision'))).toEqual(Array(4).fill('rejected'));
  });

  it('closes when the server closes', async () => {
    const own = await startComfyUi();
    const between = await startProxy([comfyui({ url: own.url })]);
    const { socket } = await listen(between.url, 'eleven');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await own.close();
    expect(await closed).toBe(1012);
    const dead = new WebSocket(`${between.url.replace('http', 'ws')}/ws`);
    expect(await new Promise<number>((resolve) => dead.once('close', resolve))).toBe(1012);
    await between.close();
  });

  it('closes when the proxy closes', async () => {
    const between = await startProxy([comfyui({ url: upstream.url })]);
    const { socket } = await listen(between.url, 'twelve');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await between.close();
    expect([1001, 1006]).toContain(await closed);
  });
});

/** The status that answers a WebSocket upgrade. */
function refusal(url: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'omjPRGpmekYMqiRczy1iNw==',
    };
    const call = request({ hostname, port, path, headers: { ...upgrade, ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once('upgrade', (_, stream) => {
      stream.destroy();
      resolve(101);
    });
    call.once('error', reject);
    call.end();
  });
}

describe('a WebSocket upgrade', () => {
  it.each([
    ['the same page', '/ws', (url: string): Record<string, string> => ({ Origin: url }), 101],
    ['no page', '/ws', () => ({}), 101],
    ['a page from elsewhere', '/ws', () => ({ Origin: 'https://example.com' }), 403],
    ['a page without an origin', '/ws', () => ({ Origin: 'null' }), 403],
    ['another name for this machine', '/ws', () => ({ Host: 'example.com' }), 403],
    ['another path', '/ws2', () => ({}), 404],
    ['a path encoded twice', '/%2577s', () => ({}), 404],
    ['two slashes', '//ws', () => ({}), 404],
  ])('gets the right status from %s', async (_, path, headers, status) => {
    expect(await refusal(proxy.url, path, headers(proxy.url))).toBe(status);
  });

  it('needs a key if the proxy has keys', async () => {
    const key = 'a-key-of-sixteen-letters';
    const guarded = await startProxy([comfyui({ url: upstream.url })], { keys: [key] });
    expect(await refusal(guarded.url, '/ws')).toBe(401);
    expect(await refusal(guarded.url, '/ws', { Authorization: 'Bearer another' })).toBe(401);
    expect(await refusal(guarded.url, '/ws', { Authorization: `Bearer ${key}` })).toBe(101);
    expect(await refusal(guarded.url, '/ws', { Authorization: `Basic ${btoa(`me:${key}`)}` })).toBe(101);
    await guarded.close();
  });

  it('is required: a plain request gets 426', async () => {
    const { status } = await fetch(`${proxy.url}/ws`);
    expect(status).toBe(426);
  });
});
