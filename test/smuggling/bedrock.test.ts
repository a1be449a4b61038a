import { gzipSync } from 'node:zlib';
import { bedrockRuntime } from '@shoji/edge-proxy';
import {
  json,
  planted,
  type RawRequest,
  send,
  startRecorder,
  stringPlaces,
  type UpstreamServer,
} from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BANNED, type RunningProxy, startProxy } from '../clients/support.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { picturesIn, strangeJson } from './properties.ts';

const credentials = { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' };
let upstream: UpstreamServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startBedrock();
  proxy = await startProxy([bedrockRuntime({ endpointUrl: upstream.url, region: 'us-west-2', credentials })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const PATH = '/model/stability.stable-image-core-v1%3A1/invoke';
const typed = { 'content-type': 'application/json' };
const raw = (body: string | Uint8Array, headers: RawRequest['headers'] = typed, path = PATH): RawRequest => ({
  path,
  headers,
  body,
});
const post = (fields: object, headers = {}) => raw(JSON.stringify(fields), { ...typed, ...headers });

const WAYS: Record<string, RawRequest> = {
  'as it is': post({ prompt: BANNED }),
  'text prompts': post({ text_prompts: [{ text: 'a dog' }, { text: BANNED }] }),
  'an unknown field': post({ prompt: 'a dog', search_prompt: BANNED }),
  'a field of Titan': post({ prompt: 'a dog', textToImageParams: { text: BANNED } }),
  'a key that speaks': post({ prompt: 'a dog', [BANNED]: 1 }),
  'a key twice': raw(`{"prompt":"a dog","prompt":"${BANNED}"}`),
  'an escaped text': raw(`{"prompt":"\\u006d${BANNED.slice(1)}"}`),
  'guidance that turns round': post({
    text_prompts: [{ text: 'a dog' }, { text: BANNED, weight: -1 }],
    cfg_scale: 0,
  }),
  'a weight that is a text': post({ text_prompts: [{ text: BANNED, weight: '-1' }] }),
  'a mode that speaks': post({ prompt: 'a dog', mode: BANNED }),
  'a URI in place of a picture': post({ prompt: 'a dog', image: `s3://bucket/${BANNED}.png` }),
  gzip: raw(gzipSync(`{"prompt":"${BANNED}"}`), { ...typed, 'content-encoding': 'gzip' }),
  'UTF-16': raw(Buffer.from(`{"prompt":"${BANNED}"}`, 'utf16le')),
  'another model': raw(`{"prompt":"${BANNED}"}`, typed, '/model/amazon.titan-image-generator-v1/invoke'),
  'a model’s name that speaks': raw('{"prompt":"a dog"}', typed, `/model/stability.${BANNED}/invoke`),
  'an ARN for a name': raw(`{"prompt":"${BANNED}"}`, typed, '/model/arn%3Aaws%3Abedrock%3Ax%2Fy/invoke'),
  'a path encoded twice': raw(`{"prompt":"${BANNED}"}`, typed, '/model/stability.x%253A1/invoke'),
  'a stream': raw(`{"prompt":"${BANNED}"}`, typed, PATH.replace('invoke', 'invoke-with-response-stream')),
  'a conversation': raw(`{"messages":[{"content":"${BANNED}"}]}`, typed, PATH.replace('invoke', 'converse')),
  'a header of the operation': post({ prompt: 'a dog' }, { 'x-amzn-bedrock-trace': BANNED }),
};
/** Ways in which the text is dropped and the rest of the request is passed on. */
const LEFT_BEHIND = ['a header of the operation'];

it.each(Object.entries(WAYS))('does not let a text through by %s', async (name, request) => {
  const { body } = await send(proxy.url, request);
  const heard = `${upstream.heard()} ${JSON.stringify(upstream.requests.map(({ headers }) => headers))}`;
  expect(heard).not.toContain(BANNED);
  expect(upstream.requests.length).toBe(LEFT_BEHIND.includes(name) ? 1 : 0);
  if (!LEFT_BEHIND.includes(name)) expect(await picturesIn(body)).toEqual([]);
});

it('lets no unscreened text through, anywhere in a request', async () => {
  const bases = [
    { prompt: 'a dog', mode: 'text-to-image', aspect_ratio: '1:1', output_format: 'png' },
    { text_prompts: [{ text: 'a dog', weight: 1 }], style_preset: 'anime' },
  ];
  const banned = fc.constantFrom(BANNED, `a ${BANNED} dog`, BANNED.toUpperCase());
  const request = fc
    .record({ base: fc.constantFrom(...bases), text: banned, extra: strangeJson(banned), where: fc.nat() })
    .map(({ base, text, extra, where }) => {
      const fields = { ...base, extra, last: text };
      const positions = stringPlaces(fields);
      return planted(fields, positions[where % positions.length] ?? ['last'], text);
    });
  await fc.assert(
    fc.asyncProperty(request, async (fields) => {
      await send(proxy.url, raw(JSON.stringify(fields)));
      expect(upstream.heard().toLowerCase()).not.toContain(BANNED);
    }),
    { numRuns: 100 },
  );
});

it('lets no unscreened picture out, anywhere in an answer', async () => {
  const crimson = (await picture('crimson')).toString('base64');
  const green = (await picture('green')).toString('base64');
  const anywhere = strangeJson(fc.constantFrom(crimson, `data:image/png;base64,${crimson}`, 'words'));
  const image = fc.oneof(fc.constantFrom(crimson, green), anywhere);
  const answers = fc.record(
    {
      images: fc.array(image, { maxLength: 2 }),
      seeds: fc.array(anywhere, { maxLength: 2 }),
      finish_reasons: fc.array(fc.oneof(fc.constant(null), anywhere), { maxLength: 2 }),
      artifacts: fc.array(fc.record({ base64: image, seed: anywhere, finishReason: anywhere }), {
        maxLength: 2,
      }),
      message: anywhere,
      extra: anywhere,
    },
    { requiredKeys: [] },
  );
  let answer: unknown;
  let status = 200;
  const server = await startRecorder((_, response) => json(response, answer, status));
  const strange = await startProxy([
    bedrockRuntime({ endpointUrl: server.url, region: 'us-west-2', credentials }),
  ]);
  const paths = [PATH, '/model/stability.stable-diffusion-xl-v1/invoke'];
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(
      answers,
      fc.constantFrom(200, 200, 400, 424),
      fc.constantFrom(...paths),
      async (value, code, path) => {
        [answer, status] = [value, code];
        const { body } = await send(strange.url, raw('{"prompt":"a dog"}', typed, path));
        const colours = await picturesIn(body);
        expect(colours).not.toContain('crimson');
        shown += colours.length;
      },
    ),
    // So many that a picture is shown often enough, below, by any seed.
    { numRuns: 450 },
  );
  expect(shown).toBeGreaterThan(3);
  await Promise.all([strange.close(), server.close()]);
});
