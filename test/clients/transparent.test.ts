/** Transparent pictures keep their transparency, and lose all pixels that only another background would show. */
import { openai } from '@shoji/edge-proxy';
import { json, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import OpenAI, { APIError, toFile } from 'openai';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: UpstreamServer;
let proxy: RunningProxy;
let client: OpenAI;
/** The model's picture: a square of one colour on a transparent background. */
let made: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  upstream = await startRecorder((_, response) =>
    json(response, {
      created: 1,
      background: 'transparent',
      output_format: 'png',
      data: [{ b64_json: made.toString('base64') }],
    }),
  );
  proxy = await startProxy([openai({ url: upstream.url })]);
  client = new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk' });
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

type Pixel = readonly [number, number, number, number];

function sticker(on: Pixel, around: Pixel): Promise<Buffer> {
  const data = new Uint8Array(96 * 96 * 4);
  for (let at = 0; at < data.length; at += 4) {
    const [x, y] = [(at / 4) % 96, Math.floor(at / 4 / 96)];
    data.set(x >= 8 && x < 88 && y >= 8 && y < 88 ? on : around, at);
  }
  return sharp(data, { raw: { width: 96, height: 96, channels: 4 } })
    .png()
    .toBuffer();
}
const generate = () =>
  client.images.generate({ model: 'gpt-image-1', prompt: 'a sticker', background: 'transparent' });
const GREEN: Pixel = [0, 200, 60, 255];
const RED = [220, 0, 20] as const;

it('keeps the transparency of a clear picture', async () => {
  made = await sticker(GREEN, [0, 0, 0, 0]);
  const { data = [], background, output_format } = await generate();
  expect([background, output_format]).toEqual(['transparent', 'png']);
  const shown = await sharp(fromBase64(data[0]?.b64_json)).raw().toBuffer({ resolveWithObject: true });
  expect(shown.info.channels).toBe(4);
  expect([...shown.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  const middle = (48 * 96 + 48) * 4;
  expect([...shown.data.subarray(middle, middle + 4)]).toEqual([...GREEN]);
});

it('removes colours under full transparency', async () => {
  made = await sticker([...RED, 0], GREEN);
  const { data = [] } = await generate();
  const { channels } = await sharp(fromBase64(data[0]?.b64_json)).removeAlpha().stats();
  expect(channels[0]?.max).toBe(0);
});

it.each([
  ['plain to see', 255],
  ['too faint for any background', 3],
])('withholds a picture that is %s', async (_, alpha) => {
  made = await sticker([...RED, alpha], [0, 0, 0, 0]);
  const error = await generate().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ code: 'moderation_blocked' });
});

it('sends input pictures to a model opaque, as they were judged', async () => {
  made = await sticker(GREEN, GREEN);
  const image = await toFile(await sticker(GREEN, [0, 0, 0, 0]), 'dog.png', { type: 'image/png' });
  await client.images.edit({ model: 'gpt-image-1', image, prompt: 'a hat' });
  const [asked] = upstream.requests;
  const form = await new Response(new Uint8Array(asked?.body ?? []), {
    headers: { 'content-type': String(asked?.headers['content-type']) },
  }).formData();
  const [sent] = [...form.values()].filter((value) => value instanceof File);
  const bytes = new Uint8Array((await sent?.arrayBuffer()) ?? []);
  expect((await sharp(bytes).metadata()).hasAlpha).toBe(false);
  expect(await seen(bytes)).toMatchObject({ format: 'png' });
});
