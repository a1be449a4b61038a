import { describe, expect, it } from 'vitest';
import { parseObjectInfo } from './node-schema.ts';

const BLUR = {
  input: { required: { image: ['IMAGE', {}] }, optional: { mode: [['soft', 'hard'], {}] } },
  output: ['IMAGE', ['a', 'b']],
  output_node: true,
  python_module: 'custom_nodes.blur',
};
const schemaOf = (more: object = {}) => parseObjectInfo({ Blur: { ...BLUR, ...more } }).get('Blur');

describe('parseObjectInfo', () => {
  it('has the types of inputs and outputs; a list of choices is COMBO', () => {
    expect(schemaOf()).toEqual({
      inputs: new Map([
        ['image', 'IMAGE'],
        ['mode', 'COMBO'],
      ]),
      outputs: ['IMAGE', 'COMBO'],
      isOutput: true,
      standard: false,
    });
  });

  it.each([
    ['nodes', true],
    ['comfy_extras.nodes_mask', true],
    ['comfy_extras', false],
    ['nodes_of_mine', false],
    ['custom_nodes.nodes', false],
    ['custom_nodes.comfy_extras.x', false],
    ['comfy_api_nodes.nodes_x', false],
    [undefined, false],
  ])('counts module %s as a part of ComfyUI: %s', (python_module, standard) => {
    expect(schemaOf({ python_module })).toMatchObject({ standard });
  });

  it.each([[false], [undefined]])(
    'does not count a class with output_node %s as an output',
    (output_node) => {
      expect(schemaOf({ output_node })).toMatchObject({ isOutput: false });
    },
  );

  it('needs no inputs', () => {
    expect(schemaOf({ input: {} })?.inputs.size).toBe(0);
  });

  it('leaves out a class that it cannot read, and keeps the others', () => {
    const info = parseObjectInfo({
      Blur: BLUR,
      Odd: { output: [] },
      Other: 7,
      Plain: { input: {}, output: [] },
    });
    expect([...info.keys()]).toEqual(['Blur', 'Plain']);
  });

  it.each([[[]], ['nodes'], [null]])('throws for %j', (value) => {
    expect(() => parseObjectInfo(value)).toThrow(
      expect.objectContaining({
        type: 'invalid_object_info',
        message: 'The list of nodes is not an object.',
      }),
    );
  });
});
