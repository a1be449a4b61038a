import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { EncodedImage } from '@shoji/core';
import { encodeRgb } from '@shoji/pixels';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type OnnxImageModeratorOptions, onnxImageModerator } from './moderator.ts';
import { onnxRecipes } from './recipes.ts';
import {
  brightnessChecker,
  colourClassifier,
  greenAndBlueDetector,
  integerClassifier,
  written,
} from './tiny-models.test-helper.ts';

const { signal } = new AbortController();
const BY_COLOUR = {
  size: 8,
  scores: 'probabilities',
  classes: ['red', 'green', 'blue'],
  labels: { red: 'violence', green: null, blue: 'drugs' },
} as const;
type Colour = readonly [number, number, number];

/** A picture whose colour depends on the column. */
async function picture(colourAt: (x: number) => Colour, width = 16, height = 16): Promise<EncodedImage> {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
    return colourAt(Math.floor(at / 3) % width)[at % 3 === 0 ? 0 : at % 3 === 1 ? 1 : 2];
  });
  return encodeRgb({ width, height, data });
}
const plain = (...colour: Colour) => picture(() => colour);

function moderator(model: Uint8Array, options: Omit<OnnxImageModeratorOptions, 'file' | 'sha256'>) {
  const made = onnxImageModerator({ ...written(model), ...options });
  onTestFinished(made.close);
  return made;
}
/** A model that answers the means of the colours as its classes. */
const byColour = (options: Partial<OnnxImageModeratorOptions> = {}) =>
  moderator(colourClassifier(8), { ...BY_COLOUR, ...options });

describe('a classifier of the operator’s', () => {
  it('answers the score of each class that means something', async () => {
    const check = byColour({ name: 'colours' });
    expect(check).toMatchObject({ name: 'colours', covers: ['violence', 'drugs'] });
    const { findings, model } = await check.moderate(await plain(204, 255, 102), { signal });
    expect(findings.map(({ score, ...rest }) => [rest, Math.round(score * 100)])).toEqual([
      [{ check: 'colours', category: 'violence', label: 'red' }, 80],
      [{ check: 'colours', category: 'drugs', label: 'blue' }, 40],
    ]);
    expect(model).toMatch(/^sha256:[\da-f]{12}$/);
  });

  it('has no finding under the lowest score', async () => {
    const image = await plain(102, 0, 38);
    expect((await byColour().moderate(image, { signal })).findings).toHaveLength(1);
    expect((await byColour({ minScore: 0.1 }).moderate(image, { signal })).findings).toHaveLength(2);
  });

  it('sees the picture as its recipe says: channels, mean and deviation', async () => {
    const image = await plain(255, 51, 0);
    const scores = async (options: Partial<OnnxImageModeratorOptions>) => {
      const { findings } = await byColour({
        minScore: 0,
        labels: { red: 'violence', green: 'hate', blue: 'drugs' },
        ...options,
      }).moderate(image, { signal });
      return findings.map(({ score }) => Math.round(score * 100));
    };
    expect(await scores({})).toEqual([100, 20, 0]);
    expect(await scores({ colours: 'bgr' })).toEqual([0, 20, 100]);
    expect(await scores({ mean: [0.5, 0, 0], std: [1, 0.5, 1] })).toEqual([50, 40, 0]);
    // Logits 1, 0.2 and 0.
    expect(await scores({ scores: 'softmax' })).toEqual([55, 25, 20]);
    expect(await scores({ scores: 'sigmoid' })).toEqual([73, 55, 50]);
  });

  it('takes a file URL, and a SHA-256 in capitals', async () => {
    const { file, sha256 } = written(colourClassifier(8));
    const check = onnxImageModerator({
      ...BY_COLOUR,
      file: pathToFileURL(file),
      sha256: sha256.toUpperCase(),
    });
    onTestFinished(check.close);
    await check.warmUp({ signal });
    expect((await check.moderate(await plain(255, 0, 0), { signal })).findings).toMatchObject([
      { label: 'red' },
    ]);
  });
});

describe('the recipe of NudeNet', () => {
  it('reads the best score of each class in any box, and sees a corner of the picture', async () => {
    const { recipe, labels } = {
      recipe: onnxRecipes.nudenet,
      labels: { green: 'nudity', blue: 'suggestive' } as const,
    };
    const check = moderator(greenAndBlueDetector(16), {
      ...recipe,
      size: 16,
      classes: ['green', 'blue'],
      labels,
    });
    const wide = await picture((x) => (x >= 48 ? [0, 204, 0] : [0, 0, 51]), 64, 32);
    const { findings } = await check.moderate(wide, { signal });
    expect(findings.map(({ category, score }) => [category, Math.round(score * 10)])).toEqual([
      ['nudity', 8],
      ['suggestive', 2],
    ]);
  });
});

