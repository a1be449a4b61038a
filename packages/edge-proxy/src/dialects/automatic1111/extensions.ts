import {
  closed,
  each,
  either,
  type Field,
  type Fields,
  guidance,
  list,
  mask,
  model,
  name,
  negative,
  number,
  object,
  open,
  picture,
  plain,
  prompt,
  toggle,
} from '../../dialect-kit/fields/field.ts';
import { type FieldOptions, type OpenedRole, openFields } from '../../dialect-kit/fields/open-fields.ts';
import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json } from '../../wire/json/strict-json.ts';

/**
 * The arguments of the web UI's extensions and scripts, as far as they are known. An extension without a table here is
 * dropped with its arguments, and a warning names it: its use of them is unknown.
 */

/** A picture as ControlNet takes it: alone, with its mask in a list, or with its mask in an object. */
const controlImage: Field = either(picture, list(picture), object({ image: picture, mask }));

/** One unit of ControlNet. A path of a file or folder on the server is refused. */
const controlUnit: Fields = {
  ...each(
    'enabled pixel_perfect low_vram lowvram save_detected_map loopback use_preview_as_input is_ui',
    toggle,
  ),
  inpaint_crop_input_image: toggle,
  ...each('image input_image generated_image image_fg ipadapter_input', controlImage),
  ...each('mask mask_image mask_image_fg effective_region_mask', either(mask, object({ image: mask, mask }))),
  model,
  ...each('module hr_option input_mode union_control_type pulid_mode type_filter', name),
  ...each('resize_mode control_mode', plain),
  ...each(
    `weight processor_res threshold_a threshold_b guidance guidance_start guidance_end guess_mode
      guessmode animatediff_batch`,
    either(number, toggle),
  ),
  advanced_weighting: list(number),
  ...each('batch_images batch_mask_dir batch_modifiers output_dir', closed),
};

/** One detector of ADetailer. */
const detector: Fields = {
  ad_prompt: prompt,
  ad_negative_prompt: negative,
  ...each(
    `ad_model_classes ad_mask_filter_method ad_mask_merge_invert ad_sampler ad_scheduler ad_controlnet_module`,
    name,
  ),
  ...each('ad_model ad_checkpoint ad_vae ad_controlnet_model', model),
  ad_cfg_scale: guidance,
  ...each(
    `ad_confidence ad_mask_k ad_mask_k_largest ad_mask_min_ratio ad_mask_max_ratio ad_dilate_erode ad_x_offset
      ad_y_offset ad_mask_blur ad_denoising_strength ad_inpaint_only_masked_padding ad_inpaint_width ad_inpaint_height
      ad_steps ad_noise_multiplier ad_clip_skip ad_controlnet_weight ad_controlnet_guidance_start
      ad_controlnet_guidance_end`,
    number,
  ),
  ...each(
    `ad_tab_enable ad_inpaint_only_masked ad_use_inpaint_width_height ad_use_steps ad_use_cfg_scale ad_use_checkpoint
      ad_use_vae ad_use_sampler ad_use_noise_multiplier ad_use_clip_skip ad_restore_face is_api`,
    either(toggle, list(toggle)),
  ),
};

const args = (field: Field) => object({ args: list(field) });

/** Extensions by their names in small letters, as the server compares them. */
const EXTENSIONS: Fields = {
  controlnet: args(object(controlUnit)),
  adetailer: args(either(toggle, object(detector))),
  // Built into the server: numbers, switches and names of models.
  ...each('refiner seed sampler hypertile', args(plain)),
  'soft inpainting': args(plain),
};

/**
 * The table of extensions with an operator's fields, whose paths begin with `alwayson_scripts` and the extension's name.
 * @throws Error naming a role or path that cannot be read.
 */
export function openExtensions({ fields = {} }: FieldOptions): Fields {
  const own = Object.entries(fields).flatMap(([path, role]): [string, OpenedRole | Field][] => {
    const [place, title = '', ...rest] = path.split('.');
    return place === 'alwayson_scripts' ? [[[title.toLowerCase(), ...rest].join('.'), role]] : [];
  });
  return openFields(EXTENSIONS, { fields: Object.fromEntries(own) });
}

/**
 * The fields of the extensions that a request names, in its own spelling.
 * @param table As {@link openExtensions} makes it.
 * @throws BodyError for an extension that comes twice.
 */
export function extensionFields(scripts: Json | undefined, table: Fields): Fields {
  const titles = isObject(scripts) ? Object.keys(scripts) : [];
  if (new Set(titles.map((title) => title.toLowerCase())).size < titles.length)
    throw new BodyError(400, 'alwayson_scripts names an extension twice.');
  const known = titles.flatMap((title): [string, Field][] => {
    const small = title.toLowerCase();
    const field = Object.hasOwn(table, small) ? table[small] : undefined;
    return field ? [[title, field]] : [];
  });
  return { alwayson_scripts: object(Object.fromEntries(known)) };
}

/** Text arguments of a script are read as prompts, because most scripts make prompts of them. */
const SCRIPT_ARGS = list(either(number, toggle, open, list(either(number, toggle, open))));

/** Scripts by their titles in small letters. */
const SCRIPTS: ReadonlySet<string> = new Set([
  'prompt matrix',
  'prompts from file or textbox',
  'x/y/z plot',
  'x/y plot',
  'sd upscale',
  'ultimate sd upscale',
  'outpainting mk2',
  "poor man's outpainting",
  'loopback',
  // Refused by name, so that the person learns why.
  'custom code',
]);

/** The fields of a known script; empty for an unknown one. */
export function scriptFields(script: string): Fields {
  return SCRIPTS.has(script.trim().toLowerCase()) ? { script_name: name, script_args: SCRIPT_ARGS } : {};
}
