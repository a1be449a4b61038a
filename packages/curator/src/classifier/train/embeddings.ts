import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMBEDDING_WIDTH, loadEmbedder, MODEL_SHA256 } from '@shoji/embedded/training';

const BATCH = 32;

/**
 * The embedding of the beginning of each text, those of like length made together: padding costs time. The model is
 * quantized by the batch, so that the same texts in the same order are what gives the same embeddings.
 * With a `cache` folder they are kept in a file named after the hash of the model and of all texts.
 */
export async function embedTexts(
  texts: readonly string[],
  cache?: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Float32Array[]> {
  const hash = createHash('sha256').update(MODEL_SHA256);
  for (const text of texts) hash.update(`\0${text}`);
  const file = cache && join(cache, `shoji-embeddings-${hash.digest('hex').slice(0, 32)}.f32`);
  if (file && existsSync(file)) {
    const kept = new Float32Array(new Uint8Array(readFileSync(file)).buffer);
    if (kept.length === texts.length * EMBEDDING_WIDTH) return rowsOf(kept, texts.length);
  }
  if (cache) mkdirSync(cache, { recursive: true });
  const made = await embed(texts, onProgress);
  if (file) {
    writeFileSync(`${file}.${process.pid}`, made);
    renameSync(`${file}.${process.pid}`, file);
  }
  return rowsOf(made, texts.length);
}

async function embed(
  texts: readonly string[],
  onProgress?: (done: number, total: number) => void,
): Promise<Float32Array> {
  const embedder = await loadEmbedder();
  const order = texts
    .map((text, index) => ({ window: embedder.windows(text)[0] ?? [], index }))
    .sort((a, b) => a.window.length - b.window.length);
  const made = new Float32Array(texts.length * EMBEDDING_WIDTH);
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = order.slice(from, from + BATCH);
    const vectors = await embedder.embed(batch.map(({ window }) => window));
    for (const [row, { index }] of batch.entries()) made.set(vectors[row] ?? [], index * EMBEDDING_WIDTH);
    onProgress?.(from + batch.length, order.length);
  }
  return made;
}

function rowsOf(all: Float32Array, rows: number): Float32Array[] {
  return Array.from({ length: rows }, (_, row) =>
    all.subarray(row * EMBEDDING_WIDTH, (row + 1) * EMBEDDING_WIDTH),
  );
}
