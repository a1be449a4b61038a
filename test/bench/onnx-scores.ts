/**
 * How far the scores of prompts differ between the two builds of ONNX Runtime.
 * npm run ts -- test/bench/onnx-scores.ts FILE [COUNT]   (a CSV file with the columns of bench:prompts; 600 prompts)
 */
import { readLabelledPrompts } from '../../packages/curator/src/classifier/labelled.ts';
import { loadEmbedder } from '../../packages/embedded/src/prompt/embedder.ts';
import { promptScorer } from '../../packages/embedded/src/prompt/scorer.ts';
import { SHIPPED_WEIGHTS } from '../../packages/embedded/src/prompt/weights.ts';

const [file, count = '600'] = process.argv.slice(2);
if (file === undefined) throw new Error('Name a CSV file of labelled prompts.');
const all = readLabelledPrompts(file);
const step = Math.max(1, Math.floor(all.length / Number(count)));
const prompts = all.filter((_, index) => index % step === 0).map(({ text }) => text.slice(0, 400));

const [native = [], wasm = []] = [await scoresBy('native'), await scoresBy('wasm')];
const differences = native
  .map((score, index) => Math.abs(score - (wasm[index] ?? NaN)))
  .sort((a, b) => a - b);
const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
const moved = native.filter((score, index) => score >= 0.5 !== (wasm[index] ?? NaN) >= 0.5).length;
console.log(`${prompts.length} prompts`);
console.log(`difference: mean ${mean.toFixed(4)}, largest ${differences.at(-1)?.toFixed(4)}`);
console.log(`on different sides of 0.5: ${moved}`);

async function scoresBy(build: string): Promise<number[]> {
  process.env.SHOJI_ONNX = build;
  const score = promptScorer(SHIPPED_WEIGHTS, await loadEmbedder());
  const scores: number[] = [];
  for (const prompt of prompts) scores.push((await score(prompt))[0] ?? NaN);
  return scores;
}
