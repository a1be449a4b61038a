/** Pictures anywhere in a server's answer, in any encoding: only screened ones reach the client. */
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime, type Upstream } from '@shoji/edge-proxy';
import {
  ENCODINGS,
  json,
  leaks,
  placesOf,
  planted,
  send,
  startRecorder,
  type UpstreamServer,
} from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { picture } from '../upstreams/pictures.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};
const green = (await picture('green')).toString('base64');

const INFO = {
  prompt: 'a dog',
  all_prompts: ['a dog'],
  seed: 1,
  all_seeds: [1],
  sampler_name: 'Euler a',
  extra_generation_params: { Version: 'v1' },
  index_of_first_image: 0,
  infotexts: ['a dog\nSteps: 20, Seed: 1'],
};
const FASTAPI = {
  error: 'RuntimeError',
  detail: [{ loc: ['body'], msg: 'bad', type: 'value_error' }],
  errors: 'x',
};
const OPENAI_ERROR = { error: { message: 'bad', type: 'invalid_request_error', param: null, code: 'x' } };

/** A server's answers by path, good ones and errors. */
const SDAPI: Record<string, object> = {
  '/sdapi/v1/txt2img': { images: [green], parameters: {}, info: INFO },
  '/sdapi/v1/interrogate': { caption: 'a green square' },
  '/sdapi/v1/extra-single-image': { html_info: '<p>done</p>', image: green },
  '/controlnet/detect': { images: [green], info: 'Success' },
  '/sdapi/v1/options': { sd_model_checkpoint: 'a', samples_format: 'png', list: ['a'] },
  '/sdapi/v1/cmd-flags': { api: true, port: 7860 },
  '/sdapi/v1/samplers': [{ name: 'Euler a', aliases: ['k'], options: { a: 'b' } }],
  '/sdapi/v1/schedulers': [
    { name: 'a', label: 'A', aliases: null, default_rho: -1, need_inner_model: false },
  ],
  '/sdapi/v1/upscalers': [{ name: 'a', model_name: null, model_path: '/a', model_url: null, scale: 4 }],
  '/sdapi/v1/sd-models': [
    { title: 'a', model_name: 'a', hash: '0123', sha256: null, filename: '/a', config: null },
  ],
  '/sdapi/v1/hypernetworks': [{ name: 'a', path: '/a' }],
  '/sdapi/v1/prompt-styles': [{ name: 'a', prompt: 'a', negative_prompt: 'b' }],
  '/sdapi/v1/embeddings': { loaded: { a: { step: 1, shape: 768, vectors: 1 } }, skipped: {} },
  '/sdapi/v1/memory': { ram: { free: 1 }, cuda: { system: { free: 1 } } },
  '/sdapi/v1/scripts': { txt2img: ['a'], img2img: ['a'] },
  '/sdapi/v1/script-info': [{ name: 'a', args: [{ label: 'a', value: 1, choices: ['a'] }] }],
  '/sdapi/v1/extensions': [{ name: 'a', remote: 'a', branch: 'a', version: 'a', enabled: true }],
  '/sdapi/v1/loras': [{ name: 'a', alias: 'a', path: '/a', metadata: { thumbnail: 'a' } }],
  '/sdapi/v1/history': { a: ['b'], c: { d: 1 } },
  '/controlnet/model_list': { model_list: ['a'] },
  '/controlnet/module_list': {
    module_list: ['a'],
    module_detail: { a: { sliders: [{ name: 'a', value: 1 }] } },
  },
  '/controlnet/control_types': { control_types: { All: { module_list: ['a'], default_option: 'a' } } },
};
const POSTED = /txt2img|interrogate|extra-single|detect/;

interface Protocol {
  upstream(url: string): Upstream;
  /** The proxy's path, the request, and the server's answer. */
  readonly calls: readonly (readonly [path: string, body: object | undefined, answer: object])[];
  readonly failure: object;
}

