import { float, integer, join, type Message, nested } from './protobuf.ts';

/** An ONNX attribute: whole numbers go as INT or INTS, `{ float }` as FLOAT, `{ text }` as STRING. */
export type Attribute = number | readonly number[] | { readonly float: number } | { readonly text: string };

/** One operation: `inputs` name tensors or other nodes; its only output bears the node's name. */
export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Weights as TensorFlow.js quantises them, row-major: value = byte × scale + min. */
export interface Weights {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  readonly scale: number;
  readonly min: number;
}

/** Weights that are not quantised, row-major. */
export interface FloatWeights {
  readonly shape: readonly number[];
  readonly floats: Float32Array;
}

/** An input or output. A side with a name, such as `height`, may differ from run to run. */
export interface Value {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly weights: ReadonlyMap<string, Weights | FloatWeights>;
  readonly input: Value;
  readonly outputs: readonly Value[];
}

/** Operator set 9 is the last in which Clip and Pad take their constants as attributes. IR version 4 goes with it. */
const OPERATOR_SET = 9;
const IR_VERSION = 4;

/** `TensorProto.DataType` and `AttributeProto.AttributeType` of onnx.proto. */
const TENSOR = { float: 1, uint8: 2 };
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 };

/**
 * A graph as the bytes of an ONNX model; field numbers as in onnx.proto. Weights stay one byte each: the model computes
 * `byte × scale + min` from constants, which ONNX Runtime does once, when it loads the model. `DequantizeLinear` would
 * name this better, but ONNX Runtime keeps that operator and computes it in every run.
 */
export function encodeOnnx({ nodes, weights, input, outputs }: Graph): Uint8Array {
  const tensors: Uint8Array[] = [];
  const operations: Node[] = [];
  for (const [name, weight] of weights) {
    const { shape } = weight;
    if ('floats' in weight) {
      tensors.push(encodeTensor(name, TENSOR.float, shape, littleEndian(...weight.floats)));
      continue;
    }
    const { bytes, scale, min } = weight;
    const named = (suffix: string) => `${name}/${suffix}`;
    const add = (own: string, operator: string, inputs: string[], attributes: Node['attributes'] = {}) =>
      operations.push({ name: own, operator, inputs, attributes });
    tensors.push(encodeTensor(named('bytes'), TENSOR.uint8, shape, bytes));
    tensors.push(encodeTensor(named('scale'), TENSOR.float, [], littleEndian(scale)));
    tensors.push(encodeTensor(named('min'), TENSOR.float, [], littleEndian(min)));
    add(named('floats'), 'Cast', [named('bytes')], { to: TENSOR.float });
    add(named('scaled'), 'Mul', [named('floats'), named('scale')]);
    add(name, 'Add', [named('scaled'), named('min')]);
  }
  const graph = [
    ...[...operations, ...nodes].map((node) => nested(1, encodeNode(node))),
    nested(2, 'graph'),
    ...tensors.map((tensor) => nested(5, tensor)),
    nested(11, encodeValue(input)),
    ...outputs.map((output) => nested(12, encodeValue(output))),
  ];
  return join([integer(1, IR_VERSION), nested(7, graph), nested(8, [integer(2, OPERATOR_SET)])]);
}

function encodeNode({ name, operator, inputs, attributes }: Node): Message {
  return [
    ...inputs.map((input) => nested(1, input)),
    nested(2, name),
    nested(3, name),
    nested(4, operator),
    ...Object.entries(attributes).map(([key, value]) => nested(5, encodeAttribute(key, value))),
  ];
}

function encodeAttribute(name: string, value: Attribute): Message {
  if (typeof value === 'number') return [nested(1, name), integer(3, value), integer(20, ATTRIBUTE.int)];
  if ('text' in value) return [nested(1, name), nested(4, value.text), integer(20, ATTRIBUTE.string)];
  if ('float' in value) return [nested(1, name), float(2, value.float), integer(20, ATTRIBUTE.float)];
  return [nested(1, name), ...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE.ints)];
}

function encodeTensor(name: string, type: number, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  return join([
    ...shape.map((side) => integer(1, side)),
    integer(2, type),
    nested(8, name),
    nested(9, bytes),
  ]);
}

function littleEndian(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setFloat32(4 * at, value, true);
  return bytes;
}

function encodeValue({ name, shape }: Value): Message {
  const dimensions = shape.map((side) =>
    nested(1, [typeof side === 'number' ? integer(1, side) : nested(2, side)]),
  );
  return [nested(1, name), nested(2, [nested(1, [integer(1, TENSOR.float), nested(2, dimensions)])])];
}
