import type { GraphModel } from './nsfwjs.ts';
import type { Weights } from './onnx.ts';

/** Side and channels of the input of the small graph. */
export const GRAPH_INPUT = { side: 8, channels: 3 };

const text = (value: string) => ({ s: Buffer.from(value, 'latin1').toString('base64') });
const texts = (...values: string[]) => ({ list: { s: values.map((value) => text(value).s) } });
const integers = (...values: number[]) => ({ list: { i: values.map(String) } });

/** Weights with `values` as bytes; value = byte × 0.25 − 0.5. */
function weights(shape: number[], values: (at: number) => number): Weights {
  const length = shape.reduce((product, side) => product * side, 1);
  return { shape, bytes: Uint8Array.from({ length }, (_, at) => values(at)), scale: 0.25, min: -0.5 };
}

/** A graph with every operation that the converter knows, small enough that a test computes it by itself. */
export function smallGraphModel(): GraphModel {
  const convolution = (stride: number, ...fused: string[]) => ({
    strides: integers(1, stride, stride, 1),
    padding: text('SAME'),
    dilations: integers(1, 1, 1, 1),
    data_format: text('NHWC'),
    fused_ops: texts(...fused),
  });
  const product = { transpose_a: { b: false }, transpose_b: { b: false }, fused_ops: texts('BiasAdd') };
  const node = [
    ...['two', 'one', 'first/w', 'first/b', 'deep/w', 'deep/b', 'last/w', 'last/b', 'dense/w', 'dense/b'].map(
      (name) => ({ name, op: 'Const', attr: {} }),
    ),
    { name: 'image', op: 'Placeholder', attr: {} },
    { name: 'twice', op: 'Mul', input: ['two', 'image'], attr: {} },
    { name: 'centred', op: 'Sub', input: ['twice', 'one'], attr: {} },
    {
      name: 'first',
      op: '_FusedConv2D',
      input: ['centred', 'first/w', 'first/b'],
      attr: convolution(2, 'BiasAdd', 'Relu6'),
    },
    {
      name: 'deep',
      op: 'FusedDepthwiseConv2dNative',
      input: ['first', 'deep/w', 'deep/b'],
      attr: convolution(1, 'BiasAdd', 'Relu6'),
    },
    {
      name: 'last',
      op: '_FusedConv2D',
      input: ['deep', 'last/w', 'last/b'],
      attr: convolution(1, 'BiasAdd'),
    },
    { name: 'sum', op: 'AddV2', input: ['last', 'first'], attr: {} },
    {
      name: 'pool',
      op: 'AvgPool',
      input: ['sum'],
      attr: { padding: text('VALID'), data_format: text('NHWC') },
    },
    { name: 'flat', op: 'Squeeze', input: ['pool'], attr: {} },
    { name: 'dense', op: '_FusedMatMul', input: ['flat', 'dense/w', 'dense/b'], attr: product },
    { name: 'softmax', op: 'Softmax', input: ['dense'], attr: {} },
    { name: 'out', op: 'Identity', input: ['softmax'], attr: {} },
  ];
  return {
    topology: { node },
    weights: new Map([
      ['two', { ...weights([], () => 2), scale: 1, min: 0 }],
      ['one', { ...weights([], () => 1), scale: 1, min: 0 }],
      ['first/w', weights([3, 3, 3, 2], (at) => (at * 7) % 5)],
      ['first/b', weights([2], (at) => 3 + at)],
      ['deep/w', weights([3, 3, 2, 1], (at) => (at * 3) % 7)],
      ['deep/b', weights([2], (at) => 2 - at)],
      ['last/w', weights([1, 1, 2, 2], (at) => (at * 5) % 6)],
      ['last/b', weights([2], (at) => at)],
      ['dense/w', weights([2, 3], (at) => (at * 2) % 5)],
      ['dense/b', weights([3], (at) => at)],
    ]),
  };
}