const PROTOCOLS: Record<string, Protocol> = {
  AUTOMATIC1111: {
    upstream: (url) => automatic1111({ url, allow: ['GET /sdapi/v1/history'] }),
    calls: Object.entries(SDAPI).map(([path, answer]) => [
      path,
      POSTED.test(path) ? { prompt: 'a dog', image: green } : undefined,
      answer,
    ]),
    failure: FASTAPI,
  },
  OpenAI: {
    upstream: (url) => openai({ url, allow: ['GET /v1/files'] }),
    calls: [
      [
        '/v1/images/generations',
        { prompt: 'a dog' },
        {
          created: 1,
          data: [{ b64_json: green, revised_prompt: 'a dog' }],
          usage: { total_tokens: 1 },
          size: 'auto',
        },
      ],
      [
        '/v1/models',
        undefined,
        { object: 'list', data: [{ id: 'a', object: 'model', created: 1, owned_by: 'b' }] },
      ],
      [
        '/v1/models/a',
        undefined,
        { id: 'a', object: 'model', created: 1, owned_by: 'b', description: 'words' },
      ],
      ['/v1/files', undefined, { data: [{ id: 'a', bytes: 1 }] }],
    ],
    failure: OPENAI_ERROR,
  },
  SageMaker: {
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
    calls: [
      ['/endpoints/a/invocations', { prompt: 'a dog' }, { generated_images: [green], prompt: 'a dog' }],
      [
        '/endpoints/b/invocations',
        { prompt: 'a dog' },
        { result: 'success', artifacts: [{ seed: 1, base64: green, finishReason: 'SUCCESS' }] },
      ],
    ],
    failure: { Message: 'bad', OriginalMessage: 'worse', OriginalStatusCode: 400 },
  },
  Bedrock: {
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws }),
    calls: [
      [
        '/model/stability.sd3-large-v1:0/invoke',
        { prompt: 'a dog' },
        { seeds: [1], finish_reasons: [null], images: [green] },
      ],
    ],
    failure: { message: 'bad' },
  },
};

// Small ones of noise, because they are the hardest to distinguish from words.
const noise = Buffer.from(
  Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 7919 + ((at * at) % 251)) & 255),
);
const image = sharp(noise, { raw: { width: 16, height: 16, channels: 3 } });
const files = [
  await image.png().toBuffer(),
  await image.jpeg({ quality: 40 }).toBuffer(),
  await image.webp({ quality: 30 }).toBuffer(),
  // One with metadata, which has many zeros.
  await picture('crimson'),
];
/** The fields in which a protocol has pictures; their contents are screened, or replaced by a label. */
const OWN = /images|image|b64_json|base64|generated_images/;

describe.each(Object.entries(PROTOCOLS))('%s', (_, { upstream, calls, failure }) => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  let answer: unknown;
  let status = 200;
  beforeAll(async () => {
    server = await startRecorder((_request, response) => json(response, answer, status));
    proxy = await startProxy([upstream(server.url)]);
  });
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  const asked = fc.record({
    call: fc.constantFrom(...calls),
    where: fc.nat(),
    file: fc.constantFrom(...files),
    fails: fc.constantFrom(200, 200, 200, 400, 500),
    // As the whole answer, or as JSON in a string, which only A1111 uses.
    quoted: fc.boolean(),
  });

  it.each(Object.entries(ENCODINGS))('lets no picture out as %s', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ call: [path, sent, good], where, file, fails, quoted }) => {
        const written = encode(file);
        const base = fails === 200 ? good : failure;
        const places = placesOf(base).filter((place) => !OWN.test(place.join('.')));
        const told = planted(base, places[where % places.length] ?? ['more'], written);
        const info =
          typeof told === 'object' && told !== null && 'info' in told && quoted
            ? { ...told, info: JSON.stringify(told.info) }
            : told;
        [answer, status] = [info, fails];
        const headers = { 'content-type': 'application/json' };
        const request = sent
          ? { path, headers, body: JSON.stringify(sent) }
          : ({ method: 'GET', path } as const);
        const { body } = await send(proxy.url, request);
        const heard: unknown = JSON.parse(body || 'null');
        expect(leaks(heard, written)).toBe(false);
        // `info` is JSON in a string, which a client reads as well.
        if (typeof heard === 'object' && heard !== null && 'info' in heard && typeof heard.info === 'string')
          expect(leaks(heard.info.startsWith('{') ? JSON.parse(heard.info) : heard.info, written)).toBe(
            false,
          );
      }),
      { numRuns: 5 },
    );
  });
});

