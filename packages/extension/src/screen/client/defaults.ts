import { DEFAULT_PROMPT_LIMIT, type PromptLimit } from '@shoji/core/text';
import type { Generators } from './generators.ts';

/** The limits of the generator. */
export interface Limits {
  readonly maxImages: number;
  /** Sides in pixels. */
  readonly side: { readonly min: number; readonly max: number; readonly multipleOf: number };
  readonly negativePrompt: boolean;
  /** Whether a picture can be given to start from. */
  readonly inputImage: boolean;
  /** Whether a request says how much of that picture changes. */
  readonly inputStrength: boolean;
  /** The longest prompt, and the longest negative prompt. */
  readonly prompt: PromptLimit;
}

/** Limits that hold until the proxy has answered. */
export const DEFAULT_LIMITS: Limits = {
  maxImages: 4,
  side: { min: 256, max: 1024, multipleOf: 8 },
  negativePrompt: true,
  inputImage: false,
  inputStrength: true,
  prompt: DEFAULT_PROMPT_LIMIT,
};

/** Nothing to choose. */
export const NO_GENERATORS: Generators = {
  offered: [],
  choices: { models: [], samplers: [], schedulers: [], loras: [] },
};
