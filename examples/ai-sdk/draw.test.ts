import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { resolvePolicy } from '@shoji/core';
import { encodeRgb } from '@shoji/pixels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawWith } from './draw.ts';
import { engine } from './engine.ts';

// A server that draws a grey square and records its requests.
const asked: unknown[] = [];
const server = createServer(async (request, response) => {
  asked.push(JSON.parse(await text(request)));
  const square = { data: new Uint8Array(64 * 64 * 3).fill(0x60), width: 64, height: 64 };
  const { bytes } = await encodeRgb(square);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: [{ b64_json: Buffer.from(bytes).toString('base64') }] }));
});
let api: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => server.close());

// The first prompt waits for the models to load.
it('draws a screened picture, with the predefined negative prompt', { timeout: 60_000 }, async () => {
  const drawn = await drawWith(engine, api)('a dog in a suit');
  expect(drawn).toEqual({ picture: expect.any(Uint8Array), reasons: [] });
  expect(asked).toMatchObject([
    { prompt: 'a dog in a suit', negative_prompt: expect.stringContaining('nude') },
  ]);
});

it('says why a picture is blurred', async () => {
  const drawn = await drawWith(engine, api)('a sexy woman');
  expect(drawn).toEqual({
    picture: expect.any(Uint8Array),
    reasons: expect.arrayContaining(['Shoji: Blurred because the prompt has a warning.']),
  });
});

it('says why a prompt is refused, and does not call the model', async () => {
  asked.length = 0;
  const strict = { ...engine, policy: resolvePolicy('strict') };
  const drawn = await drawWith(strict, api)('a sexy woman');
  expect(drawn).toEqual({ refused: 'prompt', reasons: [expect.stringContaining('prompt')] });
  expect(asked).toEqual([]);
});
