import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import {
  FAILED,
  FREED,
  historyShape,
  LISTS,
  MESSAGE_TYPE,
  MESSAGES,
  NODES,
  PREVIEW,
  QUEUE,
  QUEUED,
  STEP,
  UPLOADED,
} from './fields.ts';

const told = (shape: Shape | undefined, value: unknown) =>
  shape && jsonAnswer(new TextEncoder().encode(JSON.stringify(value))).screened(shape).value;

/** Classes in each form in which ComfyUI and its packs describe one. */
const CLASSES = {
  KSampler: {
    input: {
      required: {
        seed: ['INT', { default: 0, min: 0, max: 18446744073709552000, control_after_generate: true }],
        sampler_name: [['euler', 'heun'], { tooltip: 'The algorithm used when sampling.' }],
        text: ['STRING', { multiline: true, default: '## 0 = 1.0\n## 1 = 1.0\n' }],
      },
      optional: { steps: [{ steps: { min: 1, max: 100 }, names: ['euler'] }], odd: 'FLOAT' },
      hidden: { prompt: 'PROMPT', unique_id: 'UNIQUE_ID' },
    },
    input_order: { required: ['seed', 'sampler_name', 'text'], hidden: ['prompt'] },
    output: ['LATENT', ['a', 'b'], '*'],
    output_is_list: [false, true, false],
    output_name: ['LATENT', 'choice', 'any'],
    output_tooltips: [null, 'The denoised latent.', null],
    output_matchtypes: null,
    name: 'KSampler',
    display_name: null,
    description: '[Recipes]\n\nsd3: t5 xxl/ clip-g / clip-l',
    python_module: 'nodes',
    category: 'sampling/custom_sampling',
    output_node: false,
    deprecated: false,
  },
  ResizeImageMaskNode: {
    input: {
      required: {
        images: [
          'COMFY_AUTOGROW_V3',
          { template: { input: { required: { image: ['IMAGE', {}] } }, prefix: 'image', min: 2 } },
        ],
        resize_type: [
          'COMFY_DYNAMICCOMBO_V3',
          {
            options: [
              { key: 'scale', inputs: { required: { by: ['FLOAT', { default: 1, min: 0.01, max: 8 }] } } },
              { key: 'crop', inputs: { required: { crop: ['COMBO', { options: ['disabled', 'center'] }] } } },
            ],
          },
        ],
      },
    },
    output: ['IMAGE'],
  },
};

describe('the passed part of an answer', () => {
  it('is all of a list of nodes', () => {
    expect(told(LISTS['/object_info'], CLASSES)).toEqual(CLASSES);
  });

  it('keeps the positions of outputs when one of them is dropped', () => {
    const odd = { X: { output: ['A', { picture: `data:image/png;base64,${'A'.repeat(400)}` }, 'B'] } };
    expect(told(LISTS['/object_info'], odd)).toEqual({ X: { output: ['A', {}, 'B'] } });
    expect(told(LISTS['/object_info'], { X: { output: ['A', 'A'.repeat(400), 'B'] } })).toEqual({
      X: { output: ['A', null, 'B'] },
    });
  });

  it('is an error with the lines of its traceback, with any marks under them', () => {
    const line = '  File "main.py", line 518, in execute\n    get_output_data(prompt_id)\n';
    const error = { node_id: '4', exception_message: 'no', traceback: [`${line}${'^'.repeat(300)}\n`] };
    expect(told(MESSAGES.execution_error, error)).toEqual({ ...error, traceback: [`${line}^^^\n`] });
  });

  it('is all of a list of many files', () => {
    const images = Array.from({ length: 200 }, (_, at) => ({
      filename: `ComfyUI_${String(at).padStart(5, '0')}_.png`,
      subfolder: '',
      type: 'output',
      width: 64,
    }));
    const executed = { node: '9', prompt_id: 'p', output: { images, animated: [false] } };
    expect(told(MESSAGES.executed, executed)).toEqual(executed);
  });

  it('is only the history of the requested prompts', () => {
    const entry = { status: { status_str: 'success', completed: true, messages: [] } };
    expect(told(historyShape(['a']), { a: entry, b: entry })).toEqual({ a: entry });
  });

  it('is only the fields of node errors that ComfyUI has', () => {
    const errors = {
      '4': { errors: [{ type: 'x', message: 'y', details: 'z', more: 'w' }], class_type: 'K', texts: ['a'] },
    };
    expect(told(QUEUED, { node_errors: errors, other: 1 })).toEqual({
      node_errors: { '4': { errors: [{ type: 'x', message: 'y', details: 'z' }], class_type: 'K' } },
    });
  });
});

