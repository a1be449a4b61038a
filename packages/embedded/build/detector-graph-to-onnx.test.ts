import { describe, expect, it } from 'vitest';
import { loadOnnxModel } from '../src/onnx-runtime.ts';
import { detectorGraphToOnnx, type GraphModel } from './detector-graph-to-onnx.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');
const integers = (...values: number[]) => ({ list: { i: values.map(String) } });
const texts = (...values: string[]) => ({ list: { s: values.map(encoded) } });
const node = (name: string, op: string, input: string[] = [], attr: object = {}) => ({
  name,
  op,
  input,
  attr,
});
const convolution = (stride: number, padding: string) => ({
  strides: integers(1, stride, stride, 1),
  padding: { s: encoded(padding) },
  dilations: integers(1, 1, 1, 1),
});

const KERNEL = Float32Array.from({ length: 9 * 2 }, (_, at) => ((at * 5) % 7) - 3);
const BIAS = [0.5, -1];
const DEPTH = Float32Array.from({ length: 9 * 2 }, (_, at) => ((at * 3) % 5) - 2);

/** Two branches that are added: a strided convolution and a depthwise one; and the largest of four, with a second channel. */
function graph(change: (nodes: ReturnType<typeof node>[]) => object[] = (nodes) => nodes): GraphModel {
  const nodes = [
    node('image', 'Placeholder'),
    node('kernel', 'Const'),
    node('conv', '_FusedConv2D', ['image', 'kernel', 'bias'], {
      ...convolution(2, 'SAME'),
      fused_ops: texts('BiasAdd', 'Relu'),
    }),
    node('depth', 'DepthwiseConv2dNative', ['conv', 'depth-kernel'], convolution(1, 'SAME')),
    node('pool', 'MaxPool', ['image'], {
      strides: integers(1, 2, 2, 1),
      ksize: integers(1, 2, 2, 1),
      padding: { s: encoded('SAME') },
    }),
    node('pad', 'Pad', ['pool', 'paddings']),
    node('sum', 'AddV2', ['depth', 'pad']),
    node('relu', 'Relu', ['sum']),
    node('list', 'Reshape', ['relu', 'shape']),
    node('Identity', 'Identity', ['list']),
  ];
  return {
    topology: { node: change(nodes) },
    weights: new Map([
      ['kernel', { shape: [3, 3, 1, 2], floats: KERNEL }],
      ['bias', { shape: [2], floats: Float32Array.from(BIAS) }],
      ['depth-kernel', { shape: [3, 3, 2, 1], floats: DEPTH }],
    ]),
    integers: new Map([['paddings', [0, 0, 0, 0, 0, 0, 0, 1]]]),
  };
}

const SIDES = [1, 1, 'height', 'width'] as const;

/** Computes the graph as TensorFlow documents its operations, for a picture whose sides are even. */
function byHand(image: (y: number, x: number) => number, height: number, width: number): number[] {
  const inside = (y: number, x: number, rows: number, columns: number) =>
    y >= 0 && x >= 0 && y < rows && x < columns;
  const [rows, columns] = [height / 2, width / 2];
  // "SAME" with stride 2 on an even side pads at the end only.
  const conv = (y: number, x: number, channel: number) => {
    let sum = BIAS[channel] ?? 0;
    for (let at = 0; at < 9; at += 1) {
      const [row, column] = [2 * y + Math.floor(at / 3), 2 * x + (at % 3)];
      if (inside(row, column, height, width)) sum += image(row, column) * (KERNEL[at * 2 + channel] ?? 0);
    }
    return Math.max(0, sum);
  };
  const depth = (y: number, x: number, channel: number) => {
    let sum = 0;
    for (let at = 0; at < 9; at += 1) {
      const [row, column] = [y + Math.floor(at / 3) - 1, x + (at % 3) - 1];
      if (inside(row, column, rows, columns))
        sum += conv(row, column, channel) * (DEPTH[at * 2 + channel] ?? 0);
    }
    return sum;
  };
  const pool = (y: number, x: number) =>
    Math.max(...[0, 1, 2, 3].map((at) => image(2 * y + (at >> 1), 2 * x + (at & 1))));
  return [0, 1].flatMap((channel) =>
    Array.from({ length: rows * columns }, (_, at) => {
      const [y, x] = [Math.floor(at / columns), at % columns];
      return Math.max(0, depth(y, x, channel) + (channel === 0 ? pool(y, x) : 0));
    }),
  );
}

describe('detectorGraphToOnnx', () => {
  it.each([
    [4, 4],
    [6, 10],
  ])('makes a model with the results of the graph, for a picture of %d × %d', async (height, width) => {
    const image = (y: number, x: number) => Math.sin(y * 3 + x * 5);
    const model = await loadOnnxModel(detectorGraphToOnnx(graph(), [...SIDES]));
    const data = Float32Array.from({ length: height * width }, (_, at) =>
      image(Math.floor(at / width), at % width),
    );
    const outputs = await model.run({ image: { data, shape: [1, 1, height, width] } });
    expect(Object.keys(outputs)).toEqual(['relu']);
    const expected = byHand(image, height, width);
    expect(outputs.relu).toHaveLength(expected.length);
    for (const [at, value] of expected.entries()) expect(outputs.relu?.[at]).toBeCloseTo(value, 4);
  });

  const changed = (name: string, change: object) =>
    graph((nodes) => nodes.map((each) => (each.name === name ? { ...each, ...change } : each)));

  it.each<[string, GraphModel, string | undefined]>([
    ['an operation that it does not know', changed('relu', { op: 'Softmax' }), 'Softmax'],
    ['weights that are missing', changed('depth', { input: ['conv', 'nowhere'] }), 'nowhere'],
    [
      'channels that are added in front',
      { ...graph(), integers: new Map([['paddings', [0, 0, 0, 0, 0, 0, 1, 1]]]) },
      'at the end',
    ],
    [
      'rows that are padded',
      { ...graph(), integers: new Map([['paddings', [0, 0, 1, 0, 0, 0, 0, 1]]]) },
      'at the end',
    ],
    ['an unknown padding', { ...graph(), integers: new Map() }, 'at the end'],
    [
      'dilated kernels',
      changed('depth', { attr: { ...convolution(1, 'SAME'), dilations: integers(1, 2, 2, 1) } }),
      undefined,
    ],
    [
      'different strides of rows and columns',
      changed('depth', { attr: { ...convolution(1, 'SAME'), strides: integers(1, 1, 2, 1) } }),
      'must be equal',
    ],
    [
      'another fused operation',
      changed('conv', { attr: { ...convolution(2, 'SAME'), fused_ops: texts('BiasAdd', 'Elu') } }),
      undefined,
    ],
    ['another padding', changed('depth', { attr: convolution(1, 'EXPLICIT') }), undefined],
  ])('refuses %s', (_, model, message) => {
    expect(() => detectorGraphToOnnx(model, [...SIDES])).toThrow(message);
  });
});