/** Events of a stream, with other fields beside their pictures. */
const EVENTS: readonly object[] = [
  {
    type: 'image_generation.partial_image',
    b64_json: green,
    partial_image_index: 0,
    created_at: 1,
    size: '64x64',
    quality: 'low',
    background: 'opaque',
    output_format: 'png',
  },
  {
    type: 'image_generation.completed',
    b64_json: green,
    revised_prompt: 'a dog',
    usage: { total_tokens: 1, input_tokens_details: { text_tokens: 1 } },
  },
  { type: 'error', ...OPENAI_ERROR },
  { type: 'keepalive', sequence_number: 1 },
];

describe('a stream of events', () => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  let stream = '';
  beforeAll(async () => {
    server = await startRecorder((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream);
    });
    proxy = await startProxy([openai({ url: server.url })]);
  });
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  const asked = fc.record({
    event: fc.constantFrom(...EVENTS),
    where: fc.nat(),
    file: fc.constantFrom(...files),
    // In the data, in the event's name, its id, a comment, or as data that is not JSON.
    field: fc.constantFrom('json', 'json', 'json', 'event', 'id', '', 'data'),
  });

  it.each(Object.entries(ENCODINGS))('lets no picture out as %s', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ event, where, file, field }) => {
        const written = encode(file);
        const places = placesOf(event).filter((place) => !OWN.test(place.join('.')));
        const data = field === 'json' ? planted(event, places[where % places.length] ?? [], written) : event;
        const line = typeof written === 'string' ? written.replace(/[\r\n]+/g, '') : JSON.stringify(written);
        const beside = field === 'json' ? '' : `${field}: ${line}\n\n`;
        stream = `data: ${JSON.stringify(data)}\n\n${beside}data: ${JSON.stringify(EVENTS[1])}\n\n`;
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ prompt: 'a dog', stream: true });
        const told = await send(proxy.url, { path: '/v1/images/generations', headers, body });
        const heard = told.body
          .split('\n')
          .map((each) => (each.startsWith('data: {') ? JSON.parse(each.slice(6)) : each));
        expect(leaks(heard, written)).toBe(false);
      }),
      { numRuns: 4 },
    );
  });
});

describe('an upstream’s headers and status text', () => {
  it('reach no client', async () => {
    const mark = 'ofthisnothingistold';
    const server = await startRecorder((request, response) => {
      const status =
        [200, 302, 401, 429, 500][Number(new URL(request.path, 'http://a').pathname.slice(-1))] ?? 200;
      response.statusMessage = mark;
      response.writeHead(status, {
        'content-type': 'application/json',
        'retry-after': mark,
        'www-authenticate': `Basic realm="${mark}"`,
        'set-cookie': mark,
        location: `/${mark}`,
        'content-disposition': mark,
        'x-amzn-errortype': mark,
        etag: mark,
        'x-other': mark,
      });
      response.end('{}');
    });
    const allow = [0, 1, 2, 3, 4].map((at) => `GET /sdapi/v1/x${at}`);
    const proxy = await startProxy([automatic1111({ url: server.url, allow })]);
    const answers = await Promise.all(
      allow.map((route) => fetch(proxy.url + route.slice(4), { redirect: 'manual' })),
    );
    const told = await Promise.all(
      answers.map(
        async (each) => `${each.statusText} ${JSON.stringify([...each.headers])} ${await each.text()}`,
      ),
    );
    await Promise.all([server.close(), proxy.close()]);
    expect(server.requests).toHaveLength(5);
    expect(told.join('\n')).not.toContain(mark);
  });
});
