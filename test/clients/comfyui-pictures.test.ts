import { presets } from '@shoji/core';
import { finding } from '@shoji/core/testing';
import { comfyui } from '@shoji/edge-proxy';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { api, type Graph, type ImageFile, lookAt, runWorkflow, workflow } from './comfyui-client.ts';
import { BANNED, byColour, engine, type RunningProxy, startProxy } from './support.ts';

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
const ran = (graph: Graph, at = proxy) => runWorkflow(at, graph);
const look = (file: ImageFile | undefined, more = {}, at = proxy) => lookAt(at, file, more);

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
