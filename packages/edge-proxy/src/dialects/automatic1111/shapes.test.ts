import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import {
  CAPTION,
  DONE,
  ERROR,
  INFO,
  LISTS,
  PASSED,
  PROGRESS,
  STYLES,
  TASK_PROGRESS,
  TOOL,
} from './shapes.ts';

const told = (shape: Shape, value: Json) =>
  jsonAnswer(new TextEncoder().encode(JSON.stringify(value))).screened(shape).value;
const keeps = (shape: Shape, value: Json) => JSON.stringify(told(shape, value)) === JSON.stringify(value);
/** Words of exactly this many characters. */
const words = (length: number) => 'a word '.repeat(length).slice(0, length);
const many = <Value>(length: number, value: Value) => Array.from({ length }, () => value);
const keyed = (length: number, value: Json) =>
  Object.fromEntries(many(length, value).map((each, index) => [`key ${index}`, each]));
const passed = (path: string): Shape => {
  const found = PASSED.find((each) => each.path === path);
  if (found === undefined) throw new Error(`${path} is not forwarded.`);
  return found.answer;
};

const HASH = '6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa';
const SAMPLES: readonly (readonly [path: string, sample: Json])[] = [
  [
    '/sdapi/v1/options',
    { samples_save: true, CLIP_stop_at_last_layers: 1, a: ['b', 1], c: { d: 'e' }, f: 'g' },
  ],
  ['/sdapi/v1/cmd-flags', { f: false, port: null, ckpt: '/models/a.ckpt', more: ['a'] }],
  ['/sdapi/v1/samplers', [{ name: 'Euler a', aliases: ['k_euler_a'], options: { uses_ensd: 'True' } }]],
  [
    '/sdapi/v1/schedulers',
    [
      {
        name: 'karras',
        label: 'Karras',
        aliases: ['k'],
        default_rho: 7,
        need_inner_model: false,
        cls: 'KarrasDiffusion',
        options: { a: 1, b: true, c: 'd' },
      },
    ],
  ],
  [
    '/sdapi/v1/upscalers',
    [
      {
        name: 'Lanczos',
        model_name: 'a',
        model_path: '/models/a.pth',
        model_url: 'https://example.com/a.pth',
        scale: 4,
      },
    ],
  ],
  ['/sdapi/v1/latent-upscale-modes', [{ name: 'Latent' }]],
  [
    '/sdapi/v1/sd-models',
    [
      {
        title: 'a.safetensors [6ce0161689]',
        model_name: 'a',
        type: 'sd',
        hash: '6ce0161689',
        sha256: HASH,
        filename: '/models/a.safetensors',
        config: null,
      },
    ],
  ],
  ['/sdapi/v1/sd-vae', [{ model_name: 'a.vae', filename: '/models/a.vae' }]],
  ['/sdapi/v1/sd-modules', [{ model_name: 'a', filename: '/models/a' }]],
  ['/sdapi/v1/hypernetworks', [{ name: 'a', path: '/models/a.pt' }]],
  ['/sdapi/v1/face-restorers', [{ name: 'CodeFormer', cmd_dir: '/models' }]],
  ['/sdapi/v1/realesrgan-models', [{ name: 'R-ESRGAN 4x+', path: '/models/a.pth', scale: 4 }]],
  [
    '/sdapi/v1/prompt-styles',
    [
      {
        name: 'sea',
        prompt: 'a sea',
        negative_prompt: 'fog',
        negative: 'rain',
        extra: 'x',
        filename: 'styles.csv',
      },
    ],
  ],
  [
    '/sdapi/v1/embeddings',
    {
      loaded: { 'a-b': { step: 1, sd_checkpoint: 'c', sd_checkpoint_name: 'd', shape: 768, vectors: 2 } },
      skipped: { e: { step: null } },
    },
  ],
  ['/sdapi/v1/memory', { ram: { free: 1, used: 2 }, cuda: { system: { free: 1, name: 'a' }, error: 'b' } }],
  ['/sdapi/v1/scripts', { txt2img: ['x/y/z plot'], img2img: ['loopback'], control: ['a'] }],
  [
    '/sdapi/v1/script-info',
    [
      {
        name: 'seed',
        is_alwayson: true,
        is_img2img: false,
        args: [
          { label: 'Seed', value: -1, minimum: 0, maximum: 9, step: 1, choices: ['a', 1, true] },
          { label: 'Files', value: ['a', 1] },
          { label: 'More', value: { a: 1 } },
          { label: 'On', value: true },
          { label: 'Words', value: 'some words' },
        ],
      },
    ],
  ],
  [
    '/sdapi/v1/extensions',
    [
      {
        name: 'sd-webui-controlnet',
        branch: 'main',
        remote: 'https://example.com/a',
        commit_hash: '10bd9b25f62deab9acb256301bbf3363c42645e7',
        version: '10bd9b25',
        commit_date: 1_690_000_000,
        enabled: true,
      },
    ],
  ],
  ['/sdapi/v1/loras', [{ name: 'a', alias: 'b', path: '/models/a.safetensors' }]],
  ['/controlnet/version', { version: 2 }],
  ['/controlnet/model_list', { model_list: ['control_v11p_sd15_canny [d14c016b]'] }],
  [
    '/controlnet/module_list',
    {
      module_list: ['canny'],
      module_detail: {
        canny: {
          model_free: false,
          sliders: [{ name: 'Resolution', value: 512, min: 64, max: 2048, step: 1 }],
        },
      },
    },
  ],
  [
    '/controlnet/control_types',
    {
      control_types: {
        Canny: { module_list: ['canny'], model_list: ['a'], default_option: 'canny', default_model: 'a' },
      },
    },
  ],
  ['/controlnet/settings', { control_net_unit_count: 3, on: true, name: 'a' }],
];

