/** SHA-256 of the file of the sentence embedding that the heads were trained on. */
export const MODEL_SHA256 = 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1';

/** One hidden layer over an embedding, row-major. The first output is the logit of unsafe; one for each category follows. */
export interface HeadWeights {
  readonly hidden: Float32Array;
  readonly hiddenBias: Float32Array;
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
}

/** Packed heads: base64 of little-endian float32. */
export interface HeadData {
  readonly hidden: string;
  readonly hiddenBias: string;
  readonly output: string;
  readonly outputBias: string;
}

/** Turns a logit into a likelihood: 1 / (1 + e^-(slope · logit + offset)). */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/** Turns the logits of the heads and of the small model into one likelihood: each divided by its spread, averaged, calibrated. */
export interface Blend {
  readonly spread: { readonly heads: number; readonly small: number };
  readonly calibration: Calibration;
}

/** Weight of the heads relative to the small model: the best one when a source was left out of training (`bench:prompts`). */
const HEADS_COUNT = 3;

/** Combines the logits of both models; the result is not calibrated. */
export function blendLogits(spread: Blend['spread'], heads: number, small: number): number {
  return (HEADS_COUNT * heads) / spread.heads + small / spread.small;
}

/** The calibrated likelihood of a logit, 0–1. */
export function likelihood({ slope, offset }: Calibration, logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + offset)));
}

/** Unpacks heads. */
export function loadHeads(data: HeadData): HeadWeights {
  return {
    hidden: floats(data.hidden),
    hiddenBias: floats(data.hiddenBias),
    output: floats(data.output),
    outputBias: floats(data.outputBias),
  };
}

/** Packs trained heads. */
export function packHeads({ hidden, hiddenBias, output, outputBias }: HeadWeights): HeadData {
  return {
    hidden: text(hidden),
    hiddenBias: text(hiddenBias),
    output: text(output),
    outputBias: text(outputBias),
  };
}

/** Computes the outputs of the heads for an embedding. */
export function headLogits(
  { hidden, hiddenBias, output, outputBias }: HeadWeights,
  embedding: Float32Array,
): Float64Array {
  const units = hiddenBias.length;
  const width = embedding.length;
  const active = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    let sum = hiddenBias[unit] ?? 0;
    for (let at = 0; at < width; at++) sum += (hidden[unit * width + at] ?? 0) * (embedding[at] ?? 0);
    active[unit] = Math.max(0, sum);
  }
  return Float64Array.from(outputBias, (bias, out) => {
    let logit = bias;
    for (let unit = 0; unit < units; unit++) logit += (output[out * units + unit] ?? 0) * (active[unit] ?? 0);
    return logit;
  });
}

function floats(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float32Array(bytes.buffer);
}

function text(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}