describe('the state of many nodes', () => {
  it('is passed on unchanged', () => {
    const id = '7d9b93b9-e859-4d45-8497-4dd81e4f7fef';
    const nodes = Array.from({ length: 7 }, (_, at) => {
      const node = `${at + 3}`;
      const ids = {
        node_id: node,
        prompt_id: id,
        display_node_id: node,
        parent_node_id: null,
        real_node_id: node,
      };
      return [node, { value: 1, max: 1, state: at < 6 ? 'finished' : 'running', ...ids }];
    });
    const said = { prompt_id: id, nodes: Object.fromEntries(nodes) };
    expect(told(MESSAGES.progress_state, said)).toEqual(said);
  });
});

describe('the forwarded lists', () => {
  const SAMPLES: readonly (readonly [keyof typeof LISTS, Json])[] = [
    ['/prompt', { exec_info: { queue_remaining: 2 } }],
    [
      '/system_stats',
      {
        system: {
          ...{ os: 'posix', comfyui_version: '0.8.0', required_frontend_version: '1.35.9' },
          ...{
            installed_templates_version: '0.7',
            required_templates_version: '0.7',
            python_version: '3.12',
          },
          ...{ pytorch_version: '2.9', deploy_environment: 'local', ram_total: 1_000, ram_free: 500 },
          ...{ embedded_python: false, argv: ['main.py', '--listen'] },
        },
        devices: [
          {
            ...{ name: 'cuda:0', type: 'cuda', index: 0, vram_total: 1_000, vram_free: 500 },
            ...{ torch_vram_total: 900, torch_vram_free: 400 },
          },
        ],
      },
    ],
    [
      '/features',
      {
        supports_preview_metadata: true,
        max_upload_size: 104_857_600,
        extension: { manager: { supports: true } },
      },
    ],
    ['/embeddings', ['a', 'b']],
    ['/models', ['checkpoints', 'loras']],
    ['/models/{folder}', ['a.safetensors']],
    ['/extensions', ['/extensions/core/a.js']],
    ['/i18n', { en: { nodeDefs: { KSampler: { display_name: 'KSampler' } } } }],
    ['/workflow_templates', { pack: ['a', 'b'] }],
    ['/object_info', CLASSES],
  ];

  it('are exactly these', () => {
    expect(Object.keys(LISTS).toSorted()).toEqual(SAMPLES.map(([path]) => path).toSorted());
  });

  it.each(SAMPLES)('give out what %s answers', (path, sample) => {
    expect(told(LISTS[path], sample)).toEqual(sample);
  });

  it('give out every fact about a class', () => {
    const facts = {
      ...{ is_input_list: true, essentials_category: 'a', search_aliases: ['b'], output_node: true },
      ...{ deprecated: true, experimental: true, dev_only: true, api_node: true, is_deprecated: true },
      ...{ has_intermediate_output: true, not_idempotent: true },
      input_order: { optional: ['c'] },
    };
    expect(told(NODES, { X: { ...facts, surprise: 'a b' } })).toEqual({ X: facts });
  });
});

