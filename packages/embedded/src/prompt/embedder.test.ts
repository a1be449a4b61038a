import { beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDING_WIDTH, type Embedder, loadEmbedder } from './embedder.ts';

const CLS = 101;
const SEP = 102;
let embedder: Embedder;
beforeAll(async () => {
  embedder = await loadEmbedder();
});

async function embedding(text: string): Promise<Float32Array> {
  const [vector] = await embedder.embed(embedder.windows(text));
  return vector ?? new Float32Array();
}

/** The mean of the token vectors, normalised to length 1. */
const mean = (vector: Float32Array) => vector.subarray(0, EMBEDDING_WIDTH / 2);
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

describe('windows', () => {
  it('are the tokens of BERT between a start and an end', () => {
    // Ids of bert-base-uncased.
    expect(embedder.windows('a dog in a suit')).toEqual([[CLS, 1037, 3899, 1999, 1037, 4848, SEP]]);
    expect(embedder.windows('')).toEqual([[CLS, SEP]]);
  });

  it('divide a long text without losing a token', () => {
    const words = 'one two three four five six seven eight nine ten'.split(' ');
    const text = Array.from({ length: 300 }, (_, at) => words[at % words.length]).join(' ');
    const windows = embedder.windows(text);
    expect(windows.map((window) => window.length)).toEqual([128, 128, 50]);
    for (const window of windows) expect([window[0], window.at(-1)]).toEqual([CLS, SEP]);
    const ids = words.map((word) => embedder.windows(word)[0]?.[1]);
    const inner = windows.flatMap((window) => window.slice(1, -1));
    expect(inner).toEqual(Array.from({ length: 300 }, (_, at) => ids[at % ids.length]));
  });
});

describe('embed', () => {
  it('returns a mean of length 1, followed by the maximum of each dimension', async () => {
    const vector = await embedding('a dog in a suit');
    expect(vector).toHaveLength(EMBEDDING_WIDTH);
    expect(dot(mean(vector), mean(vector))).toBeCloseTo(1, 5);
    const highest = vector.subarray(EMBEDDING_WIDTH / 2);
    expect(highest.every(Number.isFinite)).toBe(true);
    expect(Math.max(...highest)).toBeGreaterThan(Math.max(...mean(vector)));
  });

  it('places texts with one meaning closer together than others', async () => {
    const [dog, puppy, tax] = await Promise.all(
      ['a dog on a lawn', 'a puppy in the grass', 'forms of the tax office'].map(embedding),
    );
    if (!dog || !puppy || !tax) throw new Error('unreachable');
    expect(dot(mean(dog), mean(puppy))).toBeGreaterThan(dot(mean(dog), mean(tax)) + 0.2);
  });

  it('returns one embedding for each window, in order', async () => {
    const [one, other] = [embedder.windows('a dog'), embedder.windows('a tax form with seven pages')];
    const both = await embedder.embed([...one, ...other]);
    expect(both).toHaveLength(2);
    const [alone = new Float32Array()] = await embedder.embed(one);
    // Not equal, because the model is quantised by the batch, but closer than to the other one.
    const close = dot(mean(both[0] ?? alone), mean(alone));
    expect(close).toBeGreaterThan(0.9);
    expect(close).toBeGreaterThan(dot(mean(both[1] ?? alone), mean(alone)));
  });
});
