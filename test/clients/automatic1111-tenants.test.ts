import { automatic1111 } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: Automatic1111Server;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startAutomatic1111();
  proxy = await startProxy([automatic1111({ url: upstream.url })], { keys: ['one', 'two', 'three'] });
});
beforeEach(() => {
  upstream.reset();
  Object.assign(upstream, { preview: 'green', silent: true, tellsTask: false });
});
let leaving: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(leaving.map((leave) => leave()));
  leaving = [];
});
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const as = (key: string) => ({
  authorization: `Basic ${btoa(`anybody:${key}`)}`,
  'content-type': 'application/json',
});
async function call(key: string, path: string, body?: object) {
  const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const response = await fetch(proxy.url + path, { ...sent, headers: as(key) });
  return response.json();
}

/** Starts a generation that the server works on until the test ends. */
async function generate(key: string, fields: object = {}): Promise<void> {
  const gone = new AbortController();
  const arrived = upstream.next();
  const answer = fetch(`${proxy.url}/sdapi/v1/txt2img`, {
    method: 'POST',
    headers: as(key),
    body: JSON.stringify({ prompt: `a green dog of ${key}`, ...fields }),
    signal: gone.signal,
  }).catch(() => {});
  const { abandoned } = await arrived;
  leaving.push(async () => {
    gone.abort();
    await Promise.all([abandoned, answer]);
  });
}

/** The preview that a client is shown, by its colour. */
async function preview(key: string): Promise<string | undefined> {
  const { current_image } = await call(key, '/sdapi/v1/progress');
  return current_image === null ? undefined : (await seen(fromBase64(current_image))).colour;
}

const heardOf = (path: string) => upstream.requests.filter((request) => request.path === path).length;

describe('two clients of one server', () => {
  it('see progress only of the generations that they started', async () => {
    await generate('one');
    expect(await preview('one')).toBe('green');
    expect(await call('two', '/sdapi/v1/progress')).toEqual({
      progress: 0,
      eta_relative: 0,
      state: expect.objectContaining({ job: '', job_count: 0, sampling_step: 0 }),
      current_image: null,
      textinfo: null,
    });
  });

  it('see no progress while it is unknown whose generation runs', async () => {
    await generate('one');
    await generate('two');
    expect([await preview('one'), await preview('two')]).toEqual([undefined, undefined]);
  });

  it('see their own progress when the server names the running task', async () => {
    upstream.tellsTask = true;
    await generate('one', { force_task_id: 'mine' });
    await generate('two', { force_task_id: 'mine' });
    expect([await preview('one'), await preview('two'), await preview('three')]).toEqual([
      'green',
      undefined,
      undefined,
    ]);
    expect(await call('one', '/sdapi/v1/progress')).toMatchObject({ progress: 0.4, current_task: 'mine' });
  });

  it('may use the same task id, and reach only their own tasks', async () => {
    await generate('one', { force_task_id: 'mine' });
    await generate('two', { force_task_id: 'mine' });
    const asked = { id_task: 'mine', id_live_preview: -1 };
    expect(await call('one', '/internal/progress', asked)).toMatchObject({
      active: true,
      live_preview: expect.stringMatching(/^data:image\/png;base64,/),
    });
    expect(await call('two', '/internal/progress', asked)).toMatchObject({ active: false });
    expect(await call('three', '/internal/progress', asked)).toMatchObject({
      active: false,
      live_preview: null,
    });
    expect(upstream.heard()).not.toContain('mine');
  });

  it('cannot reach the task of another client by its id at the server', async () => {
    await generate('one');
    const { force_task_id: known } = JSON.parse(String(upstream.requests[0]?.body));
    expect(await call('two', '/internal/progress', { id_task: known })).toMatchObject({ active: false });
    expect(heardOf('/internal/progress')).toBe(0);
  });

  it('interrupt only their own generations', async () => {
    upstream.tellsTask = true;
    await generate('one');
    await generate('two');
    expect(await call('two', '/sdapi/v1/interrupt', {})).toEqual({});
    expect(await call('two', '/sdapi/v1/skip', {})).toEqual({});
    expect([heardOf('/sdapi/v1/interrupt'), heardOf('/sdapi/v1/skip')]).toEqual([0, 0]);
    expect(await call('one', '/sdapi/v1/interrupt', {})).toEqual({});
    expect(heardOf('/sdapi/v1/interrupt')).toBe(1);
  });

  it('interrupt nothing while it is unknown whose generation runs', async () => {
    await generate('one');
    await generate('two');
    expect(await call('one', '/sdapi/v1/interrupt', {})).toEqual({});
    expect(heardOf('/sdapi/v1/interrupt')).toBe(0);
  });
});
