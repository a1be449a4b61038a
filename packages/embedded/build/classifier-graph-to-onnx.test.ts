import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadOnnxModel } from '../src/onnx-runtime.ts';
import { SHIPPED } from '../src/shipped-files.generated.ts';
import { classifierGraphToOnnx } from './classifier-graph-to-onnx.ts';
import { GRAPH_INPUT, smallGraphModel } from './small-graph-model.ts';

const { side: SIDE, channels: CHANNELS } = GRAPH_INPUT;
const range = (length: number) => Array.from({ length }, (_, index) => index);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const pixel = (y: number, x: number, channel: number) => (((y * SIDE + x) * CHANNELS + channel) % 11) / 11;

type Plane = (y: number, x: number, channel: number) => number;

/** Computes the small graph as the documentation of TensorFlow describes it. Returns the features and a classifier. */
function byHand() {
  const { weights } = smallGraphModel();
  const weight = (name: string, at: number) => {
    const { bytes = new Uint8Array(), scale = Number.NaN, min = Number.NaN } = weights.get(name) ?? {};
    return (bytes[at] ?? Number.NaN) * scale + min;
  };
  const half = SIDE / 2;
  const within =
    (plane: Plane, side: number): Plane =>
    (y, x, channel) =>
      y >= 0 && x >= 0 && y < side && x < side ? plane(y, x, channel) : 0;
  const clip = (value: number) => Math.min(6, Math.max(0, value));
  const centred = within((y, x, channel) => 2 * pixel(y, x, channel) - 1, SIDE);
  // "SAME" with stride 2 on an even side pads only after the image.
  const first = within(
    (y, x, to) =>
      clip(
        sum(
          range(27).map((at) => {
            const [place, from] = [Math.floor(at / 3), at % 3];
            return (
              centred(2 * y + Math.floor(place / 3), 2 * x + (place % 3), from) *
              weight('first/w', at * 2 + to)
            );
          }),
        ) + weight('first/b', to),
      ),
    half,
  );
  const deep: Plane = (y, x, channel) =>
    clip(
      sum(
        range(9).map(
          (place) =>
            first(y + Math.floor(place / 3) - 1, x + (place % 3) - 1, channel) *
            weight('deep/w', place * 2 + channel),
        ),
      ) + weight('deep/b', channel),
    );
  const features: Plane = (y, x, to) =>
    sum(range(2).map((from) => deep(y, x, from) * weight('last/w', from * 2 + to))) +
    weight('last/b', to) +
    first(y, x, to);
  const classesOf = (top: number, left: number, cells: number) => {
    const pooled = range(2).map(
      (channel) =>
        sum(
          range(cells ** 2).map((at) => features(top + Math.floor(at / cells), left + (at % cells), channel)),
        ) /
        cells ** 2,
    );
    const powers = range(3).map((unit) =>
      Math.exp(
        sum(pooled.map((value, at) => value * weight('dense/w', at * 3 + unit))) + weight('dense/b', unit),
      ),
    );
    return powers.map((power) => power / sum(powers));
  };
  return { half, classesOf };
}

/** A copy of the small graph with attributes of an operation changed. */
function changed(name: string, attributes: object) {
  const model = smallGraphModel();
  const config: unknown = JSON.parse(JSON.stringify(model.topology), (_, value: unknown) =>
    value instanceof Object && 'name' in value && value.name === name && 'attr' in value
      ? { ...value, attr: { ...Object(value.attr), ...attributes } }
      : value,
  );
  return { ...model, topology: config };
}
const base64 = (value: string) => ({ s: Buffer.from(value, 'latin1').toString('base64') });

describe('classifierGraphToOnnx', () => {
  it('makes a model with the same results as TensorFlow, of the whole and of every window', async () => {
    const model = await loadOnnxModel(classifierGraphToOnnx(smallGraphModel(), [3, 2]));
    const data = Float32Array.from({ length: CHANNELS * SIDE * SIDE }, (_, at) => {
      const place = at % (SIDE * SIDE);
      return pixel(Math.floor(place / SIDE), place % SIDE, Math.floor(at / (SIDE * SIDE)));
    });
    const outputs = await model.run({ image: { data, shape: [1, CHANNELS, SIDE, SIDE] } });
    const { half, classesOf } = byHand();
    const windows = (cells: number) => {
      const across = half - cells + 1;
      return range(across ** 2).flatMap((at) => classesOf(Math.floor(at / across), at % across, cells));
    };
    expect(Object.keys(outputs).sort()).toEqual(['whole', 'window2', 'window3']);
    for (const [name, cells] of [
      ['whole', half],
      ['window3', 3],
      ['window2', 2],
    ] as const) {
      const expected = windows(cells);
      expect(outputs[name]).toHaveLength(expected.length);
      for (const [at, value] of expected.entries()) expect(outputs[name]?.[at]).toBeCloseTo(value, 5);
    }
  });

  it('made the shipped model; otherwise run `npm run build:weights`', () => {
    const sha256 = createHash('sha256').update(classifierGraphToOnnx(smallGraphModel())).digest('hex');
    expect(sha256).toBe(SHIPPED.smallGraphSha256);
  });

  it.each([
    ['first', { padding: base64('VALID') }],
    ['first', { data_format: base64('NCHW') }],
    ['first', { dilations: { list: { i: ['1', '2', '2', '1'] } } }],
    ['deep', { fused_ops: { list: { s: [base64('BiasAdd').s, base64('Elu').s] } } }],
    ['last', { fused_ops: { list: { s: [] } } }],
    ['pool', { padding: base64('SAME') }],
    ['dense', { transpose_b: { b: true } }],
  ])('refuses an operation %s with %j, which would change the result', (name, attributes) => {
    expect(() => classifierGraphToOnnx(changed(name, attributes))).toThrow();
  });

  it('names missing weights', () => {
    const model = smallGraphModel();
    const weights = new Map([...model.weights].filter(([name]) => name !== 'deep/w'));
    expect(() => classifierGraphToOnnx({ ...model, weights })).toThrow('deep/w');
  });

  it('refuses an operation that it does not know', () => {
    const topology = { node: [{ name: 'a', op: 'Tanh', input: [], attr: {} }] };
    expect(() => classifierGraphToOnnx({ ...smallGraphModel(), topology })).toThrow();
  });
});
