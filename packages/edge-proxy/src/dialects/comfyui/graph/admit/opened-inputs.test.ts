import { describe, expect, it } from 'vitest';
import { Slot, type SlottedObject } from '../../../../dialect-kit/fields/slot.ts';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { type OpenedInputs, openedFor, takePictures, withPictures } from './opened-inputs.ts';

const OPENED: OpenedInputs = { 'Load.image': 'picture', 'Load.url': 'address' };

it('has the operator’s role of an input, by class and name', () => {
  expect(openedFor(OPENED, 'Load', 'image')).toBe('picture');
  expect(openedFor(OPENED, 'Load', 'url')).toBe('address');
  expect(openedFor(OPENED, 'Other', 'image')).toBeUndefined();
  expect(openedFor({}, 'Load', 'toString')).toBeUndefined();
});

describe('takePictures', () => {
  const graph: Json = {
    3: { class_type: 'Load', inputs: { image: 'AAAA', url: 'x', size: 7 }, _meta: { title: 'mine' } },
    4: { class_type: 'Other', inputs: { image: 'BBBB' } },
    5: { class_type: 'Load', inputs: { image: ['3', 0] } },
    6: 'no node',
    7: { class_type: 'Load', inputs: 'no inputs' },
    8: { class_type: 7, inputs: { image: 'CCCC' } },
  };

  it('removes only the texts of inputs that are open for pictures', () => {
    const { graph: taken, slots } = takePictures(graph, OPENED);
    expect(taken).toEqual({
      ...graph,
      3: { class_type: 'Load', inputs: { image: '', url: 'x', size: 7 }, _meta: { title: 'mine' } },
    });
    expect(slots).toEqual([
      { nodeId: '3', input: 'image', slot: new Slot('picture', 'prompt.3.inputs.image', 'AAAA') },
    ]);
  });

  it('removes nothing without an open input, or without a graph', () => {
    expect(takePictures(graph, {})).toEqual({ graph, slots: [] });
    expect(takePictures('no graph', OPENED)).toEqual({ graph: 'no graph', slots: [] });
  });
});

describe('withPictures', () => {
  const taken = takePictures(
    {
      3: { class_type: 'Load', inputs: { image: 'AAAA' } },
      4: { class_type: 'Load', inputs: { image: 'BBBB' } },
    },
    OPENED,
  );
  const [three] = taken.slots;
  const name = new Slot('name', 'prompt.3.class_type', 'Load');

  it('puts each picture back at its input of a node that runs', () => {
    const tree: SlottedObject = {
      3: { class_type: name, inputs: { image: name, size: 7 } },
      5: { inputs: {} },
    };
    const { tree: placed, slots } = withPictures(tree, taken);
    expect(placed).toEqual({
      3: { class_type: name, inputs: { image: three?.slot, size: 7 } },
      5: { inputs: {} },
    });
    expect(slots).toEqual([three?.slot]);
  });

  it.each<[string, SlottedObject]>([
    ['a slot', { 3: name }],
    ['a list', { 3: [1] }],
    ['null', { 3: null }],
    ['a number', { 3: 7 }],
  ])('puts none into %s', (_, tree) => {
    expect(withPictures(tree, taken)).toEqual({ tree, slots: [] });
  });

  it.each<[string, SlottedObject]>([
    ['a slot', { inputs: name }],
    ['a list', { inputs: [1] }],
  ])('leaves a node alone whose inputs are %s', (_, node) => {
    expect(withPictures({ 3: node }, taken).tree).toEqual({ 3: node });
  });
});
