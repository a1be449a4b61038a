import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObjectInfo, parseWorkflow, WorkflowError, workflowErrorBody } from '../index.ts';
import { read, workflowJson } from '../workflow.test-helper.ts';

const node = (inputs: unknown, class_type: unknown = 'CLIPTextEncode') => ({ 6: { class_type, inputs } });

/** ComfyUI's error type for the mistake. */
function mistakeOf(value: unknown): string {
  try {
    parseWorkflow(value);
  } catch (error) {
    if (error instanceof WorkflowError) return error.type;
    throw error;
  }
  return 'none';
}

describe('parseWorkflow', () => {
  it('keeps only classes and inputs of a node', () => {
    const sent = {
      6: {
        class_type: 'CLIPTextEncode',
        inputs: { text: 'a cat', clip: ['4', 1] },
        _meta: { title: 'words that nobody screens' },
        is_changed: 'an old server reads this',
      },
    };
    expect(workflowJson(parseWorkflow(sent))).toEqual({
      6: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: ['4', 1] } },
    });
  });

  it('unwraps values that ComfyUI unwraps', () => {
    const sent = node({
      text: { __value__: 'a cat', text: 'a decoy' },
      list: { __value__: ['a', 'b'], more: 1 },
    });
    expect(parseWorkflow(sent).get('6')?.inputs).toEqual({ text: 'a cat', list: { __value__: ['a', 'b'] } });
  });

  it.each([
    ['no object', [], 'no_prompt'],
    ['nothing', undefined, 'no_prompt'],
    ['an invalid node', { 6: 'x' }, 'invalid_prompt'],
    ['a node without a class', node({}, null), 'invalid_prompt'],
    ['a node with an empty class', node({}, ''), 'invalid_prompt'],
    ['a node without inputs', { 6: { class_type: 'A' } }, 'invalid_prompt'],
    ['inputs in a list', node(['x']), 'invalid_prompt'],
    ['a link of three', node({ text: ['4', 0, 1] }), 'bad_linked_input'],
    ['a link of one', node({ text: ['4'] }), 'bad_linked_input'],
    ['a link to a slot from the end', node({ text: ['4', -1] }), 'bad_linked_input'],
    ['a link to half a slot', node({ text: ['4', 0.5] }), 'bad_linked_input'],
    ['a link to a truth value', node({ text: ['4', true] }), 'bad_linked_input'],
    ['a link to a slot in letters', node({ text: ['4', '0'] }), 'bad_linked_input'],
    ['a link to a number', node({ text: [4, 0] }), 'bad_linked_input'],
    ['a list of links', node({ text: [['4', 0]] }), 'bad_linked_input'],
    ['an infinite number', node({ steps: Number.POSITIVE_INFINITY }), 'invalid_input_type'],
    ['half a character', node({ text: '\ud83d' }), 'invalid_input_type'],
    ['half a character in a name', node({ '\ud83d': 1 }), 'invalid_prompt'],
    [
      'an id that is the prototype',
      JSON.parse('{"__proto__": {"class_type": "A", "inputs": {}}}'),
      'invalid_prompt',
    ],
    ['an input that is the prototype', node(JSON.parse('{"__proto__": "x"}')), 'invalid_prompt'],
    ['a key that is the prototype', node({ a: JSON.parse('{"__proto__": "x"}') }), 'invalid_prompt'],
  ])('refuses %s', (_, sent, type) => {
    expect(mistakeOf(sent)).toBe(type);
  });

  it.each([
    ['a link', ['4'], 'bad_linked_input'],
    ['a value', Number.NaN, 'invalid_input_type'],
  ])('names the input of %s', (_, value, type) => {
    const place = { nodeId: '6', classType: 'CLIPTextEncode', input: 'text' };
    expect(() => parseWorkflow(node({ text: value }))).toThrow(
      expect.objectContaining({ type, details: 'text', place }),
    );
  });

  it('refuses values of any depth without recursion', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(mistakeOf(node({ text: deep }))).toBe('invalid_input_type');
  });

  it.each<[string, (inner: unknown) => unknown]>([
    ['lists', (inner) => [inner]],
    ['objects', (inner) => ({ inner })],
  ])('reads sixteen levels of %s', (_, around) => {
    const nested = (levels: number): unknown => (levels === 0 ? 'x' : around(nested(levels - 1)));
    const wrapped = (levels: number) => mistakeOf(node({ text: { __value__: nested(levels) } }));
    expect([wrapped(16), wrapped(17)]).toEqual(['none', 'invalid_input_type']);
    const within = (levels: number) => mistakeOf(node({ text: { inner: nested(levels - 1) } }));
    expect([within(16), within(17)]).toEqual(['none', 'invalid_input_type']);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'nobody'])('reads %s as an ordinary name', (name) => {
    const workflow = parseWorkflow({ [name]: { class_type: name, inputs: { [name]: name } } });
    expect(read(workflow)).toMatchObject({ kind: 'denied', nodeId: name, classType: name });
  });

  it('reports errors as ComfyUI does', () => {
    const place = { nodeId: '6', classType: 'CLIPTextEncode', input: 'text' };
    expect(
      workflowErrorBody(new WorkflowError('bad_linked_input', 'Bad linked input', 'text', place)),
    ).toEqual({
      error: {
        type: 'prompt_outputs_failed_validation',
        message: 'Prompt outputs failed validation',
        details: '',
        extra_info: {},
      },
      node_errors: {
        6: {
          errors: [
            {
              type: 'bad_linked_input',
              message: 'Bad linked input',
              details: 'text',
              extra_info: { input_name: 'text' },
            },
          ],
          dependent_outputs: [],
          class_type: 'CLIPTextEncode',
        },
      },
    });
    expect(workflowErrorBody(new WorkflowError('no_prompt', 'No prompt provided', ''))).toMatchObject({
      error: { type: 'no_prompt' },
      node_errors: {},
    });
  });
});

