import { gzipSync } from 'node:zlib';
import { automatic1111 } from '@shoji/edge-proxy';
import { json, planted, type RawRequest, send, startRecorder, stringPlaces } from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BANNED, type RunningProxy, startProxy } from '../clients/support.ts';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { picturesIn, strangeJson } from './properties.ts';

let upstream: Automatic1111Server;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startAutomatic1111();
  proxy = await startProxy([automatic1111({ url: upstream.url, blocked: 'error' })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const TXT2IMG = '/sdapi/v1/txt2img';
const typed = { 'content-type': 'application/json' };
const raw = (
  body: string | Uint8Array,
  headers: RawRequest['headers'] = typed,
  path = TXT2IMG,
): RawRequest => ({ path, headers, body });
const post = (fields: object, path = TXT2IMG) =>
  raw(JSON.stringify({ prompt: 'a green dog', ...fields }), typed, path);
const banned = JSON.stringify({ prompt: BANNED });
const [half, rest] = [BANNED.slice(0, 3), BANNED.slice(3)];
const detailer = (unit: object) => post({ alwayson_scripts: { ADetailer: { args: [true, false, unit] } } });
const controlNet = (unit: object) => post({ alwayson_scripts: { ControlNet: { args: [unit] } } });
const infotext = (parameter: string) => `a dog\nSteps: 20, Sampler: Euler, ${parameter}`;
const script = (script_name: string, ...script_args: unknown[]) => post({ script_name, script_args });

/** Ways to get an unread text to the model. The first ones worked on real servers. */
const WAYS: Record<string, RawRequest> = {
  'as it is': post({ prompt: BANNED }),
  'a percent-encoded path': raw(banned, typed, '/sdapi/v1/%74xt2img'),
  'a path encoded twice': raw(banned, typed, '/sdapi/v1/%2574xt2img'),
  'two slashes': raw(banned, typed, '//sdapi/v1/txt2img'),
  'a slash at the end': raw(banned, typed, `${TXT2IMG}/`),
  'plain text as the type': raw(banned, { 'content-type': 'text/plain' }),
  gzip: raw(gzipSync(banned), { ...typed, 'content-encoding': 'gzip' }),
  'UTF-16': raw(Buffer.from(banned, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
  'a key twice': raw(`{"prompt":"a green dog","prompt":"${BANNED}"}`),
  'a key twice, the clean one last': raw(`{"prompt":"${BANNED}","prompt":"a green dog"}`),
  'arguments of stable-diffusion.cpp': post({
    prompt: 'a <sd_cpp_extra_args>{"prompt":"x"}</sd_cpp_extra_args>',
  }),
  'such arguments in the negative prompt': post({
    negative_prompt: '<sd_cpp_extra_args>{"prompt":"x"}</sd_cpp_extra_args>',
  }),
  'such arguments in a name': post({ sampler_name: '<sd_cpp_extra_args>{"prompt":"x"}</sd_cpp_extra_args>' }),
  'a schedule that adds': post({ prompt: `${half}[${rest}:0]` }),
  'a schedule that removes': post({ prompt: `${half}[x::0]${rest}` }),
  'a schedule that replaces': post({ prompt: `a [kitten:${BANNED}:0.1]` }),
  alternation: post({ prompt: `[${half}|${half}]${rest}` }),
  'emphasis on each letter': post({ prompt: [...BANNED].map((letter) => `(${letter})`).join('') }),
  'brackets around nothing': post({ prompt: `${half}[]${rest}` }),
  'escaped brackets': post({ prompt: `(${half}\\)${rest}:1)` }),
  'a second pass': post({ enable_hr: true, hr_prompt: BANNED }),
  'a style': post({ prompt: 'toast', styles: ['jam'] }),
  'a style’s name': post({ styles: [BANNED], force_task_id: BANNED }),
  'an info text': post({ prompt: null, infotext: `${BANNED}\nSteps: 20` }),
  'an info text’s parameters': post({ infotext: infotext(`Hires prompt: ${BANNED}`) }),
  'an info text’s quoted parameters': post({
    infotext: infotext(`Hires prompt: "\\u006d${BANNED.slice(1)}, x"`),
  }),
  'an info text’s network': post({ prompt: null, infotext: infotext(`Hypernet: ${BANNED}`) }),
  'an info text’s names': post({ infotext: infotext(`Hires upscaler: ${BANNED}`) }),
  'an info text’s settings': post({ infotext: infotext(`Model: ${BANNED}`) }),
  'guidance of an info text': post({ negative_prompt: BANNED, infotext: infotext('CFG scale: -7') }),
  'guidance of an info text’s second pass': post({
    infotext: infotext(`Hires CFG Scale: 0, Hires negative prompt: ${BANNED}`),
  }),
  'an invalid number of an info text': post({ infotext: infotext(`CFG scale: ${BANNED}`) }),
  'an info text’s parameters without the others': post({
    infotext: `a dog\nSteps: 20, Hires prompt: "${BANNED}"`,
  }),
  'an info text’s last line': post({
    infotext: `a dog\nNegative prompt: fog\nADetailer prompt: ${BANNED}`,
  }),
  'an info text under a prompt': post({
    infotext: `a dog\nNegative prompt: fog\nSteps: 20, Sampler: Euler, ADetailer prompt: ${BANNED}`,
  }),
  'extra of SD.Next': post({ extra: { prompt: BANNED } }),
  'extra that wishes for it the other way round': post({ extra: { cfg_scale: 0, negative_prompt: BANNED } }),
  'extra with the prompt of a later pass': post({ extra: { refiner_prompt: BANNED } }),
  'extra with a name that speaks': post({ extra: { sampler_name: `Euler ${BANNED}` } }),
  'extra with a style': post({ extra: { styles: ['jam'] } }),
  'extra with a file': post({ extra: { outpath_samples: '/srv/public' } }),
  'extra that saves': post({ extra: { do_not_save_samples: false } }),
  'extra with a harmless name': post({ extra: { note: BANNED } }),
  'extra in a list': post({ extra: { prompts: [BANNED] } }),
  'ADetailer’s prompt': detailer({ ad_model: 'face', ad_prompt: BANNED }),
  'ADetailer around the prompt': post({
    prompt: half,
    alwayson_scripts: { ADetailer: { args: [{ ad_prompt: `[PROMPT]${rest}` }] } },
  }),
  'ADetailer between separators': detailer({ ad_prompt: `a face[SEP]${BANNED}` }),
  'a skip inside of a word': detailer({ ad_prompt: `${half}[SKIP]${rest}` }),
  'an unknown script': post({ alwayson_scripts: { Wildcards: { args: [1, { deep: [BANNED] }] } } }),
  'an unknown script’s name': post({ alwayson_scripts: { [BANNED]: { args: [] } } }),
  'a key of an unknown script': post({ alwayson_scripts: { X: { args: [{ [BANNED]: true }] } } }),
  'a list of prompts': script('Prompts from file or textbox', true, true, 'start', `a dog\n${BANNED}`),
  'quotes in a list of prompts': script(
    'prompts from file or textbox',
    true,
    true,
    'start',
    `--prompt "${half}""${rest}"`,
  ),
  'a negative prompt in a list': script(
    'prompts from file or textbox',
    true,
    true,
    'start',
    '--prompt "a dog" --negative_prompt ""',
  ),
  'a matrix': post({ prompt: `a|${BANNED}`, script_name: 'prompt matrix', script_args: [false, false] }),
  'a replacement': post({
    prompt: `a ${half}X`,
    script_name: 'x/y/z plot',
    script_args: [7, `X,${rest}`, []],
  }),
  'two replacements': post({
    prompt: 'a XY',
    script_name: 'X/Y/Z plot',
    script_args: [7, `X,${half}`, [], 7, `Y,${rest}`],
  }),
  'code of one’s own': script('Custom code', 'print(1)', 1),
  'a name that speaks': post({ sampler_name: `Euler ${BANNED}` }),
  'a setting that speaks': post({ override_settings: { sd_model_checkpoint: BANNED } }),
  'a setting nobody opened': post({ override_settings: { outdir_samples: BANNED } }),
  'options that speak': post({ sd_model_checkpoint: BANNED }, '/sdapi/v1/options'),
  'a LoRA’s path': post({ lora: [{ path: BANNED, multiplier: 1 }] }),
  'a number as a text': post({ cfg_scale: '0', negative_prompt: BANNED }),
  'guidance that turns round': post({ cfg_scale: 0, negative_prompt: BANNED }),
  'guidance below zero': post({ cfg_scale: -7, negative_prompt: BANNED }),
  'guidance of the second pass': post({ enable_hr: true, hr_cfg: 0, hr_negative_prompt: BANNED }),
  'guidance of ADetailer': detailer({ ad_cfg_scale: 0.5, ad_negative_prompt: BANNED }),
  'guidance of a plot': post({
    negative_prompt: BANNED,
    script_name: 'x/y/z plot',
    script_args: [8, '0, 7', []],
  }),
  'a weight that turns round': post({ negative_prompt: `(${BANNED}:-1)` }),
  'a picture by address': post({ init_images: [`http://127.0.0.1/${BANNED}.png`] }, '/sdapi/v1/img2img'),
  'a file of the server for ControlNet': controlNet({ image: `/home/${BANNED}.png` }),
  'such a file in a pair': controlNet({ image: [`/home/${BANNED}.png`, null] }),
  'such a file in an object': controlNet({ input_image: { image: `/home/${BANNED}.png` } }),
  'the old ControlNet route': post({ prompt: BANNED }, '/controlnet/txt2img'),
  'the web UI’s own queue': post({ data: [BANNED] }, '/queue/join'),
  'SD.Next’s control': post({ prompt: BANNED }, '/sdapi/v1/control'),
  'the native API of stable-diffusion.cpp': post({ prompt: BANNED }, '/sdcpp/v1/img_gen'),
  'a progress query': { method: 'GET', path: `/sdapi/v1/progress?skip_current_image=${BANNED}%20x` },
  'a task’s name': post({ id_task: BANNED }, '/internal/progress'),
};

/** Ways in which the text is dropped and the rest of the request is passed on. */
const LEFT_BEHIND = ['a setting nobody opened'];

it.each(Object.entries(WAYS))('does not let a text through by %s', async (name, request) => {
  const { status } = await send(proxy.url, request);
  const heard = upstream
    .heard()
    .replaceAll(/[()[\]"\\ ]/g, '')
    .toLowerCase();
  expect(heard).not.toContain(BANNED);
  expect(heard).not.toContain('sd_cpp');
  // A text that only the server would assemble is not visible in the request, so there must be no request.
  const generated = upstream.requests.filter(({ method }) => method === 'POST');
  expect(generated.length > 0 ? status : name).toBe(LEFT_BEHIND.includes(name) ? 200 : name);
});

it('keeps the operator’s negative prompt from being cut by a replacement', async () => {
  await send(proxy.url, post({}));
  const operators = String(JSON.parse(String(upstream.requests[0]?.body)).negative_prompt);
  const word = operators.split(',')[0] ?? '';
  upstream.reset();
  const cut = post({ script_name: 'x/y/z plot', script_args: [7, `${word},`, []] });
  expect((await send(proxy.url, cut)).status).toBe(400);
  expect(upstream.requests).toEqual([]);
});

it('lets no unscreened text through, anywhere in a request', async () => {
  const data = (await picture('green')).toString('base64');
  const base = {
    prompt: 'a dog',
    hr_prompt: 'a dog',
    sampler_name: 'Euler a',
    infotext: 'a dog\nSteps: 5',
    styles: ['painted'],
    init_images: [data],
    mask: data,
    override_settings: { sd_vae: 'auto' },
    script_name: 'x/y/z plot',
    script_args: [1, '1,2', ['a']],
    alwayson_scripts: {
      ADetailer: { args: [true, { ad_model: 'face', ad_prompt: 'a face' }] },
      ControlNet: { args: [{ image: data, model: 'canny', module: 'canny' }] },
      Other: { args: ['a', { b: 'c' }] },
    },
  };
  const text = fc.constantFrom(BANNED, `a ${BANNED} dog`, BANNED.toUpperCase());
  const request = fc
    .record({
      text,
      extra: strangeJson(text),
      where: fc.nat(),
      as: fc.constantFrom('other', 'alwayson_scripts', 'script_args', 'extra'),
    })
    .map(({ text, extra, where, as }) => {
      const fields = { ...base, [as]: extra, last: text };
      const positions = stringPlaces(fields);
      return planted(fields, positions[where % positions.length] ?? ['last'], text);
    });
  await fc.assert(
    fc.asyncProperty(request, async (fields) => {
      await send(proxy.url, raw(JSON.stringify(fields), typed, '/sdapi/v1/img2img'));
      expect(upstream.heard().toLowerCase()).not.toContain(BANNED);
    }),
    { numRuns: 150 },
  );
});

it('lets no unscreened picture out, anywhere in an answer', async () => {
  const crimson = (await picture('crimson')).toString('base64');
  const green = (await picture('green')).toString('base64');
  const anywhere = strangeJson(
    fc.constantFrom(crimson, `data:image/png;base64,${crimson}`, `see ${crimson}`, 'words'),
  );
  const info = fc.record({
    index_of_first_image: fc.integer({ min: 0, max: 1 }),
    infotexts: fc.array(anywhere),
    x: anywhere,
  });
  const answers = fc.record({
    images: fc.array(
      fc.oneof(fc.constantFrom(crimson, green, `data:image/png;base64,${crimson}`), anywhere),
      { maxLength: 4 },
    ),
    image: fc.oneof(fc.constantFrom(crimson, green), anywhere),
    current_image: fc.oneof(fc.constantFrom(crimson, green), anywhere),
    live_preview: anywhere,
    parameters: anywhere,
    info: fc.oneof(
      info.map((value) => JSON.stringify(value)),
      anywhere,
    ),
    caption: anywhere,
    detail: anywhere,
    [`${crimson.slice(0, 40)}`]: fc.constant(1),
  });
  let answer: unknown;
  let status = 200;
  const server = await startRecorder((request, response) => {
    if (!request.body.includes('a dog that runs')) json(response, answer, status);
  });
  const strange = await startProxy([automatic1111({ url: server.url, allow: ['GET /sdapi/v1/history'] })]);
  // Previews are shown only while a generation of this client runs.
  const begun = server.next();
  const held = { prompt: 'a dog that runs', force_task_id: 'held' };
  const running = send(strange.url, post(held)).catch(() => {});
  await begun;
  const calls: RawRequest[] = [
    post({ batch_size: 2 }, TXT2IMG),
    post({ image: green }, '/sdapi/v1/extra-single-image'),
    post({ image: green }, '/sdapi/v1/interrogate'),
    post({ id_task: 'held' }, '/internal/progress'),
    post({}, '/sdapi/v1/options'),
    { method: 'GET', path: '/sdapi/v1/progress' },
    { method: 'GET', path: '/sdapi/v1/history' },
  ];
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(
      answers,
      fc.constantFrom(200, 200, 422, 500),
      fc.constantFrom(...calls),
      async (value, code, call) => {
        [answer, status] = [value, code];
        const { body } = await send(strange.url, call);
        const colours = await picturesIn(body);
        expect(colours).not.toContain('crimson');
        shown += colours.length;
      },
    ),
    { numRuns: 200 },
  );
  // The property also holds for empty answers, so some answers must have had pictures.
  expect(shown).toBeGreaterThan(20);
  await Promise.all([strange.close(), server.close(), running]);
});
