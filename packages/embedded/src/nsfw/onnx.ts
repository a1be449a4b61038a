import { float, integer, join, type Message, nested } from './protobuf.ts';

/** An ONNX attribute: whole numbers go as INT or INTS, `{ float }` as FLOAT. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** One operation: `inputs` name tensors or other nodes; its only output bears the node's name. */
export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Weights, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: { readonly name: string; readonly shape: readonly number[] };
}

/** Operator set 9 is the last in which Clip and Pad take their constants as attributes. IR version 4 goes with it. */
const OPERATOR_SET = 9;
const IR_VERSION = 4;

/** `TensorProto.DataType` and `AttributeProto.AttributeType` of onnx.proto. */
const FLOAT_TENSOR = 1;
const ATTRIBUTE = { float: 1, int: 2, ints: 7 };

/** A graph as the bytes of an ONNX model; field numbers as in onnx.proto. */
export function encodeOnnx({ nodes, weights, input, output }: Graph): Uint8Array {
  const graph = [
    ...nodes.map((node) => nested(1, encodeNode(node))),
    nested(2, 'graph'),
    ...[...weights].map(([name, tensor]) => nested(5, encodeTensor(name, tensor))),
    nested(11, encodeValue(input)),
    nested(12, encodeValue(output)),
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
  if ('float' in value) return [nested(1, name), float(2, value.float), integer(20, ATTRIBUTE.float)];
  return [nested(1, name), ...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE.ints)];
}

function encodeTensor(name: string, { shape, data }: Tensor): Message {
  // ONNX wants little-endian, which is what every machine that onnxruntime is built for has.
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [
    ...shape.map((side) => integer(1, side)),
    integer(2, FLOAT_TENSOR),
    nested(8, name),
    nested(9, raw),
  ];
}

function encodeValue({ name, shape }: Graph['input']): Message {
  const dimensions = shape.map((side) => nested(1, [integer(1, side)]));
  return [nested(1, name), nested(2, [nested(1, [integer(1, FLOAT_TENSOR), nested(2, dimensions)])])];
}
