import type { FloatWeights, Weights } from './onnx.ts';

/** TensorFlow stores kernels as [height, width, in, out], ONNX as [out, in, height, width]. */
export function outputsFirst<Tensor extends Weights | FloatWeights>(tensor: Tensor): Tensor {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = tensor.shape;
  const area = height * width;
  const arrange = <Values extends Uint8Array | Float32Array>(values: Values, arranged: Values): Values => {
    for (let at = 0; at < area; at += 1) {
      for (let from = 0; from < inputs; from += 1) {
        for (let to = 0; to < outputs; to += 1) {
          arranged[(to * inputs + from) * area + at] = values[(at * inputs + from) * outputs + to] ?? 0;
        }
      }
    }
    return arranged;
  };
  const shape = [outputs, inputs, height, width];
  return 'floats' in tensor
    ? { ...tensor, shape, floats: arrange(tensor.floats, new Float32Array(tensor.floats.length)) }
    : { ...tensor, shape, bytes: arrange(tensor.bytes, new Uint8Array(tensor.bytes.length)) };
}

/** A depthwise kernel of TensorFlow is [height, width, channels, 1]; ONNX groups it as [channels, 1, height, width]. */
export function channelsFirst<Tensor extends Weights | FloatWeights>(tensor: Tensor): Tensor {
  const [height = 1, width = 1, channels = 1] = tensor.shape;
  return outputsFirst({ ...tensor, shape: [height, width, 1, channels] });
}
