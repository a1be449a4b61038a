import { fileURLToPath } from 'node:url';
import { type Category, CheckError, type Finding, type ImageModerator, OperatorError } from '@shoji/core';
import * as z from 'zod';
import type { Lifetime, ProcessOptions } from '../process/shared-model.ts';
import { sharedPictureModel } from '../process/shared-picture-model.ts';
import { type OnnxRecipe, recipeSchema, type WholeRecipe } from './recipe.ts';

/** Options for a model file of yours: where it is, its recipe, and what its classes mean. */
export interface OnnxImageModeratorOptions extends OnnxRecipe, ProcessOptions {
  /** The ONNX file, with its weights inside. */
  readonly file: string | URL;
  /** Its SHA-256 in hexadecimal, as `sha256sum` prints it. Another file is not loaded. */
  readonly sha256: string;
  /** The meaning of each class; `null` for a harmless one. Every class must have one. */
  readonly labels: Readonly<Record<string, Category | null>>;
  /** The name of the check; `onnx-image` when not given. Needed only to tell two models apart. */
  readonly name?: string;
  /** Findings below this score are left out; 0.2 when not given. Keep it below the policy's lowest threshold. */
  readonly minScore?: number;
}

/** Images that may wait for each process. */
const MOST_WAITING = 128;

/**
 * Judges images by an ONNX file that you bring, in a child process. `onnxRecipes` has recipes of three well-known models.
 * The file is compared by SHA-256 before it is loaded, at the first image or by `warmUp()`; callers take turns. An output
 * that does not fit the recipe fails the check.
 * @throws OperatorError when the options do not fit together.
 * @example
 * ```ts
 * const moderator = onnxImageModerator({
 *   file: '/models/weather.onnx',
 *   sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
 *   size: 224,
 *   mean: [0.485, 0.456, 0.406],
 *   std: [0.229, 0.224, 0.225],
 *   scores: 'softmax',
 *   classes: ['calm', 'fight'],
 *   labels: { calm: null, fight: 'violence' },
 * });
 * ```
 */
export function onnxImageModerator(options: OnnxImageModeratorOptions): ImageModerator & Lifetime {
  const { name = 'onnx-image', minScore = 0.2 } = options;
  const recipe = recipeOf(options);
  const meanings = meaningsOf(recipe, options.labels);
  const sha256 = options.sha256.toLowerCase();
  if (!/^[\da-f]{64}$/.test(sha256)) {
    throw new OperatorError(
      'onnxImageModerator: sha256 must be 64 hexadecimal digits, as `sha256sum` prints them.',
    );
  }
  const file = options.file instanceof URL ? fileURLToPath(options.file) : options.file;
  const { ask, warmUp, close } = sharedPictureModel(
    {
      name: `the model of ${name}`,
      entry: new URL('../process/model-file-process.ts', import.meta.url),
      data: { file, sha256, recipe },
    },
    options,
    MOST_WAITING,
  );
  const scoresSchema = z.array(z.number().min(0).max(1)).length(meanings.length);

  return {
    name,
    specificationVersion: 1,
    covers: [...new Set(meanings.flatMap(({ category }) => category ?? []))],
    async moderate(image, call) {
      const answer = await ask(image, call);
      const { data: scores } = scoresSchema.safeParse(answer);
      if (scores === undefined) {
        throw new CheckError('invalid-answer', `${name}: the model must answer a score for each class.`);
      }
      const findings = meanings.flatMap(({ label, category }, index): Finding[] => {
        const score = scores[index] ?? 1;
        return category === null || score < minScore ? [] : [{ check: name, category, label, score }];
      });
      return { findings, model: `sha256:${sha256.slice(0, 12)}` };
    },
    warmUp,
    close,
  };
}

function recipeOf(options: OnnxImageModeratorOptions): WholeRecipe {
  const { success, data, error } = recipeSchema.safeParse(options);
  if (success) return data;
  const [issue] = error.issues;
  throw new OperatorError(`onnxImageModerator: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** The meaning of each class, in the model's order. */
function meaningsOf({ classes }: WholeRecipe, labels: OnnxImageModeratorOptions['labels']) {
  const refuse = (how: string) => new OperatorError(`onnxImageModerator: labels: ${how}`);
  const unknown = Object.keys(labels).find((label) => !classes.includes(label));
  if (unknown !== undefined) throw refuse(`the model has no class ${unknown}.`);
  const meanings = classes.map((label) => {
    const category = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (category === undefined)
      throw refuse(`${label} has no meaning; give a category, or null if it is harmless.`);
    return { label, category };
  });
  if (meanings.every(({ category }) => category === null)) throw refuse('no class means a category.');
  return meanings;
}
