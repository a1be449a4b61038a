import { CheckError } from '@shoji/core';
import type { OnnxOutput } from '../onnx-runtime.ts';
import type { WholeRecipe } from './recipe.ts';

/** The numbers of a box before its scores: its place and size. */
const BOX = 4;

/**
 * A score, 0–1, for each class of a recipe.
 * @throws CheckError `invalid-answer` when the output has another number of classes, or a value that is no score.
 */
export function scoresOf(
  output: OnnxOutput,
  { scores, classes }: Pick<WholeRecipe, 'scores' | 'classes'>,
): number[] {
  const found =
    scores === 'boxes' ? ofBoxes(output, classes.length) : ofClasses(output, scores, classes.length);
  if (!found.every((score) => score >= 0 && score <= 1)) {
    throw new CheckError('invalid-answer', 'An output of the model is not a score of 0–1.');
  }
  return found;
}

function ofClasses(
  { data }: OnnxOutput,
  scores: 'softmax' | 'sigmoid' | 'probabilities',
  classes: number,
): number[] {
  if (data.length !== classes) {
    throw new CheckError(
      'invalid-answer',
      `The model has ${data.length} outputs, not one for each of ${classes} classes.`,
    );
  }
  const values = Array.from(data);
  if (scores === 'probabilities') return values;
  if (scores === 'sigmoid') return values.map((value) => 1 / (1 + Math.exp(-value)));
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The best score of each class in any box. A box is a column, or a row where the model was exported so. */
function ofBoxes({ data, shape }: OnnxOutput, classes: number): number[] {
  const [batch, rows = 0, columns = 0] = shape;
  const values = BOX + classes;
  const inColumns = rows === values;
  if (batch !== 1 || shape.length !== 3 || !(inColumns || columns === values)) {
    throw new CheckError(
      'invalid-answer',
      `The boxes of the model have the shape ${shape.join('×')}, not 1×${values}×n for ${classes} classes.`,
    );
  }
  const boxes = inColumns ? columns : rows;
  return Array.from({ length: classes }, (_, index) => {
    let best = 0;
    for (let box = 0; box < boxes; box += 1) {
      const score = data[inColumns ? (BOX + index) * boxes + box : box * values + BOX + index] ?? Number.NaN;
      // A value that is no number stays, because it makes the answer invalid.
      if (!(score <= best)) best = score;
    }
    return best;
  });
}
