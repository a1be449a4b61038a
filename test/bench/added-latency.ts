/**
 * Measures the latency that screening adds, at the reference system's latencies: `npm run ts -- test/bench/added-latency.ts`.
 * The services are simulated by sleeping; rules, decoding, re-encoding and blurring are the real ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Engine, moderateGeneration, presets, rules, UnscreenedImage } from '@shoji/core';
import { fakeEngine } from '@shoji/core/testing';
import { sharpCodec } from '@shoji/pixels';
import { noisePicture } from './pictures.ts';

/** Milliseconds, as the reference system reports them. */
const LATENCY = { classify: 200, generate: 15_000, moderate: 500 };

const picture = await noisePicture(512);

function engine(classify: 'before' | 'beside'): Engine {
  const slow =
    <Answer>(ms: number, answer: Answer) =>
    (_: unknown, { signal }: { signal: AbortSignal }) =>
      sleep(ms, answer, { signal });
  const base = fakeEngine();
  const [classifier, moderator] = [base.classifiers[0], base.moderators[0]];
  if (!classifier || !moderator) throw new Error('fakeEngine() has one of each');
  return {
    ...base,
    policy: { ...presets.standard, classify },
    rules: [rules()],
    classifiers: [{ ...classifier, classify: slow(LATENCY.classify, { findings: [] }) }],
    moderators: [{ ...moderator, moderate: slow(LATENCY.moderate, { findings: [] }) }],
    generator: {
      ...base.generator,
      generate: ({ seeds }, { signal }) =>
        sleep(LATENCY.generate, { images: seeds.map(() => new UnscreenedImage(picture)) }, { signal }),
    },
    codec: sharpCodec(),
  };
}

async function moderated(classify: 'before' | 'beside', n: number): Promise<number> {
  const start = performance.now();
  const signal = new AbortController().signal;
  for await (const _ of moderateGeneration({ prompt: 'a dog in a suit', n }, engine(classify), {
    id: 'bench',
    signal,
  }));
  return performance.now() - start;
}

/** One step after another, as in a Lambda function that awaits each call. */
async function sequential(n: number): Promise<number> {
  const start = performance.now();
  await sleep(LATENCY.classify);
  await sleep(LATENCY.generate);
  for (let index = 0; index < n; index++) await sleep(LATENCY.moderate);
  return performance.now() - start;
}

const ways = [
  ['one after another', sequential],
  ['classify before generation', (n: number) => moderated('before', n)],
  ['classify beside generation', (n: number) => moderated('beside', n)],
] as const;

// A running server has its word lists and its picture library loaded.
rules().match('a dog');
await sharpCodec().normalise(new UnscreenedImage(picture), { signal: new AbortController().signal });

// The variants mostly sleep, so they run side by side, a second apart so that their local work does not coincide.
const runs = ways.flatMap(([way, run]) => [1, 4].map((pictures) => ({ way, run, pictures })));
const rows = await Promise.all(
  runs.map(async ({ way, run, pictures }, index) => {
    await sleep(index * 1_000);
    const added = (await run(pictures)) - LATENCY.generate;
    const percent = Number(((100 * added) / LATENCY.generate).toFixed(1));
    return { way, pictures, 'added ms': Math.round(added), 'added %': percent };
  }),
);
console.table(rows);
