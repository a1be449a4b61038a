import {
  closed,
  each,
  either,
  type Field,
  type Fields,
  fileName,
  guidance,
  list,
  mask,
  model,
  name,
  negative,
  number,
  object,
  oneOrMany,
  own,
  picture,
  plain,
  prompt,
  strength,
  toggle,
} from '../../dialect-kit/fields/field.ts';
import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json } from '../../wire/json/strict-json.ts';

/** The fields of a `txt2img` or `img2img` request, as A1111, Forge and SD.Next declare them. */

/** Settings that any app may change: which model is used, and how it encodes. */
export const SETTINGS: readonly string[] = [
  'sd_model_checkpoint',
  'sd_vae',
  'forge_additional_modules',
  'forge_preset',
  'CLIP_stop_at_last_layers',
  'eta_noise_seed_delta',
  'randn_source',
];

/** Settings that name files of models. Forge itself answers with paths, and reads only their last part. */
const MODEL_SETTINGS: Fields = {
  ...each('sd_model_checkpoint sd_vae', either(model, toggle)),
  forge_additional_modules: oneOrMany({ kind: 'text', role: 'name', form: 'model', lastPart: true }),
};
const setting: Field = oneOrMany(plain);

/** The values of settings: names, numbers and switches. */
export function settingFields(names: readonly string[]): Fields {
  return Object.fromEntries(names.map((each) => [each, MODEL_SETTINGS[each] ?? setting]));
}

const PROMPTS: Fields = {
  ...each('prompt hr_prompt refiner_prompt detailer_prompt', prompt),
  ...each('negative_prompt hr_negative_prompt refiner_negative detailer_negative', negative),
};

/** Names, in place of which each server also takes a number. */
const NAMES: Fields = {
  ...each(
    `sampler_name sampler_index scheduler hr_upscaler hr_sampler_name hr_scheduler vae_type resize_name resize_context
      hr_resize_context detailer_resolution guidance_name`,
    name,
  ),
  ...each('hr_checkpoint_name refiner_checkpoint', model),
};

/** Guidance scales: below 1 the model paints its negative prompt. */
const GUIDANCES: Fields = {
  ...each('cfg_scale hr_cfg guidance_scale refiner_cfg pag_scale', guidance),
  // 0 switches SD.Next's true guidance off; another scale counts then.
  ...each('cfg_true image_cfg_scale cfg_image distilled_cfg_scale hr_distilled_cfg', strength),
};

const NUMBERS: Fields = each(
  `seed subseed subseed_strength seed_resize_from_h seed_resize_from_w batch_size n_iter steps width height eta denoising_strength s_min_uncond s_churn s_tmax s_tmin s_noise
    refiner_switch_at refiner_start refiner_steps firstphase_width firstphase_height hr_scale hr_second_pass_steps
    hr_steps hr_resize_x hr_resize_y hr_resize_mode hr_denoising_strength mask_blur mask_blur_x mask_blur_y
    inpainting_fill inpaint_full_res_padding inpainting_mask_invert initial_noise_multiplier clip_skip cfg_end
    diffusers_guidance_rescale guidance_rescale guidance_start guidance_stop cfg_rescale cfg_adaptive pag_adaptive detailer_strength detailer_steps sampler_shift
    hdr_clamp hdr_mode hdr_brightness hdr_color hdr_sharpen hdr_boundary hdr_threshold hdr_maximize
    hdr_max_center hdr_max_boundry hdr_max_boundary hdr_tint_ratio`,
  number,
);

const SWITCHES: Fields = each(
  `restore_faces tiling do_not_save_samples do_not_save_grid enable_hr hr_force hr_second_pass send_images
    inpaint_full_res include_init_images mask_round seed_enable_extras disable_extra_networks full_quality
    refiner_enabled detailer_enabled detailer enhance_prompt hidiffusion hdr_clamp_enabled hdr_maximize_enabled`,
  either(toggle, number),
);

const PICTURES: Fields = {
  ...each('init_images extra_images init_control', list(picture)),
  ...each('mask latent_mask', mask),
  // SD.Next's adapters.
  ip_adapter: list(
    object({
      adapter: name,
      images: list(picture),
      masks: list(mask),
      ...each('scale start end', oneOrMany(number)),
      crop: toggle,
    }),
  ),
  face: object({
    ...each('mode ip_model', name),
    source_images: list(picture),
    ...each('ip_override ip_cache', toggle),
    ...each(
      'ip_strength ip_structure id_strength id_conditioning id_cache_steps pm_strength pm_start',
      number,
    ),
    fs_cache: toggle,
  }),
};

/** Read by the dialect itself, which sends the result. */
const OWN: Fields = each(
  `infotext styles script_name force_task_id save_images override_settings_restore_afterwards url auth comments`,
  own,
);

/** SD.Next writes each entry of `extra` over the request that it has read, so it has the same fields. */
const EXTRA: Fields = { ...PROMPTS, ...NAMES, ...GUIDANCES, ...NUMBERS, ...SWITCHES };

/**
 * Refuses an entry of `extra` that could name a file, a style or a script of the server, or save pictures.
 * @throws BodyError naming the entry.
 */
export function assertExtra(extra: Json | undefined): void {
  for (const [key, value] of isObject(extra) ? Object.entries(extra) : []) {
    if (/save/i.test(key))
      throw new BodyError(400, `extra.${key}: whether pictures are saved is the operator's choice.`);
    if (!Object.hasOwn(EXTRA, key) && typeof value !== 'number' && typeof value !== 'boolean')
      throw new BodyError(400, `extra.${key}: this could replace what was screened. Send it as a field.`);
  }
}

/** The table of both routes. @param settings Names of settings that a request may override. */
export function pictureFields(settings: readonly string[]): Fields {
  return {
    ...PROMPTS,
    ...NAMES,
    ...GUIDANCES,
    ...NUMBERS,
    ...SWITCHES,
    ...PICTURES,
    ...OWN,
    resize_mode: name,
    hr_additional_modules: list({ kind: 'text', role: 'name', form: 'model', lastPart: true }),
    extra: object(EXTRA),
    override_settings: object(settingFields(settings)),
    alwayson_scripts: closed,
    script_args: closed,
    lora: closed,
  };
}

const imageList = object({ data: picture, name: fileName });
/** The fields of the tools around the pictures. */
const UPSCALE: Fields = {
  resize_mode: plain,
  ...each('upscaler_1 upscaler_2', name),
  ...each('show_extras_results upscaling_crop upscale_first', toggle),
  ...each(
    `upscaling_resize upscaling_resize_w upscaling_resize_h gfpgan_visibility codeformer_visibility codeformer_weight
      extras_upscaler_2_visibility`,
    number,
  ),
};
export const INTERROGATE: Fields = { image: picture, model: name, clip_model: name };
export const EXTRA_SINGLE: Fields = { ...UPSCALE, image: picture };
export const EXTRA_BATCH: Fields = { ...UPSCALE, imageList: list(imageList) };
export const DETECT: Fields = {
  controlnet_module: name,
  controlnet_input_images: list(picture),
  controlnet_masks: list(mask),
  ...each('controlnet_processor_res controlnet_threshold_a controlnet_threshold_b', number),
  low_vram: toggle,
};
/** `POST /internal/progress` */
export const PROGRESS: Fields = { id_task: name, id_live_preview: number, live_preview: toggle };
