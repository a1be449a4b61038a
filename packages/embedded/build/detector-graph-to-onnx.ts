import * as z from 'zod';
import { channelsFirst, outputsFirst } from './kernels.ts';
import {
  type Attribute,
  encodeOnnx,
  type FloatWeights,
  type Node,
  type Value,
  type Weights,
} from './onnx.ts';
import { integers, ones, operation, text, words } from './tf-graph.ts';
import type { Tensors } from './tfjs-weights.ts';

/** A frozen TensorFlow graph as TensorFlow.js stores it. */
export interface GraphModel extends Tensors {
  readonly topology: unknown;
}

// Every attribute that could change the arithmetic is read or pinned, so that another graph fails loudly.
const square = integers.transform((sides, context) => {
  const [batch, vertical, horizontal, channels] = sides;
  if (batch !== 1 || channels !== 1 || vertical === undefined || vertical !== horizontal)
    context.addIssue('The strides of rows and columns must be equal.');
  return [vertical ?? 1, horizontal ?? 1] as const;
});
const padding = z.object({ s: text.pipe(z.enum(['SAME', 'VALID'])) }).transform(({ s }) => s);
const convolution = z.object({ strides: square, padding, dilations: ones });
const fused = convolution.extend({
  fused_ops: words.pipe(
    z.union([z.tuple([z.literal('BiasAdd')]), z.tuple([z.literal('BiasAdd'), z.literal('Relu')])]),
  ),
});
const pooling = z.object({ strides: square, padding, ksize: square });

const topologySchema = z.object({ node: z.array(operation) });

/**
 * Converts a frozen graph of convolutions to an ONNX model, channels first. The maps that the graph reshapes to lists are
 * the outputs, before they are reshaped: so any size of picture can be the input, and a reader of an output knows
 * its rows and columns.
 * @param sides The input's shape, such as `[1, 3, 'height', 'width']`.
 * @throws Error when the graph has an operation, or a setting of one, that this converter does not know.
 */
export function detectorGraphToOnnx(model: GraphModel, sides: Value['shape']): Uint8Array {
  const nodes: Node[] = [];
  const weights = new Map<string, Weights | FloatWeights>();
  const outputs: Value[] = [];
  /** Channels of the tensor with each name. */
  const channels = new Map<string, number>();
  let input: Value = { name: '', shape: [] };

  const weight = (name: string, arrange: (tensor: Weights | FloatWeights) => Weights | FloatWeights) => {
    const tensor = model.weights.get(name);
    if (tensor === undefined) throw new Error(`The model has no weights called ${name}.`);
    const arranged = arrange(tensor);
    weights.set(name, arranged);
    return arranged.shape;
  };

  for (const { name, op, input: from, attr } of topologySchema.parse(model.topology).node) {
    const [first = '', second = '', third = ''] = from;
    const add = (
      operator: string,
      inputs: readonly string[],
      attributes: Record<string, Attribute> = {},
      own = name,
    ) => nodes.push({ name: own, operator, inputs, attributes });
    switch (op) {
      case 'Const':
        break;
      case 'Placeholder':
        input = { name, shape: sides };
        break;
      case '_FusedConv2D': {
        const { fused_ops: then, ...settings } = fused.parse(attr);
        const [outs = 0, , ...kernel] = weight(second, outputsFirst);
        weight(third, (bias) => bias);
        const relu = then.length === 2;
        const own = relu ? `${name}/sum` : name;
        add('Conv', [first, second, third], attributesOf(settings, kernel, 1), own);
        if (relu) add('Relu', [own]);
        channels.set(name, outs);
        break;
      }
      case 'DepthwiseConv2dNative': {
        const [groups = 0, , ...kernel] = weight(second, channelsFirst);
        add('Conv', [first, second], attributesOf(convolution.parse(attr), kernel, groups));
        channels.set(name, groups);
        break;
      }
      case 'MaxPool': {
        const { strides, padding, ksize } = pooling.parse(attr);
        add('MaxPool', [first], { strides, kernel_shape: ksize, auto_pad: { text: autoPad(padding) } });
        channels.set(name, channels.get(first) ?? 0);
        break;
      }
      case 'Pad': {
        const [, , , , , , before = NaN, after = NaN, ...none] = model.integers.get(second) ?? [];
        const rest = model.integers.get(second)?.slice(0, 6) ?? [NaN];
        if (none.length > 0 || before !== 0 || rest.some((size) => size !== 0))
          throw new Error(`${name} must add channels at the end and nothing else.`);
        add('Pad', [first], { pads: [0, 0, 0, 0, 0, after, 0, 0] });
        channels.set(name, (channels.get(first) ?? 0) + after);
        break;
      }
      case 'AddV2':
      case 'Relu':
        add(op === 'Relu' ? 'Relu' : 'Add', from);
        channels.set(name, channels.get(first) ?? 0);
        break;
      case 'Reshape':
        outputs.push({
          name: first,
          shape: [1, channels.get(first) ?? 0, `rows/${outputs.length}`, `columns/${outputs.length}`],
        });
        break;
      case 'Identity':
        break;
      default:
        throw new Error(`The converter does not know the operation ${op}.`);
    }
  }
  return encodeOnnx({ nodes, weights, input, outputs });
}

function attributesOf(
  { strides, padding }: { strides: readonly number[]; padding: 'SAME' | 'VALID' },
  kernel: readonly number[],
  group: number,
): Record<string, Attribute> {
  return { strides, kernel_shape: kernel, group, auto_pad: { text: autoPad(padding) } };
}

/** TensorFlow pads more at the end where the padding is odd, as `SAME_UPPER` of ONNX does. */
function autoPad(padding: 'SAME' | 'VALID'): string {
  return padding === 'SAME' ? 'SAME_UPPER' : 'VALID';
}
