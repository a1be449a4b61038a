import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import { historyShape, LISTS, MESSAGES, QUEUED } from './fields.ts';

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
