import { BUCKETS } from './features.ts';

/** A linear model as it is shipped: sparse int8 weights over hashed features, one row an output. */
export interface LinearModelData {
  readonly outputs: readonly string[];
  /** For each output, the factor of its int8 weights, and its bias. */
  readonly scales: readonly number[];
  readonly biases: readonly number[];
  /** Base64 of, for each output: varint count, that many varint steps to the next bucket, that many int8 weights. */
  readonly weights: string;
}

/** A linear model whose weights are unpacked. */
export interface LinearModel {
  readonly outputs: readonly string[];
  /** Writes the logit of each output for a prompt's features: the mean pull of the features times √count, plus bias. */
  logits(features: Int32Array, count: number, into: Float64Array): void;
}

/** Unpacks the weights; some milliseconds. */
export function loadLinearModel(data: LinearModelData): LinearModel {
  const bytes = fromBase64(data.weights);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const rows = data.outputs.map(() => {
    const row = new Int8Array(BUCKETS);
    const buckets = new Int32Array(varint());
    let bucket = -1;
    for (let index = 0; index < buckets.length; index++) {
      bucket += varint();
      buckets[index] = bucket;
    }
    for (const known of buckets) row[known] = bytes[at++] ?? 0;
    return row;
  });
  return {
    outputs: data.outputs,
    logits(features, count, into) {
      const norm = 1 / Math.sqrt(Math.max(1, count));
      for (const [output, row] of rows.entries()) {
        let sum = 0;
        for (let index = 0; index < count; index++) sum += row[features[index] ?? 0] ?? 0;
        into[output] = sum * norm * (data.scales[output] ?? 0) + (data.biases[output] ?? 0);
      }
    },
  };
}

/** Packs dense rows as {@link LinearModelData}: the `keep` largest weights of each, in `levels` steps either side of 0. */
export function packLinearModel(
  rows: readonly { name: string; weights: Float32Array; bias: number; keep: number }[],
  levels = 31,
): LinearModelData {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  const scales = rows.map(({ weights, keep }) => {
    const sizes = Float32Array.from(weights, Math.abs).sort().reverse();
    const smallest = sizes[keep] ?? 0;
    // The largest weights are clipped: a few outliers would cost all the others their precision.
    const scale = (sizes[Math.floor(keep / 200)] ?? 1) / levels;
    const kept: [bucket: number, weight: number][] = [];
    for (const [bucket, weight] of weights.entries()) {
      const level = Math.max(-levels, Math.min(levels, Math.round(weight / scale)));
      if (Math.abs(weight) > smallest && level !== 0) kept.push([bucket, level]);
    }
    varint(kept.length);
    let previous = -1;
    for (const [bucket] of kept) {
      varint(bucket - previous);
      previous = bucket;
    }
    for (const [, weight] of kept) bytes.push(weight & 255);
    return scale;
  });
  return {
    outputs: rows.map((row) => row.name),
    scales,
    biases: rows.map((row) => row.bias),
    weights: toBase64(bytes),
  };
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function toBase64(bytes: readonly number[]): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
