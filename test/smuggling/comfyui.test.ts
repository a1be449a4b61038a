import { gzipSync } from 'node:zlib';
import { comfyui } from '@shoji/edge-proxy';
import { planted, type RawRequest, send, stringPlaces } from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Graph, OVER_SOCKET, workflow } from '../clients/comfyui-client.ts';
import { BANNED, type RunningProxy, startProxy } from '../clients/support.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { strangeJson } from './properties.ts';

let upstream: ComfyServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startComfyUi();
  proxy = await startProxy([comfyui({ url: upstream.url, blocked: 'error', allowedNodes: ['Vouched'] })]);
});
beforeEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const typed = { 'content-type': 'application/json' };
const raw = (
  body: string | Uint8Array,
  headers: RawRequest['headers'] = typed,
  path = '/prompt',
): RawRequest => ({ path, headers, body });
const post = (fields: object, path = '/prompt') => raw(JSON.stringify(fields), typed, path);
const nodes = (graph: Graph, prompt = 'a green dog') => post({ prompt: workflow(prompt, { nodes: graph }) });
const banned = JSON.stringify({ prompt: workflow(BANNED) });
const [half, rest] = [BANNED.slice(0, 4), BANNED.slice(4)];

/** The prompt's encoder fed by another node. */
const from = (class_type: string, inputs: Graph[string]['inputs'], more: Graph = {}) =>
  nodes({
    '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
    '20': { class_type, inputs },
    ...more,
  });
