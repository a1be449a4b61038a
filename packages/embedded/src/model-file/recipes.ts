import type { Category } from '@shoji/core';
import type { OnnxRecipe } from './recipe.ts';

/** A recipe, and what the classes of its model mean. */
interface KnownModel extends OnnxRecipe {
  readonly labels: Readonly<Record<string, Category | null>>;
}

/**
 * NudeNet 3.4 (`320n.onnx`, `640m.onnx` with `size: 640`): a detector of parts of the body. Source: its class
 * `NudeDetector`. Covered parts are on most pictures of dressed people, so they mean nothing here.
 */
const nudenet = {
  size: 320,
  fit: 'pad',
  scores: 'boxes',
  classes: [
    'FEMALE_GENITALIA_COVERED',
    'FACE_FEMALE',
    'BUTTOCKS_EXPOSED',
    'FEMALE_BREAST_EXPOSED',
    'FEMALE_GENITALIA_EXPOSED',
    'MALE_BREAST_EXPOSED',
    'ANUS_EXPOSED',
    'FEET_EXPOSED',
    'BELLY_COVERED',
    'FEET_COVERED',
    'ARMPITS_COVERED',
    'ARMPITS_EXPOSED',
    'FACE_MALE',
    'BELLY_EXPOSED',
    'MALE_GENITALIA_EXPOSED',
    'ANUS_COVERED',
    'FEMALE_BREAST_COVERED',
    'BUTTOCKS_COVERED',
  ],
  labels: {
    FEMALE_GENITALIA_COVERED: null,
    FACE_FEMALE: null,
    BUTTOCKS_EXPOSED: 'nudity',
    FEMALE_BREAST_EXPOSED: 'nudity',
    FEMALE_GENITALIA_EXPOSED: 'nudity',
    MALE_BREAST_EXPOSED: 'suggestive',
    ANUS_EXPOSED: 'nudity',
    FEET_EXPOSED: null,
    BELLY_COVERED: null,
    FEET_COVERED: null,
    ARMPITS_COVERED: null,
    ARMPITS_EXPOSED: null,
    FACE_MALE: null,
    BELLY_EXPOSED: null,
    MALE_GENITALIA_EXPOSED: 'nudity',
    ANUS_COVERED: null,
    FEMALE_BREAST_COVERED: null,
    BUTTOCKS_COVERED: null,
  },
} as const satisfies KnownModel;

/**
 * A ViT with the classes `normal` and `nsfw`, such as `Falconsai/nsfw_image_detection`, exported by Optimum. Source: its
 * `preprocessor_config.json` and `config.json`.
 */
const vitNsfw = {
  size: 224,
  fit: 'stretch',
  filter: 'linear',
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
  input: 'pixel_values',
  output: 'logits',
  scores: 'softmax',
  classes: ['normal', 'nsfw'],
  labels: { normal: null, nsfw: 'sexual' },
} as const satisfies KnownModel;

/**
 * The safety checker of Stable Diffusion 1 (`safety_checker/model.onnx` of an ONNX export, float32). It answers yes or no,
 * without a score. Source: the export script of Diffusers and CLIP's `preprocessor_config.json`. The checker itself sees
 * the middle of a picture only; here crops show all of it.
 */
const safetyChecker = {
  size: 224,
  fit: 'crops',
  filter: 'cubic',
  mean: [0.481_454_66, 0.457_827_5, 0.408_210_73],
  std: [0.268_629_54, 0.261_302_58, 0.275_777_11],
  input: 'clip_input',
  // The picture that the checker would black out.
  constants: { images: { shape: [1, 8, 8, 3], value: 0 } },
  output: 'has_nsfw_concepts',
  scores: 'probabilities',
  classes: ['nsfw'],
  labels: { nsfw: 'sexual' },
} as const satisfies KnownModel;

/**
 * Recipes of well-known models: spread one into the options of `onnxImageModerator`, and replace what differs in yours.
 * @example
 * ```ts
 * onnxImageModerator({ ...onnxRecipes.nudenet, file: '/models/320n.onnx', sha256: '…' });
 * ```
 */
export const onnxRecipes = { nudenet, vitNsfw, safetyChecker };
