import { afterEach, beforeEach, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { stylesOf } from './styles.ts';

let server: UpstreamServer;
let told: unknown;
let status: number;
beforeEach(async () => {
  status = 200;
  server = await startRecorder((_, response) => json(response, told, status));
});
afterEach(() => server.close());

const ask = () => stylesOf(upstreamClient(server.url), callOf());

it('reads the additions of each style, and nothing from an empty text', async () => {
  told = [
    { name: 'Film', prompt: '{prompt}, grain', negative_prompt: 'flat', filename: 'styles.csv' },
    { name: 'Bare', prompt: null },
  ];
  expect(await ask()).toEqual([
    { name: 'Film', prompt: '{prompt}, grain', negativePrompt: 'flat' },
    { name: 'Bare', prompt: '', negativePrompt: '' },
  ]);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /sdapi/v1/prompt-styles',
  ]);
});

it('fails when the server returns an error', async () => {
  status = 404;
  told = { detail: 'Not Found', secret: 'a' };
  const failed = await ask().catch((error: unknown) => error);
  expect(failed).toHaveProperty('status', 404);
  expect(failed).toHaveProperty('body', { detail: 'Not Found' });
});
