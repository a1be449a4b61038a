import { presets } from '@shoji/core';
import { finding } from '@shoji/core/testing';
import { automatic1111, comfyui } from '@shoji/edge-proxy';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { api, type Graph, type ImageFile, listen, OVER_SOCKET, workflow } from './comfyui-client.ts';
import { BANNED, byColour, engine, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: ComfyServer;
let proxy: RunningProxy;
let judged = 0;
const client = () => api(proxy.url);
beforeAll(async () => {
  upstream = await startComfyUi();
  const counted = engine({
    moderators: [
      {
        ...byColour,
        moderate: (...of) => {
          judged++;
          return byColour.moderate(...of);
        },
      },
    ],
  });
  const upstreams = [
    comfyui({ url: upstream.url, allow: ['GET /userdata'], allowedNodes: ['PromptOfTheDay'] }),
  ];
  proxy = await startProxy(upstreams, { engine: counted });
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

/** Runs a workflow to its end and returns its messages and files. */
async function ran(graph: Graph, at = proxy) {
  const clientId = `client-${Math.random()}`;
  const listener = await listen(at.url, clientId);
  const { queue, json } = api(at.url);
  const { prompt_id } = await queue(graph, { client_id: clientId });
  await listener.until(({ type, data }) => type === 'executing' && data.prompt_id === prompt_id);
  // A refused run ends as soon as its client has polled it.
  await json(`/history/${prompt_id}`);
  await json('/queue');
  await listener.ended(prompt_id);
  await listener.close();
  return { prompt_id, files: listener.files(prompt_id), heard: listener.heard };
}
const look = async (file: ImageFile | undefined, more = {}, at = proxy) => {
  if (file === undefined) throw new Error('no file was reported');
  const answer = await api(at.url).view(file, more);
  return { answer, ...(await seen(new Uint8Array(await answer.arrayBuffer()))) };
};

describe('the operator’s negative prompt', () => {
  it('reaches the sampler, and no other node', async () => {
    const graph = workflow('a green dog', { negative: 'fog', nodes: OVER_SOCKET });
    upstream.state.hold = true;
    const listener = await listen(proxy.url, 'quiet', { flags: true });
    const { prompt_id } = await client().queue(graph, {
      client_id: 'quiet',
      extra_data: { extra_pnginfo: { workflow: { id: 'w1', nodes: [] } } },
    });
    await listener.until(({ type }) => type === 'preview');
    const running = await Promise.all(['/queue', '/api/jobs'].map((path) => client().json(path)));
    upstream.state.hold = false;
    await listener.ended(prompt_id);
    await listener.close();
    const terms = (upstream.state.sampled[0]?.negative ?? '').split(', ');
    expect(terms.length).toBeGreaterThan(2);
    expect(terms.at(-1)).toBe('fog');

    const [file] = listener.files(prompt_id);
    const { answer } = await look(file);
    const png = Buffer.from(await (await client().view(file as ImageFile)).arrayBuffer()).toString('latin1');
    const paths = ['/history', `/history/${prompt_id}`, '/api/jobs', `/api/jobs/${prompt_id}`];
    const ended = await Promise.all(paths.map((path) => client().json(path)));
    const told = JSON.stringify([
      running,
      ended,
      listener.heard.map(({ data }) => data),
      [...answer.headers],
    ]);
    expect(`${told}${png}`).not.toContain(terms[0]);
    expect(told).not.toMatch(/shoji-[a-z]{16}/);
    expect(running[0]).toHaveProperty(['queue_running', 0, 2], graph);
    expect(ended[1]).toMatchObject({
      [prompt_id]: {
        prompt: [
          expect.any(Number),
          prompt_id,
          graph,
          { client_id: 'quiet', extra_pnginfo: { workflow: { id: 'w1', nodes: [] } } },
          ['9', '10'],
        ],
        outputs: { '9': { images: [{ filename: file?.filename, subfolder: '', type: 'output' }] } },
        status: { status_str: 'success', completed: true },
      },
    });
    expect(ended[3]).toMatchObject({
      id: prompt_id,
      status: 'completed',
      workflow_id: 'w1',
      workflow: { prompt: graph },
    });
  });

  it('is removed from errors of the server, which are otherwise unchanged', async () => {
    const { heard } = await ran(workflow('a green dog', { checkpoint: 'bad.safetensors' }));
    const error = heard.find(({ type }) => type === 'execution_error');
    expect(error?.data).toMatchObject({
      node_type: 'CheckpointLoaderSimple',
      exception_message: 'Error while deserializing header: header too large\n',
    });
    const answer = await client().post('/prompt', {
      prompt: workflow('a green dog', { checkpoint: 'missing.safetensors' }),
    });
    expect(answer.status).toBe(400);
    const body = await answer.json();
    expect(body).toMatchObject({
      error: { type: 'prompt_outputs_failed_validation' },
      node_errors: { '4': { errors: [{ type: 'value_not_in_list' }] } },
    });
    const [{ extra_info }] = body.node_errors['4'].errors;
    expect(extra_info.received_value.toSorted()).toEqual(['a green dog', 'fog']);
  });
});

describe('texts', () => {
  it('are evaluated as the server evaluates them', async () => {
    const [half, rest] = [BANNED.slice(0, 4), BANNED.slice(4)];
    const split = (a: string, b: string): Graph => ({
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
      '20': { class_type: 'StringConcatenate', inputs: { string_a: a, string_b: ['21', 0], delimiter: '' } },
      '21': { class_type: 'PrimitiveString', inputs: { value: b } },
    });
    const { heard } = await ran(workflow('', { nodes: split(half, rest) }));
    expect(heard.map(({ type }) => type)).toContain('execution_error');
    expect(upstream.state.encoded).toEqual([]);
    await ran(workflow('', { nodes: split('a green ', 'dog') }));
    expect(upstream.state.sampled[0]?.prompt).toBe('a green dog');
  });

  it('may be anything in a negative prompt', async () => {
    const { files } = await ran(workflow('a green dog', { negative: BANNED }));
    expect(files).toHaveLength(1);
    expect(upstream.state.sampled[0]?.negative).toContain(BANNED);
  });

  it('may not come from an unknown node', async () => {
    const from = (class_type: string): Graph => ({
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
      '20': { class_type, inputs: {} },
    });
    const { heard } = await ran(workflow('', { nodes: from('SomebodysTexts') }));
    const error = heard.find(({ type }) => type === 'execution_error');
    expect(error?.data.exception_message).toContain('allowedNodes');
    expect(upstream.state.encoded).toEqual([]);
    const { files } = await ran(workflow('', { nodes: from('PromptOfTheDay') }));
    expect(files).toHaveLength(1);
  });

  it('that the server makes are screened, too', async () => {
    const nodes: Graph = {
      '20': { class_type: 'PreviewAny', inputs: { source: ['21', 0] } },
      '21': { class_type: 'PrimitiveString', inputs: { value: 'a green dog' } },
    };
    const { heard, prompt_id } = await ran(workflow('a green dog', { nodes }));
    const told = heard.find(({ type, data }) => type === 'executed' && data.node === '20');
    expect(told?.data.output).toEqual({ text: ['a green dog'] });
    expect(await client().json(`/history/${prompt_id}`)).toHaveProperty(
      [prompt_id, 'outputs', '20', 'text', 0],
      'a green dog',
    );
  });
});

describe('pictures', () => {
  it('are judged once for all routes that show them', async () => {
    judged = 0;
    const { files } = await ran(workflow('an azure dog, quite alone'));
    const [file] = files;
    const before = judged;
    for (const more of [{}, { rand: '0.5' }, { preview: 'webp;90' }, { channel: 'rgb' }]) {
      const { colour, format, answer } = await look(file, more);
      expect({ colour, format }).toEqual({ colour: 'azure', format: 'jpeg' });
      expect(answer.headers.get('content-type')).toBe('image/jpeg');
      expect(answer.headers.get('x-shoji-images')).toBe('blur');
    }
    expect(judged).toBe(before + 1);
  });

  it('are blurred when their prompt has a warning', async () => {
    const warning = engine({
      policy: { ...presets.standard, warnedPrompt: 'blur' },
      rules: [
        {
          name: 'rules',
          covers: ['suggestive'],
          match: (text) => (text.includes('swim') ? [finding('suggestive', 0.6)] : []),
        },
      ],
    });
    const warned = await startProxy([comfyui({ url: upstream.url })], { engine: warning });
    const { files } = await ran(workflow('a green dog that swims'), warned);
    const { answer, format } = await look(files[0], {}, warned);
    expect(answer.headers.get('x-shoji-images')).toBe('blur');
    expect(answer.headers.get('x-shoji-prompt')).toBe('warn');
    expect(format).toBe('jpeg');
    await warned.close();
  });

  it('are replaced by labels, or by an error if the operator chose errors', async () => {
    const { files } = await ran(workflow('a crimson dog'));
    const { colour, answer } = await look(files[0]);
    expect([colour, answer.status]).toEqual(['paper', 200]);
    expect(answer.headers.get('x-shoji-warnings')).toBe('image_nudity');
    const strict = await startProxy([comfyui({ url: upstream.url, blocked: 'error' })]);
    const { files: others } = await ran(workflow('a crimson dog'), strict);
    const refused = await api(strict.url).view(others[0] as ImageFile);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: { message: 'This picture is withheld. Reason: nudity.' },
    });
    await strict.close();
  });

  it.each([
    'filename=x.png&filename=ComfyUI_00001_.png',
    'filename=../ComfyUI_00001_.png',
    'filename=..%2FComfyUI_00001_.png',
    'filename=%252e%252e%252fx.png',
    'filename=ComfyUI_00001_.png%20[temp][output]',
    'filename=ComfyUI_00001_.png&type=models',
    'filename=ComfyUI_00001_.png&subfolder=..',
    'filename=ComfyUI_00001_.png&subfolder=/etc',
    'filename=C:ComfyUI_00001_.png',
    'filename=blake3:0123',
    'filename=',
    '',
  ])('are not found by %s', async (query) => {
    expect((await client().call(`/view?${query}`)).ok).toBe(false);
    expect((await client().call(`/api/view?${query}`)).ok).toBe(false);
  });
});

describe('input pictures', () => {
  const upload = async (colour: 'green' | 'azure', fields: Record<string, string> = {}, kind = 'image') => {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(await picture(colour))]), 'dog.png');
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return client().call(`/upload/${kind}`, { method: 'POST', body: form });
  };

  it('are judged before the server gets them', async () => {
    expect((await upload('green', { overwrite: 'true' })).status).toBe(200);
    const refused = await upload('azure');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: { message: 'The picture sent was refused. Reason: nudity.' },
    });
    for (const fields of [{ subfolder: '../x' }, { type: 'output' }, { note: 'x' }, { subfolder: BANNED }])
      expect((await upload('green', fields as Record<string, string>)).status).toBe(400);
    expect([...upstream.state.files.keys()].filter((key) => key.startsWith('input/'))).toHaveLength(1);
  });

  it('may have a mask, of which only the alpha channel counts', async () => {
    await upload('green');
    const form = new FormData();
    const mask = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#d0102080' } })
      .png()
      .toBuffer();
    form.append('image', new Blob([new Uint8Array(mask)]), 'mask.png');
    form.append('original_ref', JSON.stringify({ filename: 'dog.png', subfolder: '', type: 'input' }));
    const answer = await client().call('/upload/mask', { method: 'POST', body: form });
    expect(await answer.json()).toEqual({ name: 'mask.png', subfolder: '', type: 'input' });
    const [key = ''] = [...upstream.state.files.keys()].filter((each) => each.endsWith('mask.png'));
    const { data } = await sharp(upstream.state.files.get(key)).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).toEqual([0, 0, 0, 128]);
  });

  it('keep their transparency, and lose the colours under it', async () => {
    const send = async (background: string, name: string) => {
      const form = new FormData();
      const create = { width: 64, height: 64, channels: 4, background } as const;
      form.append('image', new Blob([new Uint8Array(await sharp({ create }).png().toBuffer())]), name);
      return (await client().call('/upload/image', { method: 'POST', body: form })).status;
    };
    expect(await send('#20a04080', 'clear.png')).toBe(200);
    const [key = ''] = [...upstream.state.files.keys()].filter((each) => each.endsWith('clear.png'));
    const { data } = await sharp(upstream.state.files.get(key)).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).toEqual([32, 160, 64, 128]);
    expect(await send('#d0102001', 'hidden.png')).toBe(400);
  });

  it('may come from an earlier run only if they are clear', async () => {
    const from = (image: string): Graph => ({
      '1': { class_type: 'LoadImage', inputs: { image } },
      '2': { class_type: 'SaveImage', inputs: { filename_prefix: 'copy', images: ['1', 0] } },
    });
    const names = async (prompt: string) => (await ran(workflow(prompt))).files[0]?.filename ?? '';
    const [green, azure] = [await names('a green dog'), await names('an azure dog')];
    const { files } = await ran(from(`${green} [output]`));
    expect((await look(files[0])).colour).toBe('green');
    const { heard } = await ran(from(`${azure} [output]`));
    expect(heard.find(({ type }) => type === 'execution_error')?.data.exception_message).toBe(
      'The picture sent was refused. Reason: nudity.',
    );
    expect((await client().post('/prompt', { prompt: from('nothing.png [temp]') })).status).toBe(400);
  });
});

