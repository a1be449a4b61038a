import * as z from 'zod';
import { addHead, type Dense } from './head.ts';
import { channelsFirst, outputsFirst } from './kernels.ts';
import type { GraphModel } from './nsfwjs.ts';
import { type Attribute, encodeOnnx, type Node, type Weights } from './onnx.ts';
import { integers, ones, operation, text, words } from './tf-graph.ts';

const channelsLast = z.object({ s: text.pipe(z.literal('NHWC')) });

// Every attribute that could change the arithmetic is read or pinned, so that another model fails loudly.
const convolution = z.object({
  strides: integers,
  padding: z.object({ s: text.pipe(z.literal('SAME')) }),
  dilations: ones,
  data_format: channelsLast,
  fused_ops: words.pipe(
    z.union([z.tuple([z.literal('BiasAdd')]), z.tuple([z.literal('BiasAdd'), z.literal('Relu6')])]),
  ),
});
const matrixProduct = z.object({
  transpose_a: z.object({ b: z.literal(false) }),
  transpose_b: z.object({ b: z.literal(false) }),
  fused_ops: words.pipe(z.tuple([z.literal('BiasAdd')])),
});
const pool = z.object({ padding: z.object({ s: text.pipe(z.literal('VALID')) }), data_format: channelsLast });

const known = operation.extend({
  op: z.enum([
    'Placeholder',
    'Const',
    'Mul',
    'Sub',
    '_FusedConv2D',
    'FusedDepthwiseConv2dNative',
    'AddV2',
    'AvgPool',
    'Squeeze',
    '_FusedMatMul',
    'Softmax',
    'Identity',
  ]),
});
const topologySchema = z.object({ node: z.array(known) });

/** A clipped convolution keeps values between these. */
const RELU6 = { min: { float: 0 }, max: { float: 6 } };

/**
 * Converts a graph model of TensorFlow.js that classifies images to an ONNX model. Its input is an image of any size
 * whose sides are multiples of 32, channels first; its outputs are one probability for each class, of the whole image
 * and of its parts.
 * `detectorGraphToOnnx` is for a graph whose outputs are its maps of features.
 * @param windows Sides of the parts, in places of the last feature map; see {@link addHead}.
 * @throws Error when the model has an operation, or an attribute of one, that this converter does not know.
 */
export function classifierGraphToOnnx(model: GraphModel, windows: readonly number[] = []): Uint8Array {
  const { node: graph } = topologySchema.parse(model.topology);
  const nodes: Node[] = [];
  const weights = new Map<string, Weights>();
  /** The tensor with the result of each operation. Those that do nothing at inference pass their input through. */
  const results = new Map<string, string>();
  const dense: Dense[] = [];
  let [input, features, probabilities] = ['', '', ''];

  const tensor = (name: string) => {
    const found = model.weights.get(name);
    if (found === undefined) throw new Error(`The model has no weights called ${name}.`);
    return found;
  };
  const weight = (name: string, arrange: (tensor: Weights) => Weights = (tensor) => tensor) => {
    weights.set(name, arrange(tensor(name)));
    return name;
  };
  const result = (name: string) => {
    const found = results.get(name);
    if (found === undefined) throw new Error(`The model uses ${name} before it computes it.`);
    return found;
  };

  // TensorFlow.js orders constants as it likes; the other operations come after their inputs.
  for (const { name } of graph.filter(({ op }) => op === 'Const')) results.set(name, name);
  for (const { name, op, input: inputs, attr } of graph) {
    const [first = '', second = '', third = ''] = inputs;
    const add = (operator: string, from: string[], attributes: Record<string, Attribute> = {}) => {
      nodes.push({ name, operator, inputs: from, attributes });
      results.set(name, name);
    };
    switch (op) {
      case 'Const':
        break;
      case 'Placeholder':
        if (input !== '') throw new Error('The model must have one input.');
        input = name;
        results.set(name, name);
        break;
      case 'Mul':
      case 'Sub':
      case 'AddV2': {
        const operator = op === 'AddV2' ? 'Add' : op;
        add(
          operator,
          [first, second].map((from) => (model.weights.has(from) ? weight(from) : result(from))),
        );
        break;
      }
      case '_FusedConv2D':
      case 'FusedDepthwiseConv2dNative': {
        const { strides, fused_ops } = convolution.parse(attr);
        const kernel = weight(second, op === '_FusedConv2D' ? outputsFirst : channelsFirst);
        const [outputs = 1, , side = 1] = weights.get(kernel)?.shape ?? [];
        const attributes = {
          kernel_shape: [side, side],
          strides: strides.slice(1, 3),
          pads: samePads(side, strides[1] ?? 1),
          group: op === '_FusedConv2D' ? 1 : outputs,
        };
        const clipped = fused_ops.length > 1;
        nodes.push({
          name: clipped ? `${name}/sum` : name,
          operator: 'Conv',
          inputs: [result(first), kernel, weight(third)],
          attributes,
        });
        if (clipped) add('Clip', [`${name}/sum`], RELU6);
        else results.set(name, name);
        break;
      }
      case 'AvgPool':
        pool.parse(attr);
        features = result(first);
        results.set(name, features);
        break;
      case '_FusedMatMul':
        if (features === '') throw new Error(`${name} comes before the average of features.`);
        matrixProduct.parse(attr);
        dense.push({ name, kernel: tensor(second), bias: tensor(third), activation: 'softmax' });
        results.set(name, name);
        break;
      case 'Softmax':
        probabilities = name;
        results.set(name, result(first));
        break;
      case 'Squeeze':
      case 'Identity':
        results.set(name, result(first));
        break;
    }
  }
  if (probabilities === '') throw new Error('The model must end in softmax.');
  const head = addHead(features, dense, windows);
  return encodeOnnx({
    nodes: [...nodes, ...head.nodes],
    weights: new Map([...weights, ...head.weights]),
    input: { name: input, shape: [1, 3, 'height', 'width'] },
    outputs: head.outputs,
  });
}

/** "SAME" for inputs whose sides the stride divides: [top, left, bottom, right]. Odd padding goes to the end. */
function samePads(side: number, stride: number): number[] {
  const total = Math.max(0, side - stride);
  const before = Math.floor(total / 2);
  return [before, before, total - before, total - before];
}
