import { readFileSync } from 'node:fs';
import { OperatorError } from '@shoji/core';
import { SMALL_MODEL, type SmallModelData } from '@shoji/core/text';
import { z } from 'zod';
import { PROMPT_HEADS } from './heads.generated.ts';
import { type Blend, type HeadData, MODEL_SHA256 } from './heads.ts';

/** Heads over the sentence embedding, packed. */
export interface HeadsModelData extends Blend {
  readonly version: string;
  /** The category of each output after the first. */
  readonly outputs: readonly string[];
  readonly heads: HeadData;
}

/** The two prompt models, which are trained on the same prompts. */
export interface PromptWeights {
  readonly small: SmallModelData;
  readonly full: HeadsModelData;
}

/** The weights that ship with Shoji. */
export const SHIPPED_WEIGHTS: PromptWeights = { small: SMALL_MODEL, full: PROMPT_HEADS };

const FORMAT = 'shoji-prompt-weights';
const finite = z.number();
const calibration = z.strictObject({ slope: finite, offset: finite });
const models = {
  small: z.strictObject({
    version: z.string(),
    calibration,
    foreign: calibration.optional(),
    outputs: z.array(z.string()).min(1),
    scales: z.array(finite),
    biases: z.array(finite),
    weights: z.base64(),
  }),
  full: z.strictObject({
    version: z.string(),
    outputs: z.array(z.string()),
    spread: z.strictObject({ heads: finite, small: finite }),
    calibration,
    heads: z.strictObject({
      hidden: z.base64(),
      hiddenBias: z.base64(),
      output: z.base64(),
      outputBias: z.base64(),
    }),
  }),
};
/** Reads weights from another process. */
export const promptWeightsSchema = z.strictObject(models);
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  embedding: z.literal(
    MODEL_SHA256,
    'was trained with another sentence embedding; train it again with this version',
  ),
  ...models,
});

/** A weights file is missing or malformed. The message names the file and the reason. */
export class PromptWeightsError extends OperatorError {
  override readonly name = 'PromptWeightsError';
}

/** Weights as `shoji classifier train --out` writes them: JSON that names the sentence embedding they were trained on. */
export function writePromptWeights({ small, full }: PromptWeights): string {
  return `${JSON.stringify({ format: FORMAT, embedding: MODEL_SHA256, small, full })}\n`;
}

/** @throws PromptWeightsError when the file cannot be read, or holds no such weights. */
export function readPromptWeights(file: string | URL): PromptWeights {
  try {
    const { small, full } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { small, full };
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const detail = issue ? `${issue.path.join('.')}: ${issue.message}` : String(cause);
    throw new PromptWeightsError(
      `${file}: not a weights file of \`shoji classifier train --out\` (${detail}).`,
      { cause },
    );
  }
}
