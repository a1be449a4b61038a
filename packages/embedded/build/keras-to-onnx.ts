import * as z from 'zod';
import { addHead, type Dense } from './head.ts';
import { channelsFirst, outputsFirst } from './kernels.ts';
import type { KerasModel } from './nsfwjs.ts';
import { type Attribute, encodeOnnx, type Node, type Value, type Weights } from './onnx.ts';

const pair = z.tuple([z.int(), z.int()]);

// Every field that could change the arithmetic is read or pinned, so that another model fails loudly.
const convolution = {
  strides: pair,
  padding: z.enum(['valid', 'same']),
  activation: z.literal('linear'),
  use_bias: z.literal(false),
};
const layerSchema = z.discriminatedUnion('class_name', [
  layer('InputLayer', { batch_input_shape: z.tuple([z.null(), z.int(), z.int(), z.int()]) }),
  layer('ZeroPadding2D', { padding: z.tuple([pair, pair]) }),
  layer('Conv2D', { ...convolution, kernel_size: pair }),
  layer('DepthwiseConv2D', { ...convolution, kernel_size: pair, depth_multiplier: z.literal(1) }),
  layer('BatchNormalization', { epsilon: z.number(), center: z.literal(true), scale: z.literal(true) }),
  layer('ReLU', { max_value: z.number(), negative_slope: z.literal(0), threshold: z.literal(0) }),
  layer('Add', {}),
  layer('AveragePooling2D', { pool_size: pair, strides: pair, padding: z.literal('valid') }),
  layer('Flatten', {}),
  layer('Dropout', {}),
  layer('Dense', { units: z.int(), activation: z.enum(['relu', 'softmax']), use_bias: z.literal(true) }),
]);
const configSchema = z.object({ config: z.object({ layers: z.array(layerSchema) }) });

function layer<Name extends string, Config extends z.ZodRawShape>(name: Name, config: Config) {
  return z.object({
    name: z.string(),
    class_name: z.literal(name),
    config: z.object(config),
    inbound_nodes: z.array(z.array(z.tuple([z.string()]).rest(z.unknown()))),
  });
}

/**
 * Converts a sequence of Keras layers to an ONNX model. Its input is an image of any size, channels first; its outputs
 * are one probability for each class, of the whole image and of its parts.
 * @param windows Sides of the parts, in places of the last feature map; see {@link addHead}.
 * @throws Error when the model has a layer, or a setting of a layer, that this converter does not know.
 */
export function kerasToOnnx(model: KerasModel, windows: readonly number[] = []): Uint8Array {
  const { layers } = configSchema.parse(model.config).config;
  const nodes: Node[] = [];
  const weights = new Map<string, Weights>();
  /** The tensor with the output of each layer. Layers that do nothing at inference pass their input through. */
  const results = new Map<string, string>();
  let input: Value = { name: '', shape: [] };
  let features = '';
  const dense: Dense[] = [];

  const tensor = (name: string) => {
    const found = model.weights.get(name);
    if (found === undefined) throw new Error(`The model has no weights called ${name}.`);
    return found;
  };
  const weight = (name: string, arrange: (tensor: Weights) => Weights = (tensor) => tensor) => {
    weights.set(name, arrange(tensor(name)));
    return name;
  };

  for (const { name, inbound_nodes, ...typed } of layers) {
    const from = (inbound_nodes[0] ?? []).map(([source]) => {
      const result = results.get(source);
      if (result === undefined)
        throw new Error(`Layer ${name} of the model comes before its input ${source}.`);
      return result;
    });
    const add = (
      operator: string,
      inputs: string[],
      attributes: Record<string, Attribute> = {},
      suffix = '',
    ) => {
      nodes.push({ name: name + suffix, operator, inputs, attributes });
      results.set(name, name + suffix);
      return name + suffix;
    };
    switch (typed.class_name) {
      case 'InputLayer': {
        const [, , , channels] = typed.config.batch_input_shape;
        input = { name, shape: [1, channels, 'height', 'width'] };
        results.set(name, name);
        break;
      }
      case 'ZeroPadding2D': {
        const [[top, bottom], [left, right]] = typed.config.padding;
        add('Pad', from, { pads: [0, 0, top, left, 0, 0, bottom, right] });
        break;
      }
      case 'Conv2D':
        add(
          'Conv',
          [...from, weight(`${name}/kernel`, outputsFirst)],
          convolutionAttributes(typed.config, 1),
        );
        break;
      case 'DepthwiseConv2D': {
        const kernel = weight(`${name}/depthwise_kernel`, channelsFirst);
        const groups = weights.get(kernel)?.shape[0] ?? 1;
        add('Conv', [...from, kernel], convolutionAttributes(typed.config, groups));
        break;
      }
      case 'BatchNormalization': {
        const parts = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
        const inputs = [...from, ...parts.map((part) => weight(`${name}/${part}`))];
        add('BatchNormalization', inputs, { epsilon: { float: typed.config.epsilon } });
        break;
      }
      case 'ReLU':
        add('Clip', from, { min: { float: 0 }, max: { float: typed.config.max_value } });
        break;
      case 'Add':
        add('Add', from);
        break;
      case 'AveragePooling2D':
        if (features !== '') throw new Error('The model must average its features once.');
        features = from[0] ?? '';
        results.set(name, features);
        break;
      case 'Flatten':
      case 'Dropout':
        results.set(name, from[0] ?? '');
        break;
      case 'Dense': {
        if (features === '')
          throw new Error(`Layer ${name} of the model comes before the average of features.`);
        const [kernel, bias] = [tensor(`${name}/kernel`), tensor(`${name}/bias`)];
        dense.push({ name, kernel, bias, activation: typed.config.activation });
        results.set(name, name);
        break;
      }
    }
  }
  const head = addHead(features, dense, windows);
  return encodeOnnx({
    nodes: [...nodes, ...head.nodes],
    weights: new Map([...weights, ...head.weights]),
    input,
    outputs: head.outputs,
  });
}

function convolutionAttributes(
  config: { strides: number[]; kernel_size: number[]; padding: 'valid' | 'same' },
  group: number,
): Record<string, Attribute> {
  const [height = 1, width = 1] = config.kernel_size;
  if (config.padding === 'same' && config.strides.some((stride) => stride !== 1)) {
    throw new Error('Keras and ONNX pad a strided convolution with "same" padding differently.');
  }
  const [vertical, horizontal] = config.padding === 'same' ? [(height - 1) / 2, (width - 1) / 2] : [0, 0];
  const pads = [vertical, horizontal, vertical, horizontal];
  return { strides: config.strides, kernel_shape: config.kernel_size, pads, group };
}
