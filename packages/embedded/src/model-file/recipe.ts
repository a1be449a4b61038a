import * as z from 'zod';

const side = z.int().min(1).max(4_096);
const channels = z.tuple([z.number(), z.number(), z.number()]).readonly();
const name = z.string().min(1);

/**
 * How a picture becomes the input of a model, and its output becomes scores. A process of the model gets it, so it holds
 * data only.
 */
export const recipeSchema = z.object({
  /** Width and height of the input, in pixels. */
  size: z.union([side, z.object({ width: side, height: side })]),
  /**
   * How the picture fits into it: `stretch` (ViT), `pad` (detectors), or `crops`, as many squares side by side as show all
   * of it (CLIP sees the middle one only); `stretch` when not given.
   */
  fit: z.enum(['stretch', 'pad', 'crops']).default('stretch'),
  /** The filter that scales; `linear` when not given. */
  filter: z.enum(['linear', 'cubic']).default('linear'),
  /** Subtracted from the values 0–1 of red, green and blue; 0 when not given. */
  mean: channels.default([0, 0, 0]),
  /** Divides what is left; 1 when not given. */
  std: channels.refine((all) => all.every((each) => each > 0), 'must be over 0').default([1, 1, 1]),
  /** Order of the channels; `rgb` when not given. */
  colours: z.enum(['rgb', 'bgr']).default('rgb'),
  /** `nchw`: one plane a channel, as in PyTorch; `nhwc`: pixel by pixel, as in TensorFlow. `nchw` when not given. */
  layout: z.enum(['nchw', 'nhwc']).default('nchw'),
  /** Name of the input; not needed if there is one. */
  input: name.optional(),
  /** Other inputs, each filled with a value. */
  constants: z
    .record(name, z.object({ shape: z.array(z.int().min(1).max(4_096)).readonly(), value: z.number() }))
    .default({}),
  /** Name of the output; not needed if there is one. */
  output: name.optional(),
  /**
   * The meaning of the output: `softmax` or `sigmoid` of its values, `probabilities` as they are (also flags, 0 or 1), or
   * the `boxes` of a YOLO detector of version 8 and later.
   */
  scores: z.enum(['softmax', 'sigmoid', 'probabilities', 'boxes']),
  /** The names of the model's classes, in the order of its output. */
  classes: z
    .array(name)
    .min(1)
    .max(1_000)
    .refine((all) => new Set(all).size === all.length, 'must be different names')
    .readonly(),
});

/** A recipe as an operator writes it. */
export type OnnxRecipe = z.input<typeof recipeSchema>;
/** A recipe with all fields. */
export type WholeRecipe = z.output<typeof recipeSchema>;

/** The model's file with its recipe: the order to a process. */
export const modelFileSchema = z.object({
  file: z.string(),
  sha256: z.string().regex(/^[\da-f]{64}$/),
  recipe: recipeSchema,
});
export type ModelFile = z.output<typeof modelFileSchema>;
