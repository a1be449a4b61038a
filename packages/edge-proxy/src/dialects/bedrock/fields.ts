import type { PromptLimit } from '@shoji/core/text';

// Stability's models take the same fields here as in a container on SageMaker, and answer the same fields beside their
// pictures.
export { FIELDS, MADE } from '../sagemaker/fields.ts';

/** Ids of Stability's models, also with the Region prefix of an inference profile. */
export const MODEL = /^([a-z]{2,6}\.)?stability\.[\w.:-]+$/;

/** The longest prompt of Stability's models on Bedrock. */
export const MODEL_PROMPT: PromptLimit = { most: 10_000, unit: 'characters' };

/** Stable Diffusion XL 1.0 answers `artifacts`, every later model `images`. */
export type Family = 'artifacts' | 'images';

/** The family of a model by its id. */
export function familyOf(model: string): Family {
  return /stable-diffusion-xl/.test(model) ? 'artifacts' : 'images';
}