it('keeps seeds to the last digit', async () => {
  const seed = '18446744073709551615';
  const body = JSON.stringify({ prompt: workflow('a green dog') }).replace(
    '"seed":1,',
    () => `"seed":${seed},`,
  );
  const answer = await client().call('/prompt', { method: 'POST', body });
  const { prompt_id } = await answer.json();
  const sent = upstream.requests.find(({ method, path }) => method === 'POST' && path === '/prompt');
  expect(String(sent?.body)).toContain(`"seed":${seed},`);
  const job = await (await client().call(`/api/jobs/${prompt_id}`)).text();
  const queued = await (await client().call('/queue')).text();
  const ended = await (await client().call(`/history/${prompt_id}`)).text();
  expect(`${job}${queued}${ended}`).toContain(`"seed":${seed},`);
});

describe('the other routes', () => {
  it.each([
    '/system_stats',
    '/features',
    '/embeddings',
    '/models',
    '/models/checkpoints',
    '/extensions',
    '/prompt',
    '/object_info',
    '/object_info/Primitive%20boolean%20%5BCrystools%5D',
  ])('pass %s on, with and without /api', async (path) => {
    const direct = await (await fetch(upstream.url + path)).json();
    expect(await client().json(path)).toEqual(direct);
    expect(await client().json(`/api${path}`)).toEqual(direct);
  });

  it('are denied, with the setting that opens them', async () => {
    const answer = await client().call('/api/settings');
    expect(answer.status).toBe(403);
    expect((await answer.json()).error.message).toContain('comfyui({ allow: ["GET /api/settings"] })');
    for (const path of [
      '/internal/logs',
      '/internal/files/output',
      '/view_metadata/checkpoints?filename=x',
      '/users',
      '/api/userdata/x',
      '/manager/reboot',
      '/api/api/prompt',
    ])
      expect((await client().call(path)).status).toBe(403);
    expect(await client().json('/userdata')).toEqual(['a workflow of somebody']);
  });

  it('refuse pages of other origins unless the operator lists them', async () => {
    const named = 'https://app.example.com';
    const open = await startProxy([comfyui({ url: upstream.url })], { origins: [named] });
    const from = async (origin: string, at: string) =>
      (await api(at, { Origin: origin }).post('/prompt', { prompt: workflow('a green dog') })).status;
    expect(await from('https://example.com', proxy.url)).toBe(403);
    expect(await from(proxy.url, proxy.url)).toBe(200);
    expect(await from(named, open.url)).toBe(200);
    await open.close();
  });

  it('leave the paths of other protocols to them', async () => {
    const other = await startAutomatic1111();
    const both = await startProxy([automatic1111({ url: other.url }), comfyui({ url: upstream.url })]);
    expect(await api(both.url).json('/queue')).toEqual({ queue_running: [], queue_pending: [] });
    expect(await api(both.url).json('/sdapi/v1/samplers')).toHaveLength(1);
    expect((await api(both.url).post('/queue/join', {})).status).toBe(403);
    await both.close();
    await other.close();
  });

  it('stop a call whose client has disconnected', async () => {
    upstream.state.hold = true;
    const slow = engine({
      classifiers: [
        {
          name: 'slow',
          covers: [],
          classify: (_, { signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        },
      ],
    });
    const waiting = await startProxy([comfyui({ url: upstream.url })], { engine: slow });
    const abort = new AbortController();
    const asked = upstream.next();
    const call = fetch(`${waiting.url}/prompt`, {
      method: 'POST',
      body: JSON.stringify({ prompt: workflow('a green dog') }),
      signal: abort.signal,
    });
    await asked;
    abort.abort();
    await expect(call).rejects.toThrow();
    await waiting.close();
    expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});
