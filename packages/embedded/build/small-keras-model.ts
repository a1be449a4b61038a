import type { KerasModel } from './nsfwjs.ts';
import type { Weights } from './onnx.ts';

/** Side and channels of the input of the small model. */
export const SMALL_INPUT = { side: 4, channels: 2 };

function layer(name: string, className: string, config: unknown, ...sources: string[]) {
  const inbound = sources.length > 0 ? [sources.map((source) => [source, 0, 0, {}])] : [];
  return { name, class_name: className, config, inbound_nodes: inbound };
}

/** Weights with `values` as bytes; value = byte × 0.5 − 1. */
function weights(shape: number[], values: (at: number) => number): Weights {
  const length = shape.reduce((product, side) => product * side, 1);
  return { shape, bytes: Uint8Array.from({ length }, (_, at) => values(at)), scale: 0.5, min: -1 };
}

/** A model with every kind of layer that the converter knows, small enough that a test computes it by itself. */
export function smallKerasModel(): KerasModel {
  const { side, channels } = SMALL_INPUT;
  const conv = { activation: 'linear', use_bias: false, strides: [1, 1] };
  const around = { ...conv, padding: 'same', kernel_size: [3, 3] };
  const depth = { ...conv, padding: 'valid', kernel_size: [2, 2], depth_multiplier: 1 };
  const after = [0, 1];
  const whole = { pool_size: [side, side], strides: [side, side], padding: 'valid' };
  const layers = [
    layer('image', 'InputLayer', { batch_input_shape: [null, side, side, channels] }),
    layer('around', 'Conv2D', around, 'image'),
    layer('pad', 'ZeroPadding2D', { padding: [after, after] }, 'around'),
    layer('depth', 'DepthwiseConv2D', depth, 'pad'),
    layer('norm', 'BatchNormalization', { epsilon: 0.001, center: true, scale: true }, 'depth'),
    layer('relu', 'ReLU', { max_value: 6, negative_slope: 0, threshold: 0 }, 'norm'),
    layer('sum', 'Add', {}, 'relu', 'around'),
    layer('pool', 'AveragePooling2D', whole, 'sum'),
    layer('flat', 'Flatten', {}, 'pool'),
    layer('drop', 'Dropout', {}, 'flat'),
    layer('hidden', 'Dense', { units: 2, activation: 'relu', use_bias: true }, 'drop'),
    layer('classes', 'Dense', { units: 3, activation: 'softmax', use_bias: true }, 'hidden'),
  ];
  return {
    config: { config: { layers } },
    weights: new Map([
      ['around/kernel', weights([3, 3, 2, 2], (at) => (at * 5) % 4)],
      ['depth/depthwise_kernel', weights([2, 2, 2, 1], (at) => at % 5)],
      ['norm/gamma', weights([2], () => 4)],
      ['norm/beta', weights([2], (at) => 2 + at)],
      ['norm/moving_mean', weights([2], (at) => 3 + at)],
      ['norm/moving_variance', weights([2], () => 6)],
      ['hidden/kernel', weights([2, 2], (at) => at + 1)],
      ['hidden/bias', weights([2], (at) => 3 - at)],
      ['classes/kernel', weights([2, 3], (at) => (at * 2) % 7)],
      ['classes/bias', weights([3], (at) => at)],
    ]),
  };
}
