import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMBEDDING_WIDTH, loadEmbedder, MODEL_SHA256 } from '@shoji/embedded/training';

/** Bytes of the hash that a kept embedding is found by, and of the embedding itself. */
const KEY_BYTES = 16;
const ROW_BYTES = EMBEDDING_WIDTH * Float32Array.BYTES_PER_ELEMENT;
const RECORD_BYTES = KEY_BYTES + ROW_BYTES;
/** Embeddings that are written at once: an interrupted run keeps the ones before. */
const AT_ONCE = 256;

/**
 * The embedding of the first window of each text. Each text is embedded alone, as prompts are when they are judged: the
 * model is quantised by the batch, so the same text beside others has another embedding.
 * With a `cache` folder the embeddings are kept there, each under the hash of its text: a later run embeds new texts only.
 */
export async function embedTexts(
  texts: readonly string[],
  cache?: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Float32Array[]> {
  const file = cache && join(cache, `shoji-embeddings-${MODEL_SHA256.slice(0, 16)}.bin`);
  if (cache) mkdirSync(cache, { recursive: true });
  const kept = file ? readKept(file) : new Map<string, Float32Array>();
  const missing = texts.filter((text) => !kept.has(keyOf(text).toString('hex')));
  const embedder = missing.length > 0 ? await loadEmbedder() : undefined;
  for (let from = 0; embedder && from < missing.length; from += AT_ONCE) {
    const records: Buffer[] = [];
    for (const text of missing.slice(from, from + AT_ONCE)) {
      const [window = []] = embedder.windows(text);
      const [embedding = new Float32Array(EMBEDDING_WIDTH)] = await embedder.embed([window]);
      const key = keyOf(text);
      kept.set(key.toString('hex'), embedding);
      records.push(key, Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength));
    }
    if (file) appendFileSync(file, Buffer.concat(records));
    onProgress?.(Math.min(from + AT_ONCE, missing.length), missing.length);
  }
  return texts.map((text) => kept.get(keyOf(text).toString('hex')) ?? new Float32Array(EMBEDDING_WIDTH));
}

/** The first bytes of a text's SHA-256. */
function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, KEY_BYTES);
}

/** The embeddings of a cache file. A record that an interrupted run did not finish is left out. */
function readKept(file: string): Map<string, Float32Array> {
  const kept = new Map<string, Float32Array>();
  if (!existsSync(file)) return kept;
  const bytes = readFileSync(file);
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const row = new Float32Array(EMBEDDING_WIDTH);
    const from = at + KEY_BYTES;
    new Uint8Array(row.buffer).set(bytes.subarray(from, from + ROW_BYTES));
    kept.set(bytes.toString('hex', at, from), row);
  }
  return kept;
}
