import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import type { ReadOptions } from '../types.ts';
import { infoOf, type Nodes, workflowOf } from '../workflow.test-helper.ts';
import { WorkflowError } from '../workflow-error.ts';
import { cargoError, droppedInputs, droppedNodeFields, keepKnown } from './known-inputs.ts';

const ADDRESS = 'https://example.com/a';

describe('keepKnown', () => {
  const kept = (nodes: Nodes, allowedNodes: string[] = [], options: Partial<ReadOptions> = {}) => {
    const { workflow, unknown } = keepKnown(workflowOf(nodes), { allowedNodes, ...options });
    return { inputs: Object.keys(workflow.get('it')?.inputs ?? {}), unknown };
  };

  it('removes inputs that a class does not have', () => {
    const nodes: Nodes = { it: ['CLIPTextEncode', { text: 'a', extra: 'b', clip: ['m', 1] }] };
    expect(kept(nodes)).toEqual({
      inputs: ['text', 'clip'],
      unknown: [{ nodeId: 'it', input: 'extra', value: 'b' }],
    });
  });

  it.each<[string, string, Record<string, Json>, string[]]>([
    ['a reroute takes any name', 'Reroute', { any: 'x' }, ['any']],
    ['an unknown class is judged elsewhere', 'Unknown', { any: 'x' }, ['any']],
    [
      'a growing input',
      'BatchImagesNode',
      { images: 1, 'images.image0': 1, 'other.image0': 1 },
      ['images', 'images.image0'],
    ],
    ['a plain input does not grow', 'CLIPTextEncode', { 'text.more': 'x' }, []],
    ['a sub-choice', 'ResizeImageMaskNode', { 'resize_type.crop': 'x' }, ['resize_type.crop']],
  ])('%s', (_, name, inputs, expected) => {
    expect(kept({ it: [name, inputs] }).inputs).toEqual(expected);
  });

  it('lets an input grow only by a type of ComfyUI', () => {
    const objectInfo = infoOf({
      Custom: {
        inputs: [
          ['grown', 'COMFY_AUTOGROW_V3'],
          ['own', 'MY_COMFY_TYPE'],
        ],
      },
    });
    const inputs = { 'grown.0': 1, 'own.0': 1 };
    expect(kept({ it: ['Custom', inputs] }, [], { objectInfo }).inputs).toEqual(['grown.0']);
  });

  it('keeps every input of an allowed class', () => {
    expect(kept({ it: ['CLIPTextEncode', { extra: 'x' }] }, ['CLIPTextEncode']).unknown).toEqual([]);
    expect(kept({ it: ['CLIPTextEncode', { extra: 'x' }] }, ['Other']).unknown).toHaveLength(1);
  });
});

describe('droppedInputs', () => {
  const running = workflowOf({ it: ['CLIPTextEncode', { text: 'a' }] });
  const dropped = (input: string, value: Json, nodeId = 'it') =>
    droppedInputs([{ nodeId, input, value }], running);

  it('names the path, and gives the rules what was in it', () => {
    expect(dropped('extra', { deep: ['words', 7] })).toEqual({
      paths: ['prompt.it.inputs.extra'],
      texts: ['extra', 'deep', 'words'],
    });
  });

  it('says nothing about a node that does not run', () => {
    expect(dropped('extra', ADDRESS, 'gone')).toEqual({ paths: [], texts: [] });
  });

  it('shows only paths that an editor could have written', () => {
    const hidden = ['A field without a plain name'];
    expect(dropped('Extra input: 1 @x-y', 1).paths).toEqual(['prompt.it.inputs.Extra input: 1 @x-y']);
    for (const input of ['<b>', 'é', 'x'.repeat(104)]) expect(dropped(input, 1).paths).toEqual(hidden);
    expect(dropped('x'.repeat(103), 1).paths).toEqual([`prompt.it.inputs.${'x'.repeat(103)}`]);
  });

  it.each<[string, string, Json]>([
    ['a value', 'extra', ADDRESS],
    ['a value inside', 'extra', [{ a: ADDRESS }]],
    ['a name', ADDRESS, 1],
  ])('throws for %s that could be an address', (_, input, value) => {
    expect(() => dropped(input, value)).toThrow(
      expect.objectContaining({
        type: 'value_not_allowed',
        details: input,
        place: { nodeId: 'it', classType: 'CLIPTextEncode', input },
      }),
    );
  });
});

describe('droppedNodeFields', () => {
  it('names what a node has beside its class, inputs and title', () => {
    const node = {
      class_type: 'A',
      inputs: { x: ADDRESS },
      _meta: { title: ADDRESS },
      is_changed: 1,
      mode: null,
    };
    expect(droppedNodeFields({ 3: node, 4: 'no node', 5: { note: 'x' } })).toEqual([
      'prompt.3.is_changed',
      'prompt.5.note',
    ]);
  });

  it.each<[Json]>([[[]], ['x'], [null]])('finds nothing in %j', (prompt) => {
    expect(droppedNodeFields(prompt)).toEqual([]);
  });

  it.each([
    ['note', ADDRESS],
    [ADDRESS, 1],
  ])('throws for %s: %s', (key, value) => {
    expect(() => droppedNodeFields({ 3: { class_type: 'Class', [key]: value } })).toThrow(
      expect.objectContaining({ place: { nodeId: '3', classType: 'Class', input: key } }),
    );
  });
});

describe('cargoError', () => {
  it.each([
    [
      'picture',
      'an encoded picture',
      'judged pictures with comfyui({ fields: { "Load.url": \'picture\' } })',
    ],
    [
      'address',
      'an address',
      'addresses, whose pictures are not judged with comfyui({ fields: { "Load.url": \'address\' } })',
    ],
    [
      'path',
      'a path of the server',
      'addresses, whose pictures are not judged with comfyui({ fields: { "Load.url": \'address\' } })',
    ],
  ] as const)('for a %s names it and the setting', (cargo, name, setting) => {
    const error = cargoError('3', 'Load', 'url', cargo);
    expect(error).toBeInstanceOf(WorkflowError);
    expect(error.message).toContain(`This input could hold ${name}, which would not be judged there.`);
    expect(error.message).toContain(`The operator can open this input for ${setting}.`);
    expect(error.place).toEqual({ nodeId: '3', classType: 'Load', input: 'url' });
  });

  it.each([
    ['', 'url'],
    ['Load', '"url"'],
    ['Load', 'x'.repeat(120)],
    ['é', 'url'],
  ])('does not repeat the name %s.%s', (classType, input) => {
    const { message } = cargoError('3', classType, input, 'address');
    expect(message).toMatch(/The operator can open inputs with comfyui\(\{ fields \}\)\.$/);
  });
});
