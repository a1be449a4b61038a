import * as z from 'zod';
import { channelsFirst, outputsFirst } from './kernels.ts';
import type { KerasModel } from './nsfwjs.ts';
import { type Attribute, encodeOnnx, type Node, type Weights } from './onnx.ts';

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
 * Converts a sequence of Keras layers to an ONNX model. Its input is an image, channels first; its output is one
 * probability for each class.
 * @throws Error when the model has a layer, or a setting of a layer, that this converter does not know.
 */
export function kerasToOnnx(model: KerasModel): Uint8Array {
  const { layers } = configSchema.parse(model.config).config;
  const nodes: Node[] = [];
  const weights = new Map<string, Weights>();
  /** The tensor with the output of each layer. Layers that do nothing at inference pass their input through. */
  const results = new Map<string, string>();
  let input = { name: '', shape: [0] };
  let output = { name: '', shape: [0] };

  const weight = (name: string, arrange: (tensor: Weights) => Weights = (tensor) => tensor) => {
    const tensor = model.weights.get(name);
    if (tensor === undefined) throw new Error(`The model has no weights called ${name}.`);
    weights.set(name, arrange(tensor));
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
        const [, height, width, channels] = typed.config.batch_input_shape;
        input = { name, shape: [1, channels, height, width] };
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
        add('AveragePool', from, { kernel_shape: typed.config.pool_size, strides: typed.config.strides });
        break;
      case 'Flatten':
        add('Flatten', from, { axis: 1 });
        break;
      case 'Dropout':
        results.set(name, from[0] ?? '');
        break;
      case 'Dense': {
        const sum = add('Gemm', [...from, weight(`${name}/kernel`), weight(`${name}/bias`)], {}, '/sum');
        const activation = typed.config.activation === 'softmax' ? 'Softmax' : 'Relu';
        output = { name: add(activation, [sum]), shape: [1, typed.config.units] };
        break;
      }
    }
  }
  return encodeOnnx({ nodes, weights, input, outputs: [output] });
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
