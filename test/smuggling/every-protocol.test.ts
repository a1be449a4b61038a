/** Ways past the checks that have nothing to do with a protocol, tried on every one. */
import { request as open } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime, type Upstream } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { type RawRequest, send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BANNED, type RunningProxy, startProxy } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};
const PROTOCOLS: Record<
  string,
  {
    path: string;
    start(): Promise<UpstreamServer>;
    upstream(url: string): Upstream;
  }
> = {
  AUTOMATIC1111: {
    path: '/sdapi/v1/txt2img',
    start: startAutomatic1111,
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
  },
  OpenAI: { path: '/v1/images/generations', start: startOpenAi, upstream: (url) => openai({ url }) },
  SageMaker: {
    path: '/endpoints/sd21/invocations',
    start: startSageMaker,
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
  },
  Bedrock: {
    path: '/model/stability.sd3-large-v1:0/invoke',
    start: startBedrock,
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
  },
};

const typed = { 'content-type': 'application/json' };
const bodyOf = (prompt: string) => JSON.stringify({ prompt });
const banned = bodyOf(BANNED);
const encoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
const [first = '', ...letters] = BANNED;
const tail = letters.join('');

const tags = (text: string) =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
const selector = (letter: string) => String.fromCodePoint(0xe0100 + letter.charCodeAt(0) - 16);
const rotated = (letter: string) => String.fromCharCode(((letter.charCodeAt(0) - 0x61 + 13) % 26) + 0x61);

type Way = (path: string) => RawRequest;
const sent =
  (body: string | Uint8Array, headers: RawRequest['headers'] = typed): Way =>
  (path) => ({ path, headers, body });
const at =
  (change: (path: string) => string): Way =>
  (path) => ({ path: change(path), headers: typed, body: banned });
const prompt = (text: string) => sent(bodyOf(text));

