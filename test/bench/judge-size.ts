// Measures the savings of scaling pictures down for judges, and the change in the embedded moderator's scores.
// npm run ts -- test/bench/judge-size.ts [PICTURE…]   (without arguments: sample scenes, with a camera's noise added)
import { readFileSync } from 'node:fs';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { loadNsfwJudge } from '../../packages/embedded/src/image/nsfw-judge.ts';
import type { NsfwScores } from '../../packages/embedded/src/image/scores.ts';
import { decodeRgb, decodeUntrusted } from '../../packages/pixels/src/decode.ts';
import { encodeJudged } from '../../packages/pixels/src/judged.ts';
import type { RgbPixels } from '../../packages/pixels/src/rgb.ts';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const SHORT_SIDES = [224, 320, 448, 512, 640, 768, 1024];
const QUALITIES = [75, 85, 92];

const PROMPTS = [
  'a dog in a suit',
  'a sexy woman',
  'a man and a woman on a beach',
  'two cats in a forest, watercolour',
  'a castle at sunset',
  'a city at night, neon',
  'a bowl of ramen on a table',
  'penguins in the snow',
  'coral reef with fish',
  'a train, vintage photo',
  'a tiger, pencil sketch',
  'an astronaut on mars',
];

const { judge } = await loadNsfwJudge();
const classify = async (picture: RgbPixels) => (await judge(picture)).whole;
const files = process.argv.slice(2);
const pictures =
  files.length > 0 ? await Promise.all(files.map(fromFile)) : await Promise.all(PROMPTS.map(noisyScene));
const whole: NsfwScores[] = [];
for (const picture of pictures) whole.push(await classify(picture));

console.log(
  `${pictures.length} pictures, short side ${Math.min(...pictures.map(shortSide))}–${Math.max(...pictures.map(shortSide))} px`,
);
const rows = [];
for (const side of SHORT_SIDES) {
  for (const quality of QUALITIES) rows.push(await measure(side, quality));
}
console.table(rows);

async function measure(side: number, quality: number) {
  const [bytes, ms, changes]: [number[], number[], number[]] = [[], [], []];
  for (const [at, picture] of pictures.entries()) {
    const start = performance.now();
    const judged = await encodeJudged(picture, { shortSide: side, quality });
    ms.push(performance.now() - start);
    bytes.push(judged.bytes.length);
    changes.push(difference(whole[at], await classify(await decodeRgb(judged))));
  }
  return {
    'short side': side,
    quality,
    'median kB': round(median(bytes) / 1000),
    'encode ms': round(median(ms)),
    'mean change of score': round(changes.reduce((sum, value) => sum + value, 0) / changes.length, 4),
    'largest change': round(Math.max(...changes), 4),
  };
}

/** The change of the scores that matter to a policy: explicit and suggestive. */
function difference(before: NsfwScores | undefined, after: NsfwScores): number {
  if (before === undefined) return Number.NaN;
  const explicit = Math.abs(before.Porn + before.Hentai - after.Porn - after.Hentai);
  return Math.max(explicit, Math.abs(before.Sexy - after.Sexy));
}

async function fromFile(path: string): Promise<RgbPixels> {
  const limits = { ...DEFAULT_IMAGE_LIMITS, maxPixels: 100_000_000 };
  return (await decodeUntrusted(new Uint8Array(readFileSync(path)), limits)).pixels;
}

async function noisyScene(prompt: string): Promise<RgbPixels> {
  const scene = await decodeRgb(
    await renderSample({ prompt, negativePrompt: '', seed: 7, width: 1024, height: 1024 }),
  );
  let state = 7;
  const data = scene.data.map((value) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.max(0, Math.min(255, value + (state >>> 28) - 8));
  });
  return { ...scene, data };
}

function shortSide({ width, height }: RgbPixels): number {
  return Math.min(width, height);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