describe('the forwarded lists', () => {
  it('are exactly these, and their errors are read as errors', () => {
    expect(PASSED.map(({ path }) => path).toSorted()).toEqual(SAMPLES.map(([path]) => path).toSorted());
    for (const { errors } of PASSED) expect(errors).toBe(ERROR);
  });

  it.each(SAMPLES)('give out what %s answers', (path, sample) => {
    expect(told(passed(path), sample)).toEqual(sample);
  });

  it.each(SAMPLES)('give out no other field of %s', (path, sample) => {
    // In the settings and the memory report the server chooses the names.
    if (/options|cmd-flags|settings$/.test(path)) return;
    const more = { surprise: 'a b' };
    const extended = Array.isArray(sample)
      ? sample.map((each) => ({ ...Object(each), ...more }))
      : { ...Object(sample), ...more };
    expect(told(passed(path), extended)).toEqual(sample);
  });

  it('have the styles from which the proxy reads a request’s', () => {
    expect(passed('/sdapi/v1/prompt-styles')).toBe(STYLES);
  });
});

describe('the state of a task', () => {
  const state = {
    ...{ skipped: false, interrupted: true, stopping_generation: false, job: 'Batch 1 out of 2' },
    ...{ job_count: 2, job_no: 0, job_timestamp: '20260101120000', sampling_step: 3, sampling_steps: 20 },
  };
  const progress = {
    progress: 0.5,
    eta_relative: 1.5,
    state,
    textinfo: 'Waiting...',
    current_task: 'task(1)',
  };

  it('has its numbers and words, and no preview', () => {
    expect(told(PROGRESS, { ...progress, current_image: 'AAAA' })).toEqual(progress);
    const task = {
      ...{ active: true, queued: false, completed: false, progress: 0.5, eta: 3, id_live_preview: 7 },
      textinfo: 'In queue...',
    };
    expect(told(TASK_PROGRESS, { ...task, live_preview: 'data:image/png;base64,AAAA' })).toEqual(task);
  });
});

describe('the info of pictures', () => {
  const info = {
    ...{ prompt: 'a dog', negative_prompt: 'fog', all_prompts: ['a dog'], all_negative_prompts: ['fog'] },
    ...{ seed: 7, subseed: 8, subseed_strength: 0.5, cfg_scale: 7, steps: 20, batch_size: 1 },
    ...{ denoising_strength: 0.7, clip_skip: 1, all_seeds: [7], all_subseeds: [8], width: 512, height: 512 },
    ...{ seed_resize_from_w: -1, seed_resize_from_h: -1, sampler_name: 'Euler a', scheduler: 'Automatic' },
    ...{ face_restoration_model: null, sd_model_name: 'a', sd_model_hash: '6ce0161689', sd_vae_name: 'b' },
    ...{ sd_vae_hash: 'ab12', version: 'v1.10.1', job_timestamp: '20260101120000', restore_faces: false },
    is_using_inpainting_conditioning: false,
    extra_generation_params: { 'Hires upscale': 2, On: true, 'Hires prompt': 'a big dog' },
    ...{ index_of_first_image: 0, infotexts: ['a dog\nSteps: 20'], styles: ['sea'] },
  };

  it('has every field of the web UI, and no other', () => {
    expect(told(INFO, { ...info, surprise: 'a b' })).toEqual(info);
  });
});

it.each<[string, Shape, Json]>([
  ['a caption', CAPTION, { caption: 'a dog on a beach' }],
  ['a tool', TOOL, { html_info: 'Done', info: 'Success' }],
  ['a command', DONE, { message: 'ok', count: 3 }],
])('%s has its words', (_, shape, sample) => {
  expect(told(shape, sample)).toEqual(sample);
});

describe('an error', () => {
  const detail = [{ loc: ['body', 'steps', 0], msg: 'value is not an integer', type: 'type_error.integer' }];

  it.each<[Json]>([
    [{ error: 'OutOfMemoryError', errors: 'CUDA out of memory', message: 'a', detail: '', body: '' }],
    [{ detail }],
  ])('is %j', (sample) => {
    expect(told(ERROR, sample)).toEqual(sample);
  });

  it('repeats no body of the request', () => {
    expect(told(ERROR, { body: 'a dog', detail: 'Not found' })).toEqual({ detail: 'Not found' });
  });
});

