import { Tokenizer } from '@huggingface/tokenizers';
import { CheckError } from '@shoji/core';
import { z } from 'zod';
import { loadOnnxModel, type OnnxModel } from '../onnx-runtime.ts';
import { readShipped, type ShippedFile } from '../shipped-files.ts';

/** Width of a token's vector in all-MiniLM-L6-v2. */
const TOKEN_WIDTH = 384;
/** Width of an embedding: the mean of the token vectors, normalised to length 1, and then the maximum of each component. */
export const EMBEDDING_WIDTH = 2 * TOKEN_WIDTH;
/** Maximum tokens of a window, start and end included. */
const WINDOW_TOKENS = 128;

const CLS = 101;
const SEP = 102;

/** Token ids of one window of a text, start and end included. */
export type Window = readonly number[];

export interface Embedder {
  /** Cuts a text into windows. All but long texts have one. */
  windows(text: string): Window[];
  /** Embeds the windows in one run, in their order. */
  embed(windows: readonly Window[]): Promise<Float32Array[]>;
}

const tokenizerFile = z.record(z.string(), z.unknown());

/**
 * Loads the sentence embedding that ships with this package: all-MiniLM-L6-v2, int8.
 * @throws CheckError `unavailable` when a file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadEmbedder(): Promise<Embedder> {
  const [model, tokenizer, config] = await Promise.all([
    readShipped('embedding').then(loadOnnxModel),
    readShippedJson('tokenizer'),
    readShippedJson('tokenizerConfig'),
  ]);
  const tokens = new Tokenizer(tokenizer, config);
  return {
    windows: (text) => cut(tokens.encode(text).ids),
    embed: (windows) => run(model, windows),
  };
}

async function readShippedJson(file: ShippedFile): Promise<Record<string, unknown>> {
  return tokenizerFile.parse(JSON.parse(new TextDecoder().decode(await readShipped(file))));
}

/** Cuts tokens into windows, each with the start and the end of a text. */
function cut(ids: readonly number[]): Window[] {
  if (ids.length <= WINDOW_TOKENS) return [ids];
  const inner = ids.slice(1, -1);
  const windows: Window[] = [];
  for (let from = 0; from < inner.length; from += WINDOW_TOKENS - 2) {
    windows.push([CLS, ...inner.slice(from, from + WINDOW_TOKENS - 2), SEP]);
  }
  return windows;
}

/** Runs the windows as one batch and pools the token vectors of each. */
async function run(model: OnnxModel, windows: readonly Window[]): Promise<Float32Array[]> {
  const rows = windows.length;
  const columns = Math.max(...windows.map((window) => window.length));
  const ids = new BigInt64Array(rows * columns);
  const mask = new BigInt64Array(rows * columns);
  for (const [row, window] of windows.entries()) {
    for (const [column, id] of window.entries()) {
      ids[row * columns + column] = BigInt(id);
      mask[row * columns + column] = 1n;
    }
  }
  const shape = [rows, columns];
  const output = await model.run({
    input_ids: { data: ids, shape },
    attention_mask: { data: mask, shape },
    token_type_ids: { data: new BigInt64Array(rows * columns), shape },
  });
  const vectors = output.last_hidden_state;
  if (vectors === undefined)
    throw new CheckError('invalid-answer', 'The sentence embedding has no output "last_hidden_state".');
  return windows.map((window, row) => pooled(vectors, row * columns, window.length));
}

/**
 * Pools token vectors by mean and by maximum. The mean shows the subject of a text. The maximum also shows a single word
 * among many others, which hardly changes the mean.
 */
function pooled(vectors: Float32Array, from: number, tokens: number): Float32Array {
  const embedding = new Float32Array(EMBEDDING_WIDTH).fill(Number.NEGATIVE_INFINITY, TOKEN_WIDTH);
  const mean = embedding.subarray(0, TOKEN_WIDTH);
  const highest = embedding.subarray(TOKEN_WIDTH);
  for (let token = 0; token < tokens; token++) {
    const row = (from + token) * TOKEN_WIDTH;
    for (let at = 0; at < TOKEN_WIDTH; at++) {
      const value = vectors[row + at] ?? 0;
      mean[at] = (mean[at] ?? 0) + value;
      highest[at] = Math.max(highest[at] ?? value, value);
    }
  }
  const length = Math.hypot(...mean);
  for (let at = 0; at < TOKEN_WIDTH; at++) mean[at] = (mean[at] ?? 0) / length;
  return embedding;
}
