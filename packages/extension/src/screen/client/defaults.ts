import { DEFAULT_PROMPT_LIMIT } from '@shoji/core/text';
import type { Generators } from './generators.ts';
import type { PolicyFacts } from './policy.ts';

/** Limits that hold until the proxy has answered. */
export const DEFAULT_LIMITS: PolicyFacts['limits'] = {
  maxImages: 4,
  side: { min: 256, max: 1024, multipleOf: 8 },
  negativePrompt: true,
  inputImage: false,
  prompt: DEFAULT_PROMPT_LIMIT,
};

/** Nothing to choose. */
export const NO_GENERATORS: Generators = {
  offered: [],
  choices: { models: [], samplers: [], schedulers: [], loras: [] },
};
