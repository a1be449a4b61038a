import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadOnnxModel } from '../src/onnx-runtime.ts';
import { SHIPPED } from '../src/shipped-files.generated.ts';
import { kerasToOnnx } from './keras-to-onnx.ts';
import { SMALL_INPUT, smallKerasModel } from './small-keras-model.ts';

const { side: SIDE, channels: CHANNELS } = SMALL_INPUT;
/** An image, with channels last as in Keras. */
const pixel = (y: number, x: number, channel: number) => ((y * SIDE + x) * CHANNELS + channel) / 10 - 1;

/** Computes the small model as the documentation of Keras describes it, layer by layer. */
function byHand(): number[] {
  const { weights } = smallKerasModel();
  const weight = (name: string, at: number) => {
    const { bytes = new Uint8Array(), scale = NaN, min = NaN } = weights.get(name) ?? {};
    return (bytes[at] ?? NaN) * scale + min;
  };
  const range = (length: number) => Array.from({ length }, (_, index) => index);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const inside = (at: number) => at >= 0 && at < SIDE;
  /** "same": the kernel is centred on the pixel, and pixels outside the image count as zero. */
  const around = (y: number, x: number, to: number) =>
    sum(
      range(9 * CHANNELS).map((at) => {
        const [place, from] = [Math.floor(at / CHANNELS), at % CHANNELS];
        const [row, column] = [y + Math.floor(place / 3) - 1, x + (place % 3) - 1];
        const value = inside(row) && inside(column) ? pixel(row, column, from) : 0;
        return value * weight('around/kernel', at * 2 + to);
      }),
    );
  const depth = (y: number, x: number, channel: number) =>
    sum(
      range(4).map((at) => {
        const [dy, dx] = [Math.floor(at / 2), at % 2];
        return (
          (inside(y + dy) && inside(x + dx) ? around(y + dy, x + dx, channel) : 0) *
          weight('depth/depthwise_kernel', at * 2 + channel)
        );
      }),
    );
  const norm = (value: number, channel: number) => {
    const part = (name: string) => weight(`norm/${name}`, channel);
    const deviation = Math.sqrt(part('moving_variance') + 0.001);
    return (part('gamma') * (value - part('moving_mean'))) / deviation + part('beta');
  };
  const added = (y: number, x: number, channel: number) =>
    Math.min(6, Math.max(0, norm(depth(y, x, channel), channel))) + around(y, x, channel);
  const pooled = range(2).map(
    (channel) => sum(range(16).map((at) => added(Math.floor(at / 4), at % 4, channel))) / 16,
  );
  const dense = (name: string, inputs: number[], units: number) =>
    range(units).map(
      (unit) =>
        sum(inputs.map((input, at) => input * weight(`${name}/kernel`, at * units + unit))) +
        weight(`${name}/bias`, unit),
    );
  const hidden = dense('hidden', pooled, 2).map((value) => Math.max(0, value));
  const powers = dense('classes', hidden, 3).map(Math.exp);
  return powers.map((power) => power / sum(powers));
}

/** A copy of the small model with one setting of a layer changed. */
function changed(name: string, setting: object) {
  const model = smallKerasModel();
  const text = JSON.stringify(model.config);
  const config: unknown = JSON.parse(text, (_, value: unknown) =>
    value instanceof Object && 'name' in value && value.name === name && 'config' in value
      ? { ...value, config: { ...Object(value.config), ...setting } }
      : value,
  );
  return { ...model, config };
}

describe('kerasToOnnx', () => {
  it('makes a model with the same results as Keras', async () => {
    const model = await loadOnnxModel(kerasToOnnx(smallKerasModel()));
    // ONNX has channels first.
    const data = Float32Array.from({ length: CHANNELS * SIDE * SIDE }, (_, at) => {
      const place = at % (SIDE * SIDE);
      return pixel(Math.floor(place / SIDE), place % SIDE, Math.floor(at / (SIDE * SIDE)));
    });
    const outputs = await model.run({ image: { data, shape: [1, CHANNELS, SIDE, SIDE] } });
    const probabilities = outputs[model.outputNames[0] ?? ''] ?? [];
    const expected = byHand();
    expect(probabilities).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(probabilities[index]).toBeCloseTo(value, 5);
  });

  it('made the shipped model; otherwise run `npm run build:weights`', () => {
    const sha256 = createHash('sha256').update(kerasToOnnx(smallKerasModel())).digest('hex');
    expect(sha256).toBe(SHIPPED.smallModelSha256);
  });

  it.each([
    ['around', { activation: 'relu' }],
    ['around', { use_bias: true }],
    ['depth', { depth_multiplier: 2 }],
    ['norm', { scale: false }],
    ['relu', { negative_slope: 0.1 }],
    ['pool', { padding: 'same' }],
    ['classes', { activation: 'sigmoid' }],
  ])('refuses a layer %s with %j, which would change the result', (name, setting) => {
    expect(() => kerasToOnnx(changed(name, setting))).toThrow();
  });

  it('refuses "same" padding of a strided convolution', () => {
    const strided = changed('around', { padding: 'same', strides: [2, 2] });
    expect(() => kerasToOnnx(strided)).toThrow('pad a strided convolution');
  });

  it('names missing weights', () => {
    const model = smallKerasModel();
    const weights = new Map([...model.weights].filter(([name]) => name !== 'norm/gamma'));
    expect(() => kerasToOnnx({ ...model, weights })).toThrow('norm/gamma');
  });
});