const text = (value: string): Graph[string] => ({ class_type: 'PrimitiveString', inputs: { value } });
const form = (kind: string, fields: Record<string, string>, filename = 'dog.png'): RawRequest => {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--x\r\ncontent-disposition: form-data; name="image"; filename="${filename}"\r\n\r\nno picture\r\n`;
  return raw(
    `${parts.join('')}${file}--x--\r\n`,
    { 'content-type': 'multipart/form-data; boundary=x' },
    `/upload/${kind}`,
  );
};

/** Ways to get an unread text to an encoder. The first ones worked on real servers. */
const WAYS: Record<string, RawRequest> = {
  'as it is': raw(banned),
  'the twin': raw(banned, typed, '/api/prompt'),
  'the twin of the twin': raw(banned, typed, '/api/api/prompt'),
  'a percent-encoded path': raw(banned, typed, '/%70rompt'),
  'a percent-encoded twin': raw(banned, typed, '/%61pi%2Fprompt'),
  'a path encoded twice': raw(banned, typed, '/%2570rompt'),
  'two slashes': raw(banned, typed, '//prompt'),
  'a slash at the end': raw(banned, typed, '/prompt/'),
  'a dot': raw(banned, typed, '/./prompt'),
  'an encoded dot': raw(banned, typed, '/%2e/prompt'),
  'two dots': raw(banned, typed, '/queue/../prompt'),
  'capital letters': raw(banned, typed, '/Prompt'),
  'a query': raw(banned, typed, '/prompt?x=/queue'),
  'a semicolon': raw(banned, typed, '/prompt;x'),
  'a backslash': raw(banned, typed, '/\\prompt'),
  'plain text as the type': raw(banned, { 'content-type': 'text/plain;charset=UTF-8' }),
  'bytes as the type': raw(banned, { 'content-type': 'application/octet-stream' }),
  'no type': raw(banned, {}),
  'a form as the type': raw(banned, { 'content-type': 'application/x-www-form-urlencoded' }),
  'a form of parts as the type': raw(banned, { 'content-type': 'multipart/form-data; boundary=x' }),
  gzip: raw(gzipSync(banned), { ...typed, 'content-encoding': 'gzip' }),
  'gzip under another name': raw(gzipSync(banned), { ...typed, 'content-encoding': 'x-gzip' }),
  'UTF-16': raw(Buffer.from(banned, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
  'UTF-16 that nobody declared': raw(Buffer.from(`\ufeff${banned}`, 'utf16le')),
  'UTF-7': raw(banned.replace(BANNED, '+AG0-armalade'), {
    'content-type': 'application/json; charset=utf-7',
  }),
  'a byte order mark': raw(`\ufeff${banned}`),
  'a key twice': raw(
    `{"prompt":${JSON.stringify(workflow('a dog'))},"prompt":${JSON.stringify(workflow(BANNED))}}`,
  ),
  'a key twice, the clean one last': raw(
    `{"prompt":${JSON.stringify(workflow(BANNED))},"prompt":${JSON.stringify(workflow('a dog'))}}`,
  ),
  'a node twice': raw(banned.replace('"7":', '"6":')),
  'a key written in two ways': raw(banned.replace('"text"', '"te\\u0078t":"a dog","text"')),
  'an escaped word': raw(banned.replace(BANNED, () => `\\u006d${BANNED.slice(1)}`)),
  'NaN in the body': raw(banned.replace('"cfg":7', '"cfg":NaN')),
  'infinity in the body': raw(banned.replace('"cfg":7', '"cfg":-Infinity')),
  'a number too large': raw(banned.replace('"cfg":7', '"cfg":1e999')),
  'a comment in the body': raw(`/* x */${banned}`),
  'two values in the body': raw(`${JSON.stringify({ prompt: workflow('a dog') })}${banned}`),
  'a list around the body': raw(`[${banned}]`),
  'two halves': from('StringConcatenate', { string_a: half, string_b: rest, delimiter: '' }),
  'two halves of other nodes': from(
    'StringConcatenate',
    { string_a: ['21', 0], string_b: ['22', 0], delimiter: '' },
    { '21': text(half), '22': text(rest) },
  ),
  'a delimiter': from('StringConcatenate', {
    string_a: half.slice(0, 2),
    string_b: rest,
    delimiter: half.slice(2),
  }),
  'a replacement': from('StringReplace', { string: `a ${half}X`, find: 'X', replace: rest }),
  'a replacement by nothing': from('StringReplace', { string: `a ${half}X${rest}`, find: 'X', replace: '' }),
  'a part of a longer word': from('StringSubstring', {
    string: `xx${BANNED}xx`,
    start: 2,
    end: 2 + BANNED.length,
  }),
  'a part counted from the end': from('StringSubstring', { string: `${half}${rest}xx`, start: 0, end: -2 }),
  'another case': from('CaseConverter', { string: BANNED.toUpperCase(), mode: 'lowercase' }),
  'space around': from('StringTrim', { string: `  ${BANNED}  `, mode: 'Both' }),
  'a regular expression': from('RegexReplace', {
    string: `a ${half}-${rest}`,
    regex_pattern: '-',
    replace: '',
    case_insensitive: true,
    multiline: false,
    dotall: false,
    count: 0,
  }),
  'a group of a regular expression': from('RegexExtract', {
    string: `(${half}${rest})`,
    regex_pattern: '\\((.*)\\)',
    mode: 'First Group',
    case_insensitive: true,
    multiline: false,
    dotall: false,
    group_index: 1,
  }),
  'a node that nobody knows': from('SomebodysTexts', {}),
  'a node that nobody knows, with a text': from('SomebodysTexts', { text: BANNED }),
  'a node that looks like a known one': from('StringConcatenate ', {
    string_a: half,
    string_b: rest,
    delimiter: '',
  }),
  'a class that is no word': from(BANNED, {}),
  'a word through a node that is vouched for': from('Vouched', { deep: BANNED }),
  'a list where a text belongs': nodes({
    '6': { class_type: 'CLIPTextEncode', inputs: { text: [half, rest] as never, clip: ['4', 1] } },
  }),
  'an object where a text belongs': nodes({
    '6': { class_type: 'CLIPTextEncode', inputs: { text: { __value__: [BANNED] } as never, clip: ['4', 1] } },
  }),
  'a text that holds a node': nodes({
    '6': {
      class_type: 'CLIPTextEncode',
      inputs: { text: { class_type: 'PrimitiveString', inputs: { value: BANNED } } as never, clip: ['4', 1] },
    },
  }),
  'an encoder with two texts': nodes({
    '6': {
      class_type: 'CLIPTextEncodeSDXL',
      inputs: {
        text_g: 'a dog',
        text_l: BANNED,
        clip: ['4', 1],
        width: 64,
        height: 64,
        crop_w: 0,
        crop_h: 0,
        target_width: 64,
        target_height: 64,
      },
    },
  }),
  'a second encoder': nodes({
    '30': { class_type: 'CLIPTextEncode', inputs: { text: BANNED, clip: ['4', 1] } },
    '31': {
      class_type: 'ConditioningConcat',
      inputs: { conditioning_to: ['6', 0], conditioning_from: ['30', 0] },
    },
    '3': { class_type: 'KSampler', inputs: { ...(workflow('')['3']?.inputs ?? {}), positive: ['31', 0] } },
  }),
  'both sides from one encoder': nodes(
    {
      '3': {
        class_type: 'KSampler',
        inputs: { ...(workflow('')['3']?.inputs ?? {}), negative: ['6', 0], positive: ['6', 0] },
      },
    },
    BANNED,
  ),
  'sides changed': post({
    prompt: workflow('a dog', {
      negative: BANNED,
      nodes: {
        '3': {
          class_type: 'KSampler',
          inputs: { ...(workflow('')['3']?.inputs ?? {}), positive: ['7', 0], negative: ['6', 0] },
        },
      },
    }),
  }),
  'guidance that turns round': post({
    prompt: workflow('a dog', {
      negative: BANNED,
      nodes: { '3': { class_type: 'KSampler', inputs: { ...(workflow('')['3']?.inputs ?? {}), cfg: 0 } } },
    }),
  }),
  'guidance below zero': post({
    prompt: workflow('a dog', {
      negative: BANNED,
      nodes: { '3': { class_type: 'KSampler', inputs: { ...(workflow('')['3']?.inputs ?? {}), cfg: -7 } } },
    }),
  }),
  'a weight that turns round': post({ prompt: workflow('a dog', { negative: `(${BANNED}:-1)` }) }),
  'emphasis on each letter': post({
    prompt: workflow([...BANNED].map((letter) => `(${letter}:1.1)`).join('')),
  }),
  'a checkpoint that speaks': post({ prompt: workflow('a dog', { checkpoint: `${BANNED}.safetensors` }) }),
  'a file name that speaks': nodes({
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: BANNED, images: ['8', 0] } },
  }),
  'a file’s folder elsewhere': nodes({
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: `../${BANNED}`, images: ['8', 0] } },
  }),
  'a node’s name that speaks': nodes({
    [BANNED]: { class_type: 'PreviewImage', inputs: { images: ['8', 0] } },
  }),
  'an input’s name that speaks': nodes({
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'x', [BANNED]: 1, images: ['8', 0] } },
  }),
  'a name for the prompt': post({ prompt: workflow('a dog'), prompt_id: BANNED }),
  'targets that speak': post({ prompt: workflow('a dog'), partial_execution_targets: [BANNED] }),
  'targets that are no list': post({ prompt: workflow('a dog'), partial_execution_targets: BANNED }),
  'a picture’s name': nodes({
    '12': { class_type: 'LoadImage', inputs: { image: `${BANNED}.png` } },
    '13': { class_type: 'PreviewImage', inputs: { images: ['12', 0] } },
  }),
  'a picture of everybody’s': nodes({
    '12': { class_type: 'LoadImage', inputs: { image: '../x.png' } },
    '13': { class_type: 'PreviewImage', inputs: { images: ['12', 0] } },
  }),
  'a list of models': { method: 'GET', path: `/models/${BANNED}` },
  'a class of nodes': { method: 'GET', path: `/object_info/${BANNED}%20x` },
  'a picture to view': { method: 'GET', path: `/view?filename=${BANNED}.png` },
  'a preview to view': { method: 'GET', path: `/view?filename=x.png&channel=${BANNED}` },
  'the history of a word': { method: 'GET', path: `/history/${BANNED}` },
  'a queue that speaks': post({ delete: [BANNED] }, '/queue'),
  'a history that speaks': post({ delete: [BANNED], clear: BANNED }, '/history'),
  'an interruption that speaks': post({ prompt_id: BANNED }, '/interrupt'),
  'memory that speaks': post({ unload_models: BANNED }, '/free'),
  'an upload’s folder': form('image', { subfolder: BANNED }),
  'an upload’s name': form('image', {}, `${BANNED}.png`),
  'an upload’s further field': form('image', { [BANNED]: 'x' }),
  'a mask’s picture': form('mask', {
    original_ref: JSON.stringify({ filename: `${BANNED}.png`, type: 'output' }),
  }),
  'somebody’s workflows': post({ note: BANNED }, '/userdata/x.json'),
  'the log': {
    method: 'PATCH',
    path: '/internal/logs/subscribe',
    headers: typed,
    body: JSON.stringify({ clientId: BANNED, enabled: true }),
  },
  'the manager': post({ url: BANNED }, '/customnode/install/git_url'),
};

/** Ways in which the text is dropped and the rest of the request is passed on. */
const LEFT_BEHIND: Record<string, RawRequest> = {
  'a title': nodes({
    '9': {
      class_type: 'SaveImage',
      inputs: { filename_prefix: 'x', images: ['8', 0] },
      _meta: { title: BANNED },
    } as never,
  }),
  'the workflow that a picture keeps': post({
    prompt: workflow('a dog'),
    extra_data: { extra_pnginfo: { workflow: { nodes: [BANNED] } } },
  }),
  'further data': post({
    prompt: workflow('a dog'),
    extra_data: { note: BANNED, api_key_comfy_org: BANNED },
  }),
  'a field nobody knows': post({ prompt: workflow('a dog'), prompts: BANNED }),
  'a client’s name': post({ prompt: workflow('a dog'), client_id: BANNED }),
  'a field of a node': nodes({
    '9': {
      class_type: 'SaveImage',
      inputs: { filename_prefix: 'x', images: ['8', 0] },
      is_changed: [BANNED],
    } as never,
  }),
  'a node that nothing needs': nodes({
    '30': { class_type: 'CLIPTextEncode', inputs: { text: BANNED, clip: ['4', 1] } },
  }),
  'a place before others': post({ prompt: workflow('a dog'), front: true, number: -1 }),
};

const heard = () =>
  upstream
    .heard()
    .replaceAll(/[()[\]"\\ :\d.]/g, '')
    .toLowerCase();
const queued = () => upstream.requests.filter(({ method, path }) => method === 'POST' && path === '/prompt');

it.each(Object.entries(WAYS))('does not let a text through by %s', async (_, request) => {
  await send(proxy.url, request);
  expect(heard()).not.toContain(BANNED);
  // A text that only the server would assemble is not visible in the request, so there must be no request.
  expect(queued()).toEqual([]);
  expect(upstream.state.encoded).toEqual([]);
});

it.each(Object.entries(LEFT_BEHIND))('drops %s', async (_, request) => {
  expect((await send(proxy.url, request)).status).toBe(200);
  expect(heard()).not.toContain(BANNED);
  expect(queued()).toHaveLength(1);
  const body = JSON.parse(String(queued()[0]?.body));
  expect(Object.keys(body).sort()).toEqual(['client_id', 'extra_data', 'prompt', 'prompt_id']);
  expect(body.extra_data).toEqual({});
});

it('lets no unscreened text through, anywhere in a workflow', async () => {
  const words = fc.constantFrom(BANNED, `a ${BANNED} dog`, BANNED.toUpperCase());
  const base = {
    prompt: workflow('a dog', {
      nodes: {
        '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
        '20': {
          class_type: 'StringConcatenate',
          inputs: { string_a: 'a ', string_b: ['21', 0], delimiter: ' ' },
        },
        '21': text(' dog'),
        '22': { class_type: 'Vouched', inputs: { a: 'b' } },
        '23': { class_type: 'PreviewAny', inputs: { source: ['22', 0] } },
        ...OVER_SOCKET,
      },
    }),
    client_id: 'x',
    extra_data: { extra_pnginfo: { workflow: { nodes: ['x'] } } },
    partial_execution_targets: ['9'],
  };
  // A negative prompt may have any words.
  const positions = stringPlaces(base).filter((path) => !(path[1] === '7' && path[3] === 'text'));
  const request = fc
    .record({
      words,
      extra: strangeJson(words),
      where: fc.nat(),
      as: fc.constantFrom('extra', '6', '20', '9', '99'),
    })
    .map(({ words: word, extra, where, as }) => {
      const body = planted(base, positions[where % positions.length] ?? [], word);
      return as === 'extra'
        ? { ...(body as object), extra }
        : planted(body, ['prompt', as, 'inputs', 'more'], extra);
    });
  await fc.assert(
    fc.asyncProperty(request, async (body) => {
      upstream.reset();
      await send(proxy.url, post(body as object));
      expect(upstream.heard().toLowerCase()).not.toContain(BANNED);
    }),
    { numRuns: 150 },
  );
});
