import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import { BANNED } from '../../../testing/engine.ts';
import { coloursIn, shadesOf } from '../../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../../testing/recorder.ts';
import { comfyAt, runOf } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { upload } from './upload.ts';

const [green, azure] = await Promise.all([shadesOf('green'), shadesOf('azure')]);
const { folder } = tenantOf('somebody');

let server: UpstreamServer;
let comfy: Comfy;
let stored: unknown;
let status: number;
let found: Buffer | undefined;
beforeEach(async () => {
  stored = { name: 'cat.png', subfolder: folder, type: 'input' };
  found = green;
  status = 200;
  server = await startRecorder(({ method }, response) => {
    if (method === 'POST') json(response, stored, status);
    else if (found) response.writeHead(200, { 'content-type': 'image/png' }).end(found);
    else response.writeHead(404).end();
  });
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

type Parts = Readonly<Record<string, string | Buffer>>;

function post(kind: 'image' | 'mask', parts: Parts, filename = 'cat.png') {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') body.append(name, value);
    else body.append(name, new Blob([new Uint8Array(value)], { type: 'image/png' }), filename);
  }
  return upload(comfy, callOf({ request: new Request('http://127.0.0.1/', { method: 'POST', body }) }), kind);
}

/** The forms that the server received: their paths, texts and files. */
async function sent() {
  const posted = server.requests.filter(({ method }) => method === 'POST');
  return Promise.all(
    posted.map(async ({ path, headers, body }) => {
      const request = new Request(server.url, {
        method: 'POST',
        headers: { 'content-type': headers['content-type'] ?? '' },
        body: new Uint8Array(body),
      });
      const form = [...(await request.formData())];
      const texts = form.filter(([, value]) => typeof value === 'string');
      const files = form.flatMap(([name, value]) =>
        typeof value === 'string' ? [] : [{ name, file: value }],
      );
      return { path, texts: Object.fromEntries(texts), files };
    }),
  );
}

describe('POST /upload/image', () => {
  it('stores a judged picture in the caller’s folder, and returns the name without that folder', async () => {
    stored = { name: 'cat (1).png', subfolder: `${folder}/pets`, type: 'input' };
    const response = await post('image', {
      image: green,
      subfolder: 'pets/',
      overwrite: 'true',
      type: 'input',
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      { name: 'cat (1).png', subfolder: 'pets', type: 'input' },
    ]);
    const [form, ...more] = await sent();
    expect(more).toEqual([]);
    expect([form?.path, form?.texts]).toEqual([
      '/upload/image',
      { type: 'input', subfolder: `${folder}/pets`, overwrite: 'true' },
    ]);
    expect(form?.files.map(({ name, file }) => [name, file.name, file.type])).toEqual([
      ['image', 'cat.png', 'image/png'],
    ]);
    const bytes = new Uint8Array((await form?.files[0]?.file.arrayBuffer()) ?? []);
    expect(await coloursIn(bytes)).toEqual(['green']);
  });

  it.each([
    ['1', { overwrite: 'true' }],
    ['true', { overwrite: 'true' }],
    ['false', {}],
    ['trueish', {}],
    ['untrue', {}],
    ['11', {}],
  ])('with overwrite=%s sends %j', async (overwrite, told) => {
    await post('image', { image: green, overwrite });
    expect((await sent())[0]?.texts).toEqual({ type: 'input', subfolder: folder, ...told });
  });

  it('returns an empty folder for the top of the caller’s folder, and for one that is not the caller’s', async () => {
    expect(await (await post('image', { image: green })).json()).toMatchObject({ subfolder: '' });
    stored = { name: 'cat.png', subfolder: tenantOf('other').folder, type: 'input' };
    expect(await (await post('image', { image: green })).json()).toMatchObject({ subfolder: '' });
  });

  it('stores no picture that is not clear', async () => {
    await expect(post('image', { image: azure })).rejects.toMatchObject({ reason: { what: 'input' } });
    await expect(post('image', { image: Buffer.from('no picture') })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(server.requests).toEqual([]);
  });

  it('judges the name and the folder before it sends them', async () => {
    await expect(post('image', { image: green }, `${BANNED}.png`)).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    await expect(post('image', { image: green, subfolder: BANNED })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    await expect(post('image', { image: green }, '../cat.png')).rejects.toThrow('A file name');
    await expect(post('image', { image: green, subfolder: '../a' })).rejects.toThrow('A subfolder');
    expect(server.requests).toEqual([]);
  });

  it.each<[string, Parts, string]>([
    ['has no file', { subfolder: 'a' }, 'Send one file named image'],
    ['has a file of another name', { picture: green }, 'Send one file named image'],
    ['has two files', { image: green, mask: green }, 'Send one file named image'],
    ['has a further text', { image: green, note: 'a' }, 'Send one file named image'],
    ['names a field of every object', { image: green, constructor: 'a' }, 'Send one file named image'],
    ['is for the output folder', { image: green, type: 'output' }, 'only into the input folder'],
    ['is for temporary files', { image: green, type: 'temp' }, 'only into the input folder'],
  ])('refuses a form that %s', async (_, parts, message) => {
    await expect(post('image', parts)).rejects.toThrow(message);
    expect(server.requests).toEqual([]);
  });

  it('returns the server’s error, as ComfyUI describes it', async () => {
    status = 400;
    stored = { error: { type: 'bad', message: 'no space left on the device', details: '', secret: 'a' } };
    await expect(post('image', { image: green })).rejects.toHaveProperty('body', {
      error: { type: 'bad', message: 'no space left on the device', details: '' },
    });
  });

  it.each([[{ name: 'cat.png' }], [{ subfolder: '', type: 'input' }], [['cat.png']]])(
    'fails if the server answers %j',
    async (answer) => {
      stored = answer;
      await expect(post('image', { image: green })).rejects.toMatchObject({ code: 'answer_unusable' });
    },
  );
});

describe('POST /upload/mask', () => {
  const ref = (parts: object = {}) => JSON.stringify({ filename: 'cat.png', type: 'input', ...parts });

  it('sends only the alpha channel of a mask, for a picture in the caller’s folder', async () => {
    await post('mask', { image: green, original_ref: ref({ subfolder: 'pets' }) });
    expect(server.requests[0]?.path).toBe(
      `/view?${new URLSearchParams({ filename: 'cat.png', subfolder: `${folder}/pets`, type: 'input' })}`,
    );
    const [form] = await sent();
    expect([form?.path, form?.texts.type, form?.texts.subfolder]).toEqual(['/upload/mask', 'input', folder]);
    expect(JSON.parse(String(form?.texts.original_ref))).toEqual({
      ...{ filename: 'cat.png', subfolder: `${folder}/pets`, type: 'input' },
    });
    const bytes = new Uint8Array((await form?.files[0]?.file.arrayBuffer()) ?? []);
    // Only the alpha channel is left, and none of the colours.
    expect(await coloursIn(bytes)).toEqual(['other']);
  });

  it('judges a picture that the server made, and not an uploaded one, which was judged before', async () => {
    found = azure;
    await post('mask', { image: green, original_ref: ref() });
    await expect(
      post('mask', { image: green, original_ref: ref({ type: undefined }) }),
    ).rejects.toMatchObject({
      reason: { what: 'input' },
    });
    found = green;
    comfy.runs.made({ filename: 'cat.png', subfolder: '', type: 'temp' }, runOf(), 'place');
    await post('mask', { image: green, original_ref: ref({ type: 'temp' }) });
    const references = (await sent()).map(({ texts }) => JSON.parse(String(texts.original_ref)));
    expect(references).toEqual([
      { filename: 'cat.png', subfolder: folder, type: 'input' },
      { filename: 'cat.png', subfolder: 'place', type: 'temp' },
    ]);
  });

  it('refuses a missing picture', async () => {
    found = undefined;
    await expect(post('mask', { image: green, original_ref: ref() })).rejects.toThrow(
      'There is no picture cat.png.',
    );
    await expect(post('mask', { image: green, original_ref: ref({ type: 'temp' }) })).rejects.toThrow(
      'There is no picture',
    );
  });

  it.each([
    [undefined],
    ['[]'],
    ['{"filename":7}'],
    ['{'],
    [ref({ type: 'models' })],
    [ref({ filename: '../a' })],
  ])('refuses the reference %s', async (original_ref) => {
    const parts = original_ref === undefined ? {} : { original_ref };
    await expect(post('mask', { image: green, ...parts })).rejects.toMatchObject({ status: 400 });
    expect(server.requests).toEqual([]);
  });

  it('names the form of a missing reference', async () => {
    await expect(post('mask', { image: green })).rejects.toThrow('original_ref must be {"filename"');
  });
});