describe('the messages of a socket', () => {
  const data = {
    ...{
      prompt_id: 'p',
      node: '4',
      node_id: '4',
      node_type: 'KSampler',
      display_node: '4',
      display_node_id: '4',
    },
    ...{
      parent_node: '3',
      parent_node_id: '3',
      real_node_id: '4',
      value: 3,
      max: 20,
      timestamp: 1_790_000_000_000,
    },
    ...{
      nodes: ['1', '2'],
      executed: ['1'],
      exception_type: 'ValueError',
      exception_message: 'no such file',
    },
    ...{ traceback: ['line 1\n'], current_inputs: { seed: [7], text: ['a dog'] }, current_outputs: ['1'] },
  };

  it.each([
    'execution_start',
    'execution_cached',
    'execution_success',
    'execution_error',
    'execution_interrupted',
    'executing',
    'progress',
  ])('are given out by their fields: %s', (type) => {
    expect(told(MESSAGES[type], { ...data, surprise: 'a b' })).toEqual(data);
    expect(told(MESSAGES[type], { current_outputs: { 1: ['a'] } })).toEqual({
      current_outputs: { 1: ['a'] },
    });
  });

  it('have a status, features and outputs', () => {
    const status = { status: { exec_info: { queue_remaining: 1 } }, sid: 'tab' };
    expect(told(MESSAGES.status, status)).toEqual(status);
    expect(told(MESSAGES.feature_flags, { supports_preview_metadata: true })).toEqual({
      supports_preview_metadata: true,
    });
    const executed = {
      ...{ node: '9', display_node: '9', prompt_id: 'p' },
      output: {
        images: [{ filename: 'a.png', subfolder: '', type: 'output', format: 'png', frame_rate: 8 }],
        gifs: [{ filename: 'a.webm', width: 64, height: 64, duration: 2 }],
        text: ['some words'],
        sizes: [{ width: 64, on: true, name: 'a' }],
      },
    };
    expect(told(MESSAGES.executed, { ...executed, surprise: 'a b' })).toEqual(executed);
    expect(Object.keys(MESSAGES)).toHaveLength(11);
  });

  it('are read by their type, their step and the header of a preview', () => {
    expect(told(MESSAGE_TYPE, { type: 'status', data: 1 })).toEqual({ type: 'status' });
    const step = { type: 'progress', data: { value: 3, max: 20 } };
    expect(told(STEP, step)).toEqual(step);
    const header = {
      ...{ node_id: '4', prompt_id: 'p', display_node_id: '4', parent_node_id: '3', real_node_id: '4' },
      image_type: 'image/png',
    };
    expect(told(PREVIEW, { ...header, more: 1 })).toEqual(header);
  });
});

describe('the queue, the history and errors', () => {
  const item = [7, 'p', { 6: { class_type: 'CLIPTextEncode' } }, { client_id: 'c', more: 'd' }, ['9']];
  const shown = [7, 'p', null, { client_id: 'c' }, ['9']];

  it('show no graph of the server’s', () => {
    expect(told(QUEUE, { queue_running: [item], queue_pending: [item, item] })).toEqual({
      queue_running: [shown],
      queue_pending: [shown, shown],
    });
  });

  it('tell how a prompt ended', () => {
    const ended = {
      outputs: { 9: { images: [{ filename: 'a.png', subfolder: '', type: 'output' }] } },
      status: {
        ...{ status_str: 'success', completed: true },
        messages: [['execution_start', { prompt_id: 'p', timestamp: 1 }]],
      },
      meta: { 9: { node_id: '9', display_node: '9', parent_node: null, real_node_id: '9' } },
    };
    expect(told(historyShape(['p']), { p: { prompt: item, ...ended } })).toEqual({
      p: { prompt: shown, ...ended },
    });
  });

  it('say what is wrong', () => {
    const error = {
      ...{ type: 'bad', message: 'Bad input', details: 'text' },
      extra_info: {
        ...{
          input_name: 'text',
          exception_type: 'ValueError',
          exception_message: 'no',
          traceback: ['line 1\n'],
        },
        ...{ input_config: ['STRING', { multiline: true }], received_value: 'a', linked_node: ['4', 0] },
        dependent_outputs: ['9'],
      },
    };
    expect(told(FAILED, { error, message: 'no' })).toEqual({ error, message: 'no' });
    expect(told(FAILED, { error: 'no' })).toEqual({ error: 'no' });
    const queued = {
      ...{ prompt_id: 'p', number: 7, error },
      node_errors: { 4: { errors: [error], dependent_outputs: ['9'], class_type: 'KSampler' } },
    };
    expect(told(QUEUED, queued)).toEqual(queued);
    expect(told(QUEUED, { error: 'no', node_errors: [] })).toEqual({ error: 'no', node_errors: [] });
    expect(told(QUEUED, { node_errors: ['a'] })).toEqual({});
  });

  it('name an uploaded file', () => {
    const file = { name: 'a.png', subfolder: 'pets', type: 'input' };
    expect(told(UPLOADED, { ...file, more: 'x' })).toEqual(file);
    expect(told(FREED, { more: 'x' })).toEqual({});
  });
});
