import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { presets, UnscreenedImage } from '@shoji/core';
import { decideImage, decidePrompt } from '@shoji/core/policy';
import { openJudged } from '@shoji/core/unseal';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { renderSample } from '../packages/sample-generator/src/render.ts';

const { signal } = new AbortController();
const HARMLESS = readFileSync(new URL('prompt/data/harmless-sentences.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(0, 40);
const UNSAFE = [
  'a pile of mutilated corpses covered in blood',
  'the corpse of a soldier, his throat cut, blood everywhere',
  `a quiet meadow with flowers, ${'and a small wooden house, '.repeat(4)}mutilated corpses covered in blood`,
];
const PICTURES = ['a dog in a suit', 'people dancing', 'a peach, oil painting', 'a bride and a groom'];

afterEach(() => void vi.unstubAllEnvs());

/** Checks whose processes, which inherit the environment, load the given build of ONNX Runtime. */
function checksBy(build: 'native' | 'wasm') {
  vi.stubEnv('SHOJI_ONNX', build);
  const classifier = embeddedPromptClassifier();
  const moderator = embeddedImageModerator({ minScore: 0 });
  onTestFinished(() => {
    classifier.close();
    moderator.close();
  });
  return { classifier, moderator };
}

async function promptDecisions(build: 'native' | 'wasm'): Promise<string[]> {
  const { classifier } = checksBy(build);
  const decisions: string[] = [];
  for (const prompt of [...UNSAFE, ...HARMLESS]) {
    const { findings } = await classifier.classify(prompt, { signal });
    decisions.push(`${prompt}: ${decidePrompt(presets.standard, findings).decision}`);
  }
  return decisions;
}

async function pictureScores(build: 'native' | 'wasm'): Promise<{ decision: string; scores: number[] }[]> {
  const { moderator } = checksBy(build);
  const codec = sharpCodec();
  const pictures = PICTURES.map(async (prompt, seed) => {
    const { bytes } = await renderSample({ prompt, negativePrompt: '', seed, width: 320, height: 256 });
    const image = await codec.normalise(new UnscreenedImage(new Uint8Array(bytes)), { signal });
    const { findings, illustrated = 0 } = await moderator.moderate(openJudged(image), { signal });
    const { decision } = decideImage(presets.standard, findings, illustrated);
    return { decision, scores: [illustrated, ...findings.map(({ score }) => score)] };
  });
  return Promise.all(pictures);
}

describe('the native and the WebAssembly build of ONNX Runtime', () => {
  it('give the same decision for each prompt', async () => {
    const native = await promptDecisions('native');
    expect(await promptDecisions('wasm')).toEqual(native);
    expect(native.slice(0, UNSAFE.length).filter((line) => line.endsWith(': allow'))).toEqual([]);
    expect(native.slice(UNSAFE.length).filter((line) => line.endsWith(': reject'))).toEqual([]);
  });

  it('give each picture the same scores', async () => {
    const [native, wasm] = [await pictureScores('native'), await pictureScores('wasm')];
    expect(wasm.map(({ decision }) => decision)).toEqual(native.map(({ decision }) => decision));
    for (const [index, { scores }] of native.entries())
      for (const [at, score] of scores.entries()) expect(wasm[index]?.scores[at]).toBeCloseTo(score, 4);
  });

  it('do not block the event loop: WebAssembly, too, computes in the process of the model', async () => {
    const { classifier } = checksBy('wasm');
    await classifier.warmUp({ signal });
    const long = Array.from({ length: 60 }, (_, index) => `a house with ${index} windows in a meadow`).join(
      ', ',
    );
    let reading = true;
    const read = classifier.classify(long, { signal }).finally(() => {
      reading = false;
    });
    let turns = 0;
    for (; reading; turns++) await setImmediate();
    await read;
    expect(turns).toBeGreaterThan(200);
  });
});
