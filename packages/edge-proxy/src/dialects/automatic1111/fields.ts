/** Fields of the web UI's API, as its models and those of Forge and SD.Next declare them. */

/** Fields that choose something by its name. */
export const NAMES: ReadonlySet<string> = new Set([
  'sampler_name',
  'sampler_index',
  'scheduler',
  'hr_upscaler',
  'hr_checkpoint_name',
  'hr_sampler_name',
  'hr_scheduler',
  'hr_additional_modules',
  'refiner_checkpoint',
  'script_name',
  'force_task_id',
]);

/** The same inside of the units of ADetailer and ControlNet. */
export const UNIT_NAMES: ReadonlySet<string> = new Set([
  'ad_model',
  'ad_checkpoint',
  'ad_vae',
  'ad_sampler',
  'ad_scheduler',
  'ad_controlnet_model',
  'ad_controlnet_module',
  'ad_mask_merge_invert',
  'ad_mask_filter_method',
  'model',
  'module',
  'resize_mode',
  'control_mode',
  'hr_option',
  'inpaint_crop_input_image',
  'union_control_type',
]);

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

/** Every field that is known, so that only other keys are screened. */
export const KEYS: ReadonlySet<string> = new Set([
  ...NAMES,
  ...UNIT_NAMES,
  ...SETTINGS,
  ...`prompt negative_prompt hr_prompt hr_negative_prompt styles extra alwayson_scripts script_args args
    override_settings override_settings_restore_afterwards init_images mask include_init_images
    seed subseed subseed_strength seed_resize_from_h seed_resize_from_w seed_enable_extras batch_size n_iter steps cfg_scale
    distilled_cfg_scale hr_cfg hr_distilled_cfg width height restore_faces tiling do_not_save_samples do_not_save_grid eta
    denoising_strength s_min_uncond s_churn s_tmax s_tmin s_noise refiner_switch_at disable_extra_networks comments
    enable_hr firstphase_width firstphase_height hr_scale hr_second_pass_steps hr_steps hr_resize_x hr_resize_y
    send_images save_images resize_mode image_cfg_scale mask_blur mask_blur_x mask_blur_y mask_round inpainting_fill
    inpaint_full_res inpaint_full_res_padding inpainting_mask_invert initial_noise_multiplier latent_mask
    clip_skip lora extra_images refiner_prompt refiner_negative detailer_prompt detailer_negative ad_prompt ad_negative_prompt ad_confidence ad_denoising_strength ad_cfg_scale
    image input_image mask_image weight enabled pixel_perfect lowvram processor_res threshold_a threshold_b
    guidance_start guidance_end ControlNet controlnet ADetailer adetailer`
    .split(/\s+/)
    .filter((key) => key !== ''),
]);
