import * as shape from '../../dialect-kit/answers/shape.ts';
import {
  byValue,
  closed,
  each,
  type Field,
  type Fields,
  guidance,
  list,
  mask,
  name,
  negative,
  number,
  object,
  oneOrMany,
  picture,
  prompt,
  toggle,
} from '../../dialect-kit/fields/field.ts';
import { isObject, type Json } from '../../wire/json/strict-json.ts';

/** Whether an entry of Stable Diffusion XL's `text_prompts` is a negative prompt: its weight is below zero. */
export function isNegativeEntry(entry: Json | undefined): boolean {
  return isObject(entry) && typeof entry.weight === 'number' && entry.weight < 0;
}

const weighted: Field = byValue((entry) =>
  object({ text: isNegativeEntry(entry) ? negative : prompt, weight: number }),
);

/** The parameters of JumpStart's, Hugging Face's and Stability's containers, and of Stability's models on Bedrock. */
const PARAMETERS: Fields = {
  negative_prompt: oneOrMany(negative),
  ...each('guidance_scale cfg_scale', guidance),
  ...each(
    `width height num_images_per_prompt num_images samples num_inference_steps steps seed eta batch_size strength
      image_strength refiner_steps refiner_strength control_strength grow_mask noise_level fidelity creativity left right up down
      style_strength composition_fidelity change_strength`,
    number,
  ),
  ...each(
    `sampler scheduler style_preset clip_guidance_preset mask_source init_image_mode mode aspect_ratio output_format
      model`,
    name,
  ),
  use_refiner: toggle,
  target_size: object({ width: number, height: number }),
  ...each('image init_image style_image control_image', oneOrMany(picture)),
  ...each('mask mask_image', oneOrMany(mask)),
};

const REQUEST: Fields = {
  ...PARAMETERS,
  ...each('prompt search_prompt select_prompt inputs', oneOrMany(prompt)),
  text_prompts: list(weighted),
  parameters: object(PARAMETERS),
  ...each('extras safety_checker requires_safety_checker webhook', closed),
};

/** The fields of a request in JSON. */
export const FIELDS: Fields = { ...REQUEST, instances: list(object(REQUEST)) };

/** The shape of an answer beside its pictures. */
export const MADE = shape.record({
  prompt: shape.either(shape.prose(40_000), shape.list(shape.prose(40_000), 64)),
  artifacts: shape.list(shape.record({ seed: shape.number, finishReason: shape.word(64) }), 64),
  seeds: shape.list(shape.number, 64),
  finish_reasons: shape.list(shape.word(), 64),
});
