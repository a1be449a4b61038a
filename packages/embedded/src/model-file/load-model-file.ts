import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CheckError } from '@shoji/core';
import type { RgbPixels } from '@shoji/pixels';
import { loadOnnxModel, type OnnxInput } from '../onnx-runtime.ts';
import { inputsOf } from './prepare.ts';
import type { ModelFile } from './recipe.ts';
import { scoresOf } from './scores.ts';

/** Scores a picture: one value, 0–1, for each class of the recipe, the highest of all views. */
export type PictureScorer = (pixels: RgbPixels) => Promise<number[]>;

/**
 * Loads a model of the operator's, after its SHA-256 was compared.
 * @throws CheckError `unavailable` when the file cannot be read or is another one, and when its inputs and outputs are not
 * those of the recipe.
 */
export async function loadModelFile({ file, sha256, recipe }: ModelFile): Promise<PictureScorer> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CheckError('unavailable', `${file} cannot be read: ${String(cause)}`, { cause });
  });
  const own = createHash('sha256').update(bytes).digest('hex');
  if (own !== sha256) throw new CheckError('unavailable', `${file} has the SHA-256 ${own}, not ${sha256}.`);
  const model = await loadOnnxModel(bytes);
  const constants = Object.entries(recipe.constants).map(([name, { shape, value }]) => {
    const data = new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(value);
    return [name, { data, shape } satisfies OnnxInput] as const;
  });
  const others = constants.map(([name]) => name);
  const input = only(
    'input',
    recipe.input,
    model.inputNames.filter((name) => !others.includes(name)),
  );
  const output = only('output', recipe.output, model.outputNames);
  const filled = [input, ...others];
  if (filled.length !== model.inputNames.length || filled.some((name) => !model.inputNames.includes(name)))
    throw wrong(
      `The model has the inputs ${model.inputNames.join(', ')}; the recipe fills ${filled.join(', ')}.`,
    );
  return async (pixels) => {
    const highest = recipe.classes.map(() => 0);
    for (const view of await inputsOf(pixels, recipe)) {
      const inputs = Object.fromEntries([[input, view], ...constants]);
      const scores = scoresOf(await model.runOne(inputs, output), recipe);
      for (const [index, score] of scores.entries()) highest[index] = Math.max(highest[index] ?? 0, score);
    }
    return highest;
  };
}

/** The name of the recipe, or the only one of the model. */
function only(what: 'input' | 'output', named: string | undefined, names: readonly string[]): string {
  const [first, ...rest] = names;
  if (named === undefined && first !== undefined && rest.length === 0) return first;
  if (named !== undefined && names.includes(named)) return named;
  throw wrong(`Name the ${what} of the model in its recipe: ${names.join(', ')}.`);
}

function wrong(message: string): CheckError {
  return new CheckError('unavailable', message);
}
