import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { onTestFinished } from 'vitest';
import { integer, join, type Message, nested } from '../../build/protobuf.ts';

/** `TensorProto.DataType` and `AttributeProto.AttributeType` of onnx.proto. */
const TYPE = { float: 1, int64: 7, bool: 9 };
const INTS = 7;
const INT = 2;

type Attribute = number | readonly number[];

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Record<string, Attribute> = {},
) {
  const encoded = Object.entries(attributes).map(([key, value]) => {
    const field = (each: number) => (typeof value === 'number' ? integer(3, each) : integer(8, each));
    const values = typeof value === 'number' ? [field(value)] : value.map(field);
    return nested(5, [nested(1, key), ...values, integer(20, typeof value === 'number' ? INT : INTS)]);
  });
  return nested(1, [
    ...inputs.map((name) => nested(1, name)),
    nested(2, output),
    nested(4, operator),
    ...encoded,
  ]);
}

function value(field: number, name: string, type: number, shape: readonly (number | string)[]): Uint8Array {
  const dimensions = shape.map((side) =>
    nested(1, typeof side === 'number' ? [integer(1, side)] : [nested(2, side)]),
  );
  return nested(field, [nested(1, name), nested(2, [nested(1, [integer(1, type), nested(2, dimensions)])])]);
}

function constant(name: string, type: number, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  return nested(5, [
    ...shape.map((side) => integer(1, side)),
    integer(2, type),
    nested(8, name),
    nested(9, bytes),
  ]);
}

function model(graph: Message): Uint8Array {
  return join([
    integer(1, 4),
    nested(7, [...graph.slice(0), nested(2, 'graph')]),
    nested(8, [integer(2, 9)]),
  ]);
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const whole = (...values: number[]) => new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);

/** Answers the mean of red, of green and of blue: a classifier of three classes. */
export function colourClassifier(side: number): Uint8Array {
  return model([
    node('GlobalAveragePool', ['pixels'], 'pooled'),
    node('Flatten', ['pooled'], 'means', { axis: 1 }),
    value(11, 'pixels', TYPE.float, [1, 3, side, side]),
    value(12, 'means', TYPE.float, [1, 3]),
  ]);
}

/**
 * A detector with a box at each pixel, in the shape of NudeNet's output, 1 × (4 + classes) × boxes. The scores of its two
 * classes are green and blue.
 */
export function greenAndBlueDetector(side: number): Uint8Array {
  const boxes = side * side;
  return model([
    node('Reshape', ['images', 'shape'], 'flat'),
    node('Concat', ['flat', 'flat'], 'output0', { axis: 1 }),
    constant('shape', TYPE.int64, [3], whole(1, 3, boxes)),
    value(11, 'images', TYPE.float, [1, 3, side, side]),
    value(12, 'output0', TYPE.float, [1, 6, boxes]),
  ]);
}

/** In the shape of Stable Diffusion's safety checker: true where the mean of the input is over a limit. */
export function brightnessChecker(limit: number): Uint8Array {
  return model([
    node('ReduceMean', ['clip_input'], 'mean', { axes: [1, 2, 3], keepdims: 0 }),
    node('Greater', ['mean', 'limit'], 'has_nsfw_concepts'),
    node('Identity', ['images'], 'out_images'),
    constant('limit', TYPE.float, [1], floats(limit)),
    value(11, 'clip_input', TYPE.float, ['batch', 3, 224, 224]),
    value(11, 'images', TYPE.float, ['batch', 'height', 'width', 3]),
    value(12, 'out_images', TYPE.float, ['batch', 'height', 'width', 3]),
    value(12, 'has_nsfw_concepts', TYPE.bool, ['batch']),
  ]);
}

/** Answers whole numbers, which are no scores. */
export function integerClassifier(side: number): Uint8Array {
  return model([
    node('Cast', ['pixels'], 'numbers', { to: TYPE.int64 }),
    value(11, 'pixels', TYPE.float, [1, 3, side, side]),
    value(12, 'numbers', TYPE.int64, [1, 3, side, side]),
  ]);
}

/** Writes a model into a folder of the test, and returns the file with its SHA-256. */
export function written(bytes: Uint8Array): { readonly file: string; readonly sha256: string } {
  const folder = mkdtempSync(path(tmpdir(), 'shoji-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path(folder, 'model.onnx');
  writeFileSync(file, bytes);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}