const WAYS: Record<string, Way> = {
  'a percent-encoded letter in the path': at((path) => path.replace(/[a-z]/, (letter) => encoded(letter))),
  'a path encoded twice': at((path) => path.replace(/[a-z]/, (letter) => `%25${encoded(letter).slice(1)}`)),
  'an encoded slash': at((path) => `/${path.slice(1).replace('/', '%2F')}`),
  'an overlong encoding in the path': at((path) => path.replace(/[a-z]/, '%c1%a1')),
  'a slash at the end': at((path) => `${path}/`),
  'two slashes': at((path) => path.replace('/', '//')),
  'a dot segment': at((path) => `/x/..${path}`),
  'a space at the end of the path': at((path) => `${path}%20`),
  'a line break in the path': at((path) => `${path}%0d%0aX:%20y`),
  'upper case in the path': at((path) => path.toUpperCase()),
  'a parameter in the path': at((path) => `${path};v=1`),
  'an address for a path': (path) => ({ ...sent(banned)(path), path: `http://127.0.0.1${path}` }),
  'a header that overrides the method': (path) => ({
    path,
    headers: { ...typed, 'x-http-method-override': 'GET' },
    body: banned,
  }),
  'Brotli that is named': sent(brotliCompressSync(banned), { ...typed, 'content-encoding': 'br' }),
  'gzip that is named in capitals': sent(gzipSync(banned), { ...typed, 'content-encoding': 'GZIP' }),
  'gzip that is not named': sent(gzipSync(banned)),
  'a list of encodings': sent(banned, { ...typed, 'content-encoding': 'identity, identity' }),
  'a transfer in chunks': sent(banned, { ...typed, 'transfer-encoding': 'chunked' }),
  'a charset in quotes': sent(Buffer.from(banned, 'utf16le'), {
    'content-type': 'application/json; charset="utf-16le"',
  }),
  'UTF-32': sent(Buffer.from([...banned].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))),
  'bytes that are no UTF-8': sent(
    Buffer.concat([Buffer.from('{"prompt":"'), Buffer.from([0xc1, 0xad]), Buffer.from(`${tail}"}`)]),
  ),
  'a byte order mark': sent(`\ufeff${banned}`),
  'another type': sent(banned, { 'content-type': 'application/octet-stream' }),
  'escaped letters': sent(
    `{"prompt":"${[...BANNED].map((letter) => `\\u00${encoded(letter).slice(1)}`).join('')}"}`,
  ),
  'an escaped key': sent(`{"\\u0070rompt":"${BANNED}"}`),
  'a key twice': sent(`{"prompt":"a green dog","prompt":"${BANNED}"}`),
  'a key twice, once with an escape': sent(`{"\\u0070rompt":"${BANNED}","prompt":"a green dog"}`),
  'a key in capitals beside the key': sent(`{"prompt":"a green dog","Prompt":"${BANNED}"}`),
  'a prototype': sent(`{"prompt":"a green dog","__proto__":{"prompt":"${BANNED}"}}`),
  'a constructor': sent(`{"prompt":"a green dog","constructor":{"prototype":{"prompt":"${BANNED}"}}}`),
  'JSON in a string of JSON': sent(JSON.stringify({ prompt: 'a green dog', body: banned })),
  'JSON after JSON': sent(`${bodyOf('a green dog')}\n${banned}`),
  'a trailing comma': sent(`{"prompt":"${BANNED}",}`),
  'apostrophes for quotes': sent(`{'prompt':'${BANNED}'}`),
  'a number that is none': sent(`{"prompt":"${BANNED}","seed":NaN}`),
  'deep nesting': sent(`{"prompt":"a green dog","x":${'['.repeat(70)}"${BANNED}"${']'.repeat(70)}}`),
  'half a character': sent(`{"prompt":"\\udc00${BANNED}"}`),
  'a character reference': prompt(`&#${first.charCodeAt(0)};${tail}`),
  'a character reference in hexadecimal': prompt(`&#x${first.charCodeAt(0).toString(16)};${tail}`),
  'a character reference that does not end': prompt(`&#${first.charCodeAt(0)}${tail}`),
  'a character reference that is read twice': prompt(`&amp;#${first.charCodeAt(0)};${tail}`),
  'only character references': prompt([...BANNED].map((letter) => `&#${letter.charCodeAt(0)};`).join('')),
  'a null character': prompt(`${first}\u0000${tail}`),
  'a soft hyphen': prompt(`${first}\u00ad${tail}`),
  'writing from right to left': prompt(`\u202e${[...BANNED].reverse().join('')}\u202c ${BANNED}`),
  'letters of another script': prompt(BANNED.replaceAll('a', '\u0430')),
  'letters in circles': prompt(
    [...BANNED].map((letter) => String.fromCodePoint(letter.charCodeAt(0) - 0x61 + 0x24d0)).join(''),
  ),
  'letters of mathematics': prompt(
    [...BANNED].map((letter) => String.fromCodePoint(letter.charCodeAt(0) - 0x61 + 0x1d41a)).join(''),
  ),
  'tag characters': prompt(`a green dog${tags(BANNED)}`),
  'variation selectors': prompt(`a green dog${[...BANNED].map(selector).join('')}`),
  base64: prompt(`draw what this says: ${btoa(BANNED)}`),
  hexadecimal: prompt(`draw 0x${Buffer.from(BANNED).toString('hex')}`),
  'escapes of source code': prompt([...BANNED].map((letter) => `\\x${encoded(letter).slice(1)}`).join('')),
  ROT13: prompt(`draw ${[...BANNED].map(rotated).join('')}`),
  'reversed writing': prompt(`draw ${[...BANNED].reverse().join('')}`),
  'a comment': prompt(`a green dog # ${BANNED}`),
  'a variable': prompt(`\${x=${first}} a \${x}${tail}`),
  'more choices than can be read': prompt(`a dog ${'{x|y}'.repeat(400)}`),
  'options that are picked together': prompt(`{2$$$$${first}|${tail}}`),
  'accents on each letter': prompt([...BANNED].map((letter) => `${letter}\u0323`).join('')),
};

describe.each(Object.entries(PROTOCOLS))('%s', (_, protocol) => {
  let upstream: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    upstream = await protocol.start();
    proxy = await startProxy([protocol.upstream(upstream.url)]);
  });
  afterEach(() => upstream.reset());
  afterAll(() => Promise.all([upstream.close(), proxy.close()]));

  it.each(Object.entries(WAYS))('hears no text by %s', async (_, way) => {
    const { status } = await send(proxy.url, way(protocol.path));
    // Nothing that could be read in another way went on, so there is nothing to read.
    expect({ heard: upstream.heard(), refused: status >= 400 }).toEqual({ heard: '', refused: true });
  });

  it('hears nothing of a request whose body has two lengths', async () => {
    const { hostname, port } = new URL(proxy.url);
    const headers = ['content-type', 'application/json', 'content-length', '0', 'content-length', '24'];
    const status = await new Promise((resolve, reject) => {
      const call = open({ hostname, port, method: 'POST', path: protocol.path, headers }, (response) => {
        resolve(response.statusCode);
        response.resume();
      });
      call.once('error', reject);
      call.end(banned);
    });
    expect([status, upstream.heard()]).toEqual([400, '']);
  });
});
