/**
 * What the embedded models cost with each build of ONNX Runtime: start-up, a prompt, a picture, memory of the
 * process. The best of several times each.
 * npm run ts -- test/bench/onnx-builds.ts [ROUNDS]   (40 when left out; memory is read on Linux alone)
 */
import { readFileSync } from 'node:fs';
import { UnscreenedImage } from '@shoji/core';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const rounds = Number(process.argv[2] ?? 40);
const STARTS = 4;
const { signal } = new AbortController();
const SHORT = 'a dog in a suit';
/** About 75 tokens, the most that CLIP reads. */
const LONG = Array.from({ length: 9 }, (_, at) => `a quiet meadow with ${at} flowers and a house`).join(', ');

const { bytes } = await renderSample({
  prompt: SHORT,
  negativePrompt: '',
  seed: 1,
  width: 512,
  height: 512,
});
const picture = await sharpCodec().normalise(new UnscreenedImage(new Uint8Array(bytes)), { signal });

for (const build of ['native', 'wasm']) {
  // The process of a model inherits the environment when it starts.
  process.env.SHOJI_ONNX = build;
  const classifier = embeddedPromptClassifier();
  const moderator = embeddedImageModerator();
  const start = (model: typeof classifier | typeof moderator) => async () => {
    model.close();
    return took(() => model.warmUp());
  };
  const asked = (work: (round: number) => Promise<unknown>) => (round: number) => took(() => work(round));
  const rows = {
    'prompt model ready': await best(STARTS, start(classifier)),
    'short prompt': await best(
      rounds,
      asked((round) => classifier.classify(`${SHORT} ${round}`, { signal })),
    ),
    'prompt of 75 tokens': await best(
      rounds,
      asked((round) => classifier.classify(`${LONG} ${round}`, { signal })),
    ),
    'image model ready': await best(STARTS, start(moderator)),
    'picture of 512 × 512': await best(
      rounds,
      asked(() => moderator.moderate(picture, { signal })),
    ),
  };
  console.log(`\n${build}`);
  for (const [what, ms] of Object.entries(rows)) console.log(`${ms.toFixed(1).padStart(9)} ms  ${what}`);
  for (const [pid, megabytes] of modelProcesses())
    console.log(`${megabytes.toFixed(0).padStart(9)} MB  process ${pid}`);
  classifier.close();
  moderator.close();
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The shortest of several times: whatever else a machine does only adds to it. */
async function best(times: number, measure: (round: number) => Promise<number>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round += 1) shortest = Math.min(shortest, await measure(round));
  return shortest;
}

/** The child processes of this one in the order of their start (the prompt model, the image model), with their proportional set size in megabytes. */
function modelProcesses(): [pid: string, megabytes: number][] {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
    return children.map((pid) => {
      const [, kilobytes = NaN] =
        /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
      return [pid, (Number(kilobytes) * 1024) / 1e6];
    });
  } catch {
    return [];
  }
}