it.each<[string, Shape, (text: string) => Json, number]>([
  ['a title', LISTS['latent-upscale-modes'], (name) => [{ name }], 400],
  ['a path', LISTS.hypernetworks, (path) => [{ path }], 1_000],
  ['a setting', LISTS.options, (a) => ({ a }), 2_000],
  ['a word of a scheduler', LISTS.schedulers, (cls) => [{ cls }], 400],
  ['a style', LISTS['prompt-styles'], (prompt) => [{ prompt }], 10_000],
  ['the version of an extension', LISTS.extensions, (version) => [{ version }], 64],
  ['the date of an extension', LISTS.extensions, (commit_date) => [{ commit_date }], 64],
  ['the label of an argument', LISTS['script-info'], (label) => [{ args: [{ label }] }], 500],
  ['the value of an argument', LISTS['script-info'], (value) => [{ args: [{ value }] }], 500],
  ['the text of a state', PROGRESS, (textinfo) => ({ textinfo }), 500],
  ['the name of a task', PROGRESS, (current_task) => ({ current_task }), 128],
  ['a job', PROGRESS, (job) => ({ state: { job } }), 400],
  ['the text of a task', TASK_PROGRESS, (textinfo) => ({ textinfo }), 500],
  ['an error', ERROR, (errors) => ({ errors }), 2_000],
  ['the detail of an error', ERROR, (detail) => ({ detail }), 2_000],
  ['the message of a field’s error', ERROR, (msg) => ({ detail: [{ msg }] }), 500],
  ['a prompt', INFO, (prompt) => ({ prompt }), 40_000],
  ['the time of a job', INFO, (job_timestamp) => ({ job_timestamp }), 32],
  ['a caption', CAPTION, (caption) => ({ caption }), 4_000],
  ['a tool’s report', TOOL, (html_info) => ({ html_info }), 4_000],
  ['a tool’s info', TOOL, (info) => ({ info }), 500],
])('%s has at most so many characters', (_, shape, sample, most) => {
  expect([most, most + 1].map((length) => keeps(shape, sample(words(length))))).toEqual([true, false]);
});

it.each<[string, Shape, (length: number) => Json, number]>([
  ['settings', LISTS.options, (n) => keyed(n, 'a b'), 4_000],
  ['flags', LISTS['cmd-flags'], (n) => keyed(n, 'a b'), 1_000],
  ['values of a setting', LISTS.options, (n) => ({ a: many(n, 'a b') }), 1_000],
  ['entries of a setting', LISTS.options, (n) => ({ a: keyed(n, 'a b') }), 200],
  ['aliases of a sampler', LISTS.samplers, (n) => [{ aliases: many(n, 'a b') }], 32],
  ['options of a sampler', LISTS.samplers, (n) => [{ options: keyed(n, 'a b') }], 64],
  ['aliases of a scheduler', LISTS.schedulers, (n) => [{ aliases: many(n, 'a b') }], 32],
  ['options of a scheduler', LISTS.schedulers, (n) => [{ options: keyed(n, 'a b') }], 128],
  ['arguments of a script', LISTS['script-info'], (n) => [{ args: many(n, { label: 'a b' }) }], 500],
  ['values of an argument', LISTS['script-info'], (n) => [{ args: [{ value: many(n, 'a b') }] }], 100],
  ['entries of an argument', LISTS['script-info'], (n) => [{ args: [{ value: keyed(n, 'a b') }] }], 100],
  ['reports of memory', LISTS.memory, (n) => ({ ram: keyed(n, 'a b') }), 32],
  ['numbers of a report', LISTS.memory, (n) => ({ cuda: { a: keyed(n, 'a b') } }), 32],
  ['settings of ControlNet', passed('/controlnet/settings'), (n) => keyed(n, 'a b'), 64],
  [
    'sliders of a module',
    passed('/controlnet/module_list'),
    (n) => ({ module_detail: { a: { sliders: many(n, { name: 'a b' }) } } }),
    16,
  ],
  ['fields with an error', ERROR, (n) => ({ detail: many(n, { msg: 'a b' }) }), 64],
  ['prompts', INFO, (n) => ({ all_prompts: many(n, 'a b') }), 128],
  ['negative prompts', INFO, (n) => ({ all_negative_prompts: many(n, 'a b') }), 128],
  ['seeds', INFO, (n) => ({ all_seeds: many(n, 1_000) }), 128],
  ['further parameters', INFO, (n) => ({ extra_generation_params: keyed(n, 'a b') }), 128],
  ['info texts', INFO, (n) => ({ infotexts: many(n, 'a b') }), 128],
  ['styles', INFO, (n) => ({ styles: many(n, 'a b') }), 64],
])('there are at most so many %s', (_, shape, sample, most) => {
  expect([most, most + 1].map((length) => keeps(shape, sample(length)))).toEqual([true, false]);
});
