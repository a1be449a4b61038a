/** The error for a client whose picture cannot be read: a client error, reported once and not retried. */
import { automatic1111, bedrockRuntime, comfyui, openai, sagemakerRuntime } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';
import { type RunningProxy, startProxy } from './support.ts';

const DRAWN = sharp({ create: { width: 64, height: 64, channels: 3, background: 'green' } });
const ACCEPTED = 'Send a PNG, JPEG, WebP or GIF picture.';
const ascii = (text: string) => Buffer.from(text, 'latin1');

/** Files that are no readable pictures, with the message about each. */
const FILES: Readonly<Record<string, readonly [file: Promise<Buffer> | Buffer, said: string]>> = {
  'a damaged PNG': [
    picture('green').then((whole) => whole.subarray(0, whole.length / 2)),
    'The picture is damaged:',
  ],
  'a PNG whose chunks are broken': [
    picture('green').then((whole) => Buffer.concat([whole.subarray(0, 33), Buffer.alloc(200, 0xff)])),
    'The picture is damaged:',
  ],
  'plain text': [ascii('no picture at all'), `The bytes are not a picture. ${ACCEPTED}`],
  'an SVG': [
    ascii('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>'),
    `SVG pictures are not accepted. ${ACCEPTED}`,
  ],
  'a TIFF': [DRAWN.clone().tiff().toBuffer(), `TIFF pictures are not accepted. ${ACCEPTED}`],
  'an AVIF': [DRAWN.clone().avif().toBuffer(), `AVIF pictures are not accepted. ${ACCEPTED}`],
  'a HEIC': [ascii('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), `HEIC pictures are not accepted. ${ACCEPTED}`],
  'a PDF': [ascii('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), `PDF documents are not accepted. ${ACCEPTED}`],
  'an mp4': [
    ascii('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41'),
    `MP4 and QuickTime films are not accepted. ${ACCEPTED}`,
  ],
};

const aws = (endpointUrl: string) => ({
  endpointUrl,
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
});

let servers: UpstreamServer[];
let proxy: RunningProxy;
beforeAll(async () => {
  const [web, comfy, images, endpoint, bedrock] = await Promise.all([
    startAutomatic1111(),
    startComfyUi(),
    startOpenAi(),
    startSageMaker(),
    startBedrock(),
  ]);
  servers = [web, comfy, images, endpoint, bedrock];
  proxy = await startProxy([
    automatic1111({ url: web.url }),
    comfyui({ url: comfy.url }),
    openai({ url: images.url }),
    sagemakerRuntime(aws(endpoint.url)),
    bedrockRuntime(aws(bedrock.url)),
  ]);
});
afterAll(() => Promise.all([proxy.close(), ...servers.map((server) => server.close())]));

const posted = (path: string, body: object) =>
  fetch(proxy.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
const formed = (path: string, file: Buffer, fields: Readonly<Record<string, string>> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('image', new Blob([new Uint8Array(file)], { type: 'image/png' }), 'dog.png');
  return fetch(proxy.url + path, { method: 'POST', body: form });
};

/** Every route for pictures, with the place of the message in its protocol. */
const DOORS: Readonly<Record<string, [send: (file: Buffer) => Promise<Response>, said: string[]]>> = {
  img2img: [
    (file) => posted('/sdapi/v1/img2img', { prompt: 'a green dog', init_images: [file.toString('base64')] }),
    ['detail'],
  ],
  'a mask of img2img': [
    async (file) => {
      const init_images = [(await picture('green')).toString('base64')];
      return posted('/sdapi/v1/img2img', { prompt: 'a dog', init_images, mask: file.toString('base64') });
    },
    ['detail'],
  ],
  interrogate: [
    (file) => posted('/sdapi/v1/interrogate', { image: file.toString('base64'), model: 'clip' }),
    ['detail'],
  ],
  'png-info': [(file) => posted('/sdapi/v1/png-info', { image: file.toString('base64') }), ['detail']],
  'an upscaler': [
    (file) =>
      posted('/sdapi/v1/extra-single-image', { image: file.toString('base64'), upscaler_1: 'Lanczos' }),
    ['detail'],
  ],
  'an upload to ComfyUI': [(file) => formed('/upload/image', file), ['error', 'message']],
  'an edit of OpenAI’s': [
    (file) => formed('/v1/images/edits', file, { prompt: 'a hat', model: 'gpt-image-1' }),
    ['error', 'message'],
  ],
  'a variation of OpenAI’s': [(file) => formed('/v1/images/variations', file), ['error', 'message']],
  SageMaker: [
    (file) =>
      posted('/endpoints/sd21/invocations', { prompt: 'a green dog', image: file.toString('base64') }),
    ['Message'],
  ],
  Bedrock: [
    (file) =>
      posted('/model/stability.sd3-5-large-v1%3A0/invoke', {
        prompt: 'a green dog',
        mode: 'image-to-image',
        image: file.toString('base64'),
        strength: 0.5,
      }),
    ['message'],
  ],
  'our own moderations': [
    (file) => posted('/v1/moderations', { input: [{ type: 'image', b64: file.toString('base64') }] }),
    ['detail'],
  ],
  'OpenAI’s moderations': [
    (file) => {
      const url = `data:image/png;base64,${file.toString('base64')}`;
      return posted('/v1/moderations', { input: [{ type: 'image_url', image_url: { url } }] });
    },
    ['error', 'message'],
  ],
};

describe.each(Object.entries(DOORS))('%s', (door, [send, where]) => {
  it.each(Object.entries(FILES))('refuses %s and lists the accepted formats', async (file, [bytes, said]) => {
    // png-info decodes no pixels, so that a picture with truncated pixels is complete for it.
    if (door === 'png-info' && file === 'a damaged PNG') return;
    const response = await send(await bytes);
    let told: unknown = await response.json();
    expect([response.status, JSON.stringify(told)]).toEqual([400, expect.stringContaining(said)]);
    for (const key of where) told = Object.entries(told ?? {}).find(([name]) => name === key)?.[1];
    expect(told).toContain(said);
    expect(servers.flatMap(({ requests }) => requests)).toEqual([]);
  });
});