describe('any JSON', () => {
  const name = fc.constantFrom(
    '1',
    '2',
    'text',
    'class_type',
    'inputs',
    '__value__',
    'CLIPTextEncode',
    'SaveImage',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 'x', '1', ''),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(name, tie('any'), { maxKeys: 4 }),
    ),
  })).any;

  it('is a workflow or a reported error, never an exception', () => {
    fc.assert(
      fc.property(
        value,
        fc.dictionary(name, fc.record({ class_type: name, inputs: value })),
        (any, nodes) => {
          for (const sent of [any, nodes]) {
            try {
              read(parseWorkflow(sent));
            } catch (error) {
              if (!(error instanceof WorkflowError)) throw error;
            }
          }
        },
      ),
    );
  });
});

describe('parseObjectInfo', () => {
  it('reads a server’s descriptions of nodes, and skips unreadable ones', () => {
    const info = parseObjectInfo({
      KSampler: {
        input: {
          required: { model: ['MODEL', {}], sampler_name: [['euler'], {}] },
          optional: { cfg: ['FLOAT'] },
        },
        output: ['LATENT', ['a', 'b']],
        output_node: false,
        python_module: 'nodes',
      },
      Ours: { input: {}, output: [], output_node: true, python_module: 'custom_nodes.ours' },
      Broken: { input: 'x', output: [] },
    });
    expect([...info.keys()]).toEqual(['KSampler', 'Ours']);
    const sampler = info.get('KSampler');
    expect([...(sampler?.inputs ?? [])]).toEqual([
      ['model', 'MODEL'],
      ['sampler_name', 'COMBO'],
      ['cfg', 'FLOAT'],
    ]);
    expect(sampler).toMatchObject({ outputs: ['LATENT', 'COMBO'], isOutput: false, standard: true });
    expect(info.get('Ours')).toMatchObject({ isOutput: true, standard: false });
  });

  it('refuses a value that is not a list of nodes', () => {
    expect(() => parseObjectInfo([])).toThrow(WorkflowError);
  });
});
