import { deflateSync, gzipSync } from 'node:zlib';
import { openai } from '@shoji/edge-proxy';
import { json, planted, type RawRequest, send, startRecorder, stringPlaces } from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BANNED, engine, type RunningProxy, startProxy } from '../clients/support.ts';
import { type OpenAiServer, startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { picturesIn, strangeJson } from './properties.ts';

let upstream: OpenAiServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startOpenAi();
  proxy = await startProxy([openai({ url: upstream.url, negativePrompt: 'sd_cpp_extra_args' })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const GENERATIONS = '/v1/images/generations';
const typed = { 'content-type': 'application/json' };
const body = (fields: object) => JSON.stringify({ model: 'gpt-image-1', prompt: 'a green dog', ...fields });
const banned = body({ prompt: BANNED });
const [half, rest] = [BANNED.slice(0, 3), BANNED.slice(3)];
const post = (
  content: string | Uint8Array,
  headers: RawRequest['headers'] = typed,
  path = GENERATIONS,
): RawRequest => ({
  path,
  headers,
  body: content,
});
const prompt = (text: string) => post(body({ prompt: text }));
/** As long as clients make it, because a parser may refuse a short boundary. */
const BOUNDARY = '----a-boundary-7MA4YWxkTrZu0gW';
const formType = `multipart/form-data; boundary=${BOUNDARY}`;
const form = (parts: string): RawRequest =>
  post(`${parts}--${BOUNDARY}--\r\n`, { 'content-type': formType }, '/v1/images/edits');
const part = (head: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const clean = part('name="prompt"', 'a green dog');

/** Ways to get an unread text to the model. The first ones worked on real servers. */
const WAYS: Record<string, RawRequest> = {
  'as it is': prompt(BANNED),
  'a percent-encoded path': post(banned, typed, '/v1/images/%67enerations'),
  'a path encoded twice': post(banned, typed, '/v1/images/%2567enerations'),
  'an encoded slash': post(banned, typed, '/v1/images%2Fgenerations'),
  'two slashes': post(banned, typed, '/v1//images/generations'),
  'a slash at the end': post(banned, typed, `${GENERATIONS}/`),
  'dots in the path': post(banned, typed, '/v1/models/../images/generations'),
  'encoded dots in the path': post(banned, typed, '/v1/models/%2e%2e/images/generations'),
  'a matrix parameter': post(banned, typed, `${GENERATIONS};a=b`),
  'a null byte in the path': post(banned, typed, `${GENERATIONS}%00`),
  'upper case in the path': post(banned, typed, '/V1/Images/Generations'),
  'a fragment in the path': post(banned, typed, `${GENERATIONS}%23`),
  'another method': { ...post(banned), method: 'PUT' },
  'a header that overrides the path': post(banned, { ...typed, 'x-original-url': GENERATIONS }, '/v1/models'),
  gzip: post(gzipSync(banned), { ...typed, 'content-encoding': 'gzip' }),
  deflate: post(deflateSync(banned), { ...typed, 'content-encoding': 'deflate' }),
  'an encoding called twice': post(gzipSync(banned), { ...typed, 'content-encoding': 'identity, gzip' }),
  'an unknown encoding': post(banned, { ...typed, 'content-encoding': 'x-none' }),
  'UTF-16': post(Buffer.from(banned, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
  'UTF-16 that is not named': post(Buffer.from(banned, 'utf16le')),
  'UTF-7': post(banned.replace(BANNED, '+AG0-armalade'), {
    'content-type': 'application/json; charset=utf-7',
  }),
  'two charsets': post(banned, { 'content-type': 'application/json; charset=utf-8; charset=utf-16' }),
  'a byte order mark': post(`\ufeff${banned}`),
  'plain text as the type': post(banned, { 'content-type': 'text/plain;charset=UTF-8' }),
  'no type': post(banned, {}),
  'a form type for JSON': post(banned, { 'content-type': 'application/x-www-form-urlencoded' }),
  'a key twice, the clean one last': post(`{"prompt":"${BANNED}","prompt":"a green dog"}`),
  'a key twice, the clean one first': post(`{"prompt":"a green dog","prompt":"${BANNED}"}`),
  'a key twice, once escaped': post(`{"prompt":"a green dog","pr\\u006fmpt":"${BANNED}"}`),
  'a key twice, deep inside': post(`{"prompt":"a dog","x":{"y":"a","y":"${BANNED}"}}`),
  'an escaped text': post(`{"prompt":"\\u006d${BANNED.slice(1)}"}`),
  'half a character': post(`{"prompt":"\\ud800 ${BANNED}"}`),
  'a prototype': post(`{"prompt":"a dog","__proto__":{"prompt":"${BANNED}"}}`),
  'JSON after JSON': post(`${body({})}${banned}`),
  'a comment in JSON': post(`{"prompt":"a dog"/*"prompt":"${BANNED}"*/}`),
  'a list for a text': post(body({ prompt: [BANNED] })),
  'an object for a text': post(body({ prompt: { text: BANNED } })),
  'an unknown field': post(body({ further_prompt: BANNED })),
  'a negative prompt that the model paints': post(body({ negative_prompt: BANNED, guidance_scale: 0.5 })),
  'a negative prompt of a weight below zero': post(body({ negative_prompt: `(${BANNED}:-1)` })),
  'an unknown object': post(body({ extra_body: { prompt: BANNED } })),
  'a key that speaks': post(body({ [BANNED]: 1 })),
  'a name that speaks': post(body({ user: `the user wants ${BANNED}` })),
  'a style that speaks': post(body({ style: BANNED })),
  'arguments of stable-diffusion.cpp': prompt(`a dog <sd_cpp_extra_args>{"prompt":"x"}</sd_cpp_extra_args>`),
  'arguments with gaps': prompt(`a dog < SD_CPP_EXTRA_ARGS >{"prompt":"${half}"}`),
  emphasis: prompt(`(${half})(${rest}:1.2)`),
  'a schedule': prompt(`${half}[x::0]${rest}`),
  alternation: prompt(`a [dog|${BANNED}]`),
  'zero-width characters': prompt(`${half}\u200b${rest}`),
  'full-width letters': prompt(
    [...BANNED].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join(''),
  ),
  'letters set apart': prompt([...BANNED].join(' ')),
  'a picture by address': post(
    body({ images: [{ image_url: `http://127.0.0.1/${BANNED}.png` }] }),
    typed,
    '/v1/images/edits',
  ),
  'a stored file': post(body({ images: [{ file_id: BANNED }] }), typed, '/v1/images/edits'),
  'a file of the server': post(body({ image: `/${BANNED}.png` }), typed, '/v1/images/edits'),
  'the query': post(body({}), typed, `${GENERATIONS}?prompt=${BANNED}`),
  'a header': post(body({}), { ...typed, 'openai-organization': BANNED }),
  'a header beside a key': post(body({}), {
    ...typed,
    authorization: 'Bearer sk-client',
    'openai-organization': BANNED,
  }),
  'a model’s name in the path': { method: 'GET', path: `/v1/models/${BANNED}` },
  'the prompt twice in a form': form(clean + part('name="prompt"', BANNED)),
  'a form with an unknown field': form(clean + part('name="style_2"', BANNED)),
  'a form with a field that speaks': form(clean + part(`name="${BANNED}"`, 'a')),
  'a form in base64': form(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="prompt"\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(BANNED)}\r\n`,
  ),
  'a form in UTF-16': form(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="prompt"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n${BANNED}\r\n`,
  ),
  'a form that names its charset': form(clean + part('name="_charset_"', 'utf-16')),
  'a form with a file for a prompt': form(part('name="prompt"; filename="a.txt"', BANNED)),
  'a form whose file’s name speaks': form(
    clean + part(`name="image"; filename="${BANNED}.png"`, 'no picture'),
  ),
  'another API on the same server': post(body({ input: BANNED }), typed, '/v1/responses'),
  'a chat on the same server': post(body({ messages: [{ content: BANNED }] }), typed, '/v1/chat/completions'),
};

/** Ways in which the text is dropped and the rest of the request is passed on. */
const LEFT_BEHIND = ['the query'];

it.each(Object.entries(WAYS))('does not let a text through by %s', async (name, request) => {
  const { status } = await send(proxy.url, request);
  const heard = upstream
    .heard()
    .replaceAll(/[\u200b"\\ ]/g, '')
    .toLowerCase();
  expect(heard).not.toContain(BANNED);
  expect(heard).not.toContain(`${half})(${rest}`);
  // A text that only the server would assemble is not visible in the request, so there must be no request.
  expect(upstream.requests.length > 0 ? status : name).toBe(LEFT_BEHIND.includes(name) ? 200 : name);
  if (upstream.requests.length === 0) expect(status).toBeGreaterThanOrEqual(400);
});

it('adds the negative prompt if the server supports it, and does not show it', async () => {
  const answer = await send(proxy.url, post(body({ model: 'dall-e-3' })));
  expect(upstream.heard()).toContain('<sd_cpp_extra_args>');
  expect(answer.status).toBe(200);
  expect(answer.body).not.toContain('sd_cpp_extra_args');
});

it('lets no unscreened text through, anywhere in a request', async () => {
  const data = `data:image/png;base64,${(await picture('green')).toString('base64')}`;
  const bases = [
    {
      path: GENERATIONS,
      fields: { model: 'm', prompt: 'a dog', size: '64x64', style: 'vivid', user: 'me', n: 1 },
    },
    {
      path: '/v1/images/edits',
      fields: { prompt: 'a hat', images: [{ image_url: data }], mask: { image_url: data } },
    },
  ];
  const text = fc.constantFrom(BANNED, `a ${BANNED} dog`, BANNED.toUpperCase());
  const request = fc
    .record({
      base: fc.constantFrom(...bases),
      text,
      extra: strangeJson(text),
      where: fc.nat(),
      asKey: fc.boolean(),
    })
    .map(({ base, text, extra, where, asKey }) => {
      const withExtra = { ...base.fields, extra: asKey ? { [text]: extra } : extra, last: text };
      const positions = stringPlaces(withExtra);
      return {
        path: base.path,
        fields: planted(withExtra, positions[where % positions.length] ?? ['last'], text),
      };
    });
  await fc.assert(
    fc.asyncProperty(request, async ({ path, fields }) => {
      await send(proxy.url, post(JSON.stringify(fields), typed, path));
      expect(upstream.heard().toLowerCase()).not.toContain(BANNED);
    }),
    { numRuns: 150 },
  );
});

it('lets no unscreened text through, anywhere in a form', async () => {
  const tried = new Set<number>();
  const file = (await picture('green')).toString('latin1');
  const text = fc.constantFrom(BANNED, `a ${BANNED} dog`, BANNED.toUpperCase());
  const name = fc.constantFrom('prompt', 'model', 'size', 'user', 'image', 'image[]', 'mask', 'stream', 'x');
  const harmless = fc.record({ name, value: fc.constantFrom('a dog', '1', '', file) });
  const planted = fc
    .record({ name, text, where: fc.constantFrom('name', 'value', 'filename', 'type', 'header') })
    .map(({ name, text, where }) => {
      const head = where === 'name' ? text : name;
      const more = where === 'filename' ? `; filename="${text}.png"` : '';
      const type = where === 'type' ? `\r\nContent-Type: text/plain; note=${text}` : '';
      const header = where === 'header' ? `\r\nX-Note: ${text}` : '';
      const value = where === 'value' ? text : file;
      return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${head}"${more}${type}${header}\r\n\r\n${value}\r\n`;
    });
  const parts = fc.record({ before: fc.array(harmless, { maxLength: 3 }), planted, quoted: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(parts, async ({ before, planted, quoted }) => {
      const written = before.map(({ name, value }) =>
        part(`name="${name}"${value === file ? '; filename="a.png"' : ''}`, value),
      );
      const content = Buffer.from(`${written.join('')}${planted}--${BOUNDARY}--\r\n`, 'latin1');
      const type = `multipart/form-data; boundary=${quoted ? JSON.stringify(BOUNDARY) : BOUNDARY}`;
      upstream.reset();
      const { status } = await send(proxy.url, post(content, { 'content-type': type }, '/v1/images/edits'));
      expect(upstream.heard().toLowerCase()).not.toContain(BANNED);
      tried.add(status);
    }),
    { numRuns: 100 },
  );
  // Some were passed on without the text, and some were refused: the generator makes both.
  expect([...tried]).toEqual(expect.arrayContaining([200, 400]));
});

it('lets no unscreened picture out, anywhere in an answer', async () => {
  const crimson = (await picture('crimson')).toString('base64');
  const green = (await picture('green')).toString('base64');
  const anywhere = strangeJson(
    fc.constantFrom(crimson, `data:image/png;base64,${crimson}`, `see ${crimson}`, 'words'),
  );
  const answers = fc.record({
    created: fc.constant(1),
    data: fc.array(
      fc.oneof(
        fc.record({ b64_json: fc.constantFrom(crimson, green), revised_prompt: anywhere }),
        fc.record({ url: fc.constantFrom(`data:image/png;base64,${crimson}`, green) }),
        anywhere,
      ),
      { minLength: 1, maxLength: 2 },
    ),
    usage: anywhere,
    extra: anywhere,
    error: fc.option(anywhere, { nil: undefined }),
  });
  let answer: unknown;
  let status = 200;
  const server = await startRecorder((_, response) => json(response, answer, status));
  const strange = await startProxy(
    [openai({ url: server.url, allow: ['POST /v1/responses', 'GET /v1/files'] })],
    {
      engine: engine(),
    },
  );
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(
      answers,
      fc.constantFrom(200, 200, 400, 500),
      fc.boolean(),
      async (value, code, stream) => {
        [answer, status] = [value, code];
        const calls = [
          post(body({ n: 2, stream })),
          post(body({}), typed, '/v1/responses'),
          { method: 'GET', path: '/v1/files' },
        ];
        for (const call of calls) {
          const { body: said } = await send(strange.url, call);
          const colours = await picturesIn(said);
          expect(colours).not.toContain('crimson');
          shown += colours.length;
        }
      },
    ),
    // So many that a picture is shown often enough, below, by any seed.
    { numRuns: 150 },
  );
  expect(shown).toBeGreaterThan(5);
  await Promise.all([strange.close(), server.close()]);
});
