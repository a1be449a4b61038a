/**
 * Measures the cost of the embedded models with each build of ONNX Runtime, on Linux: CPU time to start and for each prompt and
 * picture, and memory. CPU time, because other work of the machine hardly changes it.
 * npm run ts -- test/bench/onnx-builds.ts [ROUNDS]   (100 when left out)
 */
import { readFileSync } from 'node:fs';
import { UnscreenedImage } from '@shoji/core';
import type { EnginePart } from '@shoji/core/screen';
import { openJudged } from '@shoji/core/unseal';
import { embeddedFaceModerator, embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';
import { drawn } from '../../packages/embedded/src/faces/drawn-face.test-helper.ts';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const rounds = Number(process.argv[2] ?? 100);
const STARTS = 3;
/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;
const { signal } = new AbortController();
const SHORT = 'a dog in a suit';
/** About 75 tokens, the most that CLIP reads. */
const LONG = Array.from({ length: 9 }, (_, at) => `a quiet meadow with ${at} flowers and a house`).join(', ');

const codec = sharpCodec();
const sample = async (side: number) => {
  const size = { width: side, height: side };
  const { bytes } = await renderSample({ prompt: SHORT, negativePrompt: '', seed: 1, ...size });
  return codec.normalise(new UnscreenedImage(new Uint8Array(bytes)), { signal });
};
const [picture, large] = [await sample(512), await sample(1024)];
const group = drawn(
  1024,
  1024,
  [200, 500, 800].map((x) => ({ x, y: 500, width: 150 })),
);
const people = await codec.normalise(new UnscreenedImage(new Uint8Array(await group.png().toBuffer())), {
  signal,
});

for (const build of ['native', 'wasm']) {
  // The process of a model inherits the environment when it starts.
  process.env.SHOJI_ONNX = build;
  console.log(`\n${build}`);

  const classifier = embeddedPromptClassifier();
  await measureStart('prompt model', classifier);
  await measureCalls('short prompt', (at) => classifier.classify(`${SHORT} ${at}`, { signal }));
  await measureCalls('prompt of 75 tokens', (at) => classifier.classify(`${LONG} ${at}`, { signal }));
  print(megabytes(), 'MB', 'prompt model, resident');
  classifier.close();

  const moderator = embeddedImageModerator();
  await measureStart('image model', moderator);
  await measureCalls('picture of 512 × 512', () => moderator.moderate(openJudged(picture), { signal }));
  print(megabytes(), 'MB', 'image model, resident');
  moderator.close();

  const faces = embeddedFaceModerator();
  await measureStart('face models', faces);
  await measureCalls('picture of 1024 × 1024, no face', () => faces.moderate(openJudged(large), { signal }));
  await measureCalls('picture of 1024 × 1024, three faces', () =>
    faces.moderate(openJudged(people), { signal }),
  );
  print(megabytes(), 'MB', 'face models, resident');
  faces.close();
}

async function measureStart(
  what: string,
  model: Required<Pick<EnginePart, 'warmUp' | 'close'>>,
): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < STARTS; start += 1) {
    await model.close();
    await model.warmUp({ signal });
    least = Math.min(least, cpuMs());
  }
  print(least, 'ms', `${what}, from the start of its process until it is ready`);
}

/** Prints the mean of `rounds` calls one after another, after a quarter as many for warming up. */
async function measureCalls(what: string, call: (round: number) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < rounds / 4; round += 1) await call(round);
  const before = cpuMs();
  for (let round = 0; round < rounds; round += 1) await call(round);
  print((cpuMs() - before) / rounds, 'ms', what);
}

function print(value: number, unit: string, what: string): void {
  console.log(`${value.toFixed(1).padStart(9)} ${unit}  ${what}`);
}

/** The process of the model that was started last. */
function newestChild(): string {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children.at(-1) ?? '';
}

/** CPU time that this process has used, in milliseconds: fields 14 and 15 of `proc_pid_stat(5)`. */
function cpuMs(): number {
  const stat = readFileSync(`/proc/${newestChild()}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Its proportional set size. */
function megabytes(): number {
  const rollup = readFileSync(`/proc/${newestChild()}/smaps_rollup`, 'utf8');
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? [];
  return (Number(kilobytes) * 1_024) / 1e6;
}
