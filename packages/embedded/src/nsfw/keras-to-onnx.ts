import * as z from 'zod';
import { type Attribute, encodeOnnx, type Node, type Tensor } from './onnx.ts';
import type { KerasModel } from './weights.ts';

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

/** A sequence of Keras layers as an ONNX model; pictures go in channels first, class probabilities come out. */
export function kerasToOnnx(model: KerasModel): { bytes: Uint8Array; input: string; output: string } {
  const { layers } = configSchema.parse(model.config).config;
  const nodes: Node[] = [];
  const weights = new Map<string, Tensor>();
  /** Which tensor holds a layer's answer; layers that do nothing when classifying pass their input's on. */
  const results = new Map<string, string>();
  let input = { name: '', shape: [0] };
  let output = { name: '', shape: [0] };

  const weight = (name: string, arrange: (tensor: Tensor) => Tensor = (tensor) => tensor) => {
    const tensor = model.weights.get(name);
    if (tensor === undefined) throw new Error(`The model has no weights called ${name}.`);
    weights.set(name, arrange(tensor));
    return name;
  };

  for (const { name, inbound_nodes, ...typed } of layers) {
    const from = (inbound_nodes[0] ?? []).map(([source]) => {
      const result = results.get(source);
      if (result === undefined)
        throw new Error(`The model's layer ${name} stands before its input ${source}.`);
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
  return { bytes: encodeOnnx({ nodes, weights, input, output }), input: input.name, output: output.name };
}

function convolutionAttributes(
  config: { strides: number[]; kernel_size: number[]; padding: 'valid' | 'same' },
  group: number,
): Record<string, Attribute> {
  const [height = 1, width = 1] = config.kernel_size;
  if (config.padding === 'same' && config.strides.some((stride) => stride !== 1)) {
    throw new Error('The model pads a strided convolution by itself, which Keras and ONNX do differently.');
  }
  const [vertical, horizontal] = config.padding === 'same' ? [(height - 1) / 2, (width - 1) / 2] : [0, 0];
  const pads = [vertical, horizontal, vertical, horizontal];
  return { strides: config.strides, kernel_shape: config.kernel_size, pads, group };
}

/** Keras keeps kernels as [height, width, in, out], ONNX as [out, in, height, width]. */
function outputsFirst({ shape, data }: Tensor): Tensor {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  const area = height * width;
  const arranged = new Float32Array(data.length);
  for (let at = 0; at < area; at += 1) {
    for (let from = 0; from < inputs; from += 1) {
      for (let to = 0; to < outputs; to += 1) {
        arranged[(to * inputs + from) * area + at] = data[(at * inputs + from) * outputs + to] ?? 0;
      }
    }
  }
  return { shape: [outputs, inputs, height, width], data: arranged };
}

/** A depthwise kernel of Keras is [height, width, channels, 1]; ONNX groups it as [channels, 1, height, width]. */
function channelsFirst({ shape, data }: Tensor): Tensor {
  const [height = 1, width = 1, channels = 1] = shape;
  return outputsFirst({ shape: [height, width, 1, channels], data });
}