describe('the recipe of the safety checker', () => {
  it('reads its yes or no, and fills its other input', async () => {
    const check = moderator(brightnessChecker(0), onnxRecipes.safetyChecker);
    expect((await check.moderate(await plain(255, 255, 255), { signal })).findings).toMatchObject([
      { category: 'sexual', label: 'nsfw', score: 1 },
    ]);
    expect((await check.moderate(await plain(0, 0, 0), { signal })).findings).toEqual([]);
  });

  it('sees all of a wide picture by crops', async () => {
    const check = moderator(brightnessChecker(0), onnxRecipes.safetyChecker);
    const bright = (from: number, to: number) =>
      picture((x) => (x >= from && x < to ? [255, 255, 255] : [0, 0, 0]), 96, 32);
    for (const [from, to] of [
      [0, 32],
      [32, 64],
      [64, 96],
    ] as const) {
      expect((await check.moderate(await bright(from, to), { signal })).findings).toHaveLength(1);
    }
    const long = await picture(() => [0, 0, 0], 300, 32);
    await expect(check.moderate(long, { signal })).rejects.toThrow(/needs more than 8 crops/);
  });
});

it('runs a model as WebAssembly, too', async () => {
  vi.stubEnv('SHOJI_ONNX', 'wasm');
  onTestFinished(() => void vi.unstubAllEnvs());
  const check = moderator(brightnessChecker(0), onnxRecipes.safetyChecker);
  expect((await check.moderate(await plain(255, 255, 255), { signal })).findings).toHaveLength(1);
});

describe('a file that does not fit', () => {
  const failing = async (check: ReturnType<typeof moderator>) => {
    const image = await plain(255, 0, 0);
    return check.moderate(image, { signal }).then(
      () => expect.unreachable('it answered'),
      (error: Error) => `${error.name} ${error.message} ${error.cause ?? ''}`,
    );
  };

  it('is not loaded when its SHA-256 is another one', async () => {
    const { file, sha256 } = written(colourClassifier(8));
    writeFileSync(file, colourClassifier(9));
    const check = onnxImageModerator({ ...BY_COLOUR, file, sha256 });
    onTestFinished(check.close);
    expect(await failing(check)).toMatch(/CheckError .*has the SHA-256 [\da-f]{64}, not [\da-f]{64}/);
    await expect(check.warmUp({ signal })).rejects.toThrow('Loading the model of onnx-image failed');
  });

  it.each([
    ['is missing', { file: '/nowhere/at/all.onnx' }, /cannot be read/],
    [
      'has fewer classes',
      { classes: ['red'], labels: { red: 'violence' } },
      /3 outputs, not one for each of 1 classes/,
    ],
    ['has no boxes', { scores: 'boxes' }, /boxes of the model have the shape 1×3, not 1×7×n/],
    ['has another input', { input: 'pixel_values' }, /Name the input of the model in its recipe: pixels/],
    ['has another output', { output: 'logits' }, /Name the output of the model in its recipe: means/],
    [
      'has no such constant',
      { constants: { more: { shape: [1], value: 0 } } },
      /inputs pixels; the recipe fills pixels, more/,
    ],
    ['has values over 1', { std: [0.5, 0.5, 0.5] }, /not a score of 0–1/],
    ['has values under 0', { mean: [0.5, 0.5, 0.5] }, /not a score of 0–1/],
    ['has another size', { size: 9 }, /./],
  ] satisfies [string, Partial<OnnxImageModeratorOptions>, RegExp][])(
    'fails the check when it %s',
    async (_, options, message) => {
      const failure = await failing(byColour(options));
      expect(failure).toMatch(/^CheckError /);
      expect(failure).toMatch(message);
    },
  );

  it('fails the check when it is no model, or its output is of another type', async () => {
    expect(await failing(moderator(new Uint8Array([1, 2, 3]), BY_COLOUR))).toMatch(/^CheckError /);
    expect(await failing(moderator(integerClassifier(8), BY_COLOUR))).toMatch(/neither float32 nor bool/);
  });

  it('needs its output named when it has two', async () => {
    const { output: _, ...unnamed } = onnxRecipes.safetyChecker;
    expect(await failing(moderator(brightnessChecker(0), unnamed))).toMatch(
      /Name the output of the model in its recipe: out_images, has_nsfw_concepts/,
    );
  });
});

describe('the options', () => {
  it.each([
    [{ sha256: 'abc' }, /sha256 must be 64 hexadecimal digits/],
    [{ labels: { red: 'violence', green: null } }, /labels: blue has no meaning/],
    [{ labels: { ...BY_COLOUR.labels, pink: null } }, /labels: the model has no class pink/],
    [{ labels: { red: null, green: null, blue: null } }, /labels: no class means a category/],
    [{ classes: ['red', 'red'], labels: { red: 'violence' } }, /classes: must be different names/],
    [{ std: [0, 1, 1] }, /std: must be over 0/],
    [{ size: 0 }, /size: /],
  ] satisfies [Partial<OnnxImageModeratorOptions>, RegExp][])('%j are refused', (options, message) => {
    expect(() => onnxImageModerator({ ...written(colourClassifier(8)), ...BY_COLOUR, ...options })).toThrow(
      expect.objectContaining({ name: 'OperatorError' }),
    );
    expect(() => byColour(options)).toThrow(message);
  });

  it.each(Object.entries(onnxRecipes))('of the recipe %s name a meaning for each class', (_, recipe) => {
    const check = onnxImageModerator({ ...recipe, file: '/models/model.onnx', sha256: 'a'.repeat(64) });
    expect(check.covers.length).toBeGreaterThan(0);
  });
});
