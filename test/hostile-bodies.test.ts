import { fakeEngine } from '@shoji/core/testing';
import { createApp } from '@shoji/edge-proxy';
import { createLog, startServer } from '@shoji/edge-proxy/node';
import { sharpCodec } from '@shoji/pixels';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promisedPng } from './hostile-pictures.ts';

const MEGABYTE = 1_000_000;
const access = { keys: [], origins: [], maxBodyBytes: 24 * MEGABYTE };
const engine = { ...fakeEngine(), codec: sharpCodec() };

describe('a picture sent to be judged', () => {
  const judge = (bytes: Uint8Array) =>
    createApp(engine, { access }).request('/v1/moderations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ input: [{ type: 'image', b64: Buffer.from(bytes).toString('base64') }] }),
    });
  const plain = () => sharp({ create: { width: 100, height: 100, channels: 3, background: '#c33' } });

  it('is judged if it is a picture', async () => {
    expect((await judge(await plain().png().toBuffer())).status).toBe(200);
  });

  it.each([
    ['a pixel bomb of 20,000 pixels a side', async () => promisedPng(20_000), /10,?000/],
    ['a pixel bomb under the side limit', async () => promisedPng(9_999), /pixels/],
    ['a truncated file', async () => (await plain().png().toBuffer()).subarray(0, 60), /damaged/],
    ['a GIF of more frames than are judged', async () => gif(33), /33 frames; at most 32/],
    ['a web page', async () => Buffer.from('<!doctype html><script>alert(1)</script>'), /picture/],
    ['a vector drawing', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG|picture/],
  ])('%s is refused with the limit and the remedy', async (_, make, detail) => {
    const response = await judge(await make());
    expect(response.status).toBe(400);
    const body = await response.json();
    expect(body).toMatchObject({ code: 'invalid_request', detail: expect.stringMatching(detail) });
    expect(body.detail).toMatch(/^input\.0\.b64: /);
  });

  it('that is also a script is accepted as a picture only', async () => {
    const polyglot = Buffer.concat([
      await plain().png().toBuffer(),
      Buffer.from('<script>alert(1)</script>'),
    ]);
    expect((await judge(polyglot)).status).toBe(200);
  });
});

/** An animation of different greys. */
async function gif(frames: number): Promise<Buffer> {
  const data = Uint8Array.from(
    { length: 32 * 32 * frames * 3 },
    (_, at) => 7 * Math.floor(at / (32 * 32 * 3)),
  );
  return sharp(data, { raw: { width: 32, height: 32 * frames, channels: 3, pageHeight: 32 } })
    .gif()
    .toBuffer();
}

describe('a body of 40 MB', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer({
      engine,
      access,
      log: createLog('silent'),
      host: '127.0.0.1',
      port: 0,
    });
  });
  afterAll(() => server.stop(1_000));

  it.each(['/v1/moderations', '/v1/generations'])('is refused by %s with a clear answer', async (path) => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.alloc(40 * MEGABYTE, 0x20),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 'payload_too_large',
      detail: expect.stringContaining('24000000'),
    });
  });

  it('is refused at the limit without Content-Length, and is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += MEGABYTE;
        if (sent > 400 * MEGABYTE) controller.close();
        else controller.enqueue(new Uint8Array(MEGABYTE).fill(0x20));
      },
    });
    const request = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as const;
    const status = await fetch(`${server.url}/v1/moderations`, request).then(
      (response) => response.status,
      () => 'connection closed',
    );
    expect([413, 'connection closed']).toContain(status);
    expect(sent).toBeLessThan(400 * MEGABYTE);
  });
});
