import { describe, expect, it } from 'vitest';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import {
  assertExtra,
  DETECT,
  EXTRA_BATCH,
  EXTRA_SINGLE,
  INTERROGATE,
  PROGRESS,
  pictureFields,
  SETTINGS,
  settingFields,
} from './fields.ts';

function read(body: JsonObject, table = pictureFields(SETTINGS)) {
  const { slots, dropped, guidances, tree } = readFields(body, table);
  return {
    roles: Object.fromEntries(slots.map(({ path, role }) => [path, role])),
    dropped,
    guidances,
    keys: Object.keys(tree),
  };
}

describe('the table of txt2img and img2img', () => {
  it('gives every text and picture its role', () => {
    const body = {
      ...{ prompt: 'a', hr_prompt: 'b', refiner_prompt: 'c', detailer_prompt: 'd' },
      ...{ negative_prompt: 'e', hr_negative_prompt: 'f', refiner_negative: 'g' },
      ...{ sampler_name: 'h', hr_checkpoint_name: 'flux.dev/a', init_images: ['i'], mask: 'j' },
      ip_adapter: [{ adapter: 'k', images: ['l'], masks: ['m'] }],
      face: { source_images: ['n'], mode: 'o' },
      override_settings: { sd_vae: 'p', other: 'q' },
    };
    expect(read(body)).toMatchObject({
      roles: {
        ...{ prompt: 'prompt', hr_prompt: 'prompt', refiner_prompt: 'prompt', detailer_prompt: 'prompt' },
        ...{ negative_prompt: 'negative', hr_negative_prompt: 'negative', refiner_negative: 'negative' },
        ...{ sampler_name: 'name', hr_checkpoint_name: 'name', 'init_images[0]': 'picture', mask: 'mask' },
        ...{ 'ip_adapter[0].adapter': 'name', 'ip_adapter[0].images[0]': 'picture' },
        ...{ 'ip_adapter[0].masks[0]': 'mask', 'face.source_images[0]': 'picture', 'face.mode': 'name' },
        'override_settings.sd_vae': 'name',
      },
      dropped: ['override_settings.other'],
    });
  });

  const all = (names: string, value: Json) =>
    Object.fromEntries(names.split(/\s+/).map((name) => [name, value]));
  const NUMBERS = `seed subseed subseed_strength seed_resize_from_h seed_resize_from_w batch_size n_iter steps width
    height eta denoising_strength s_min_uncond s_churn s_tmax s_tmin s_noise refiner_switch_at refiner_start
    refiner_steps firstphase_width firstphase_height hr_scale hr_second_pass_steps hr_steps hr_resize_x hr_resize_y
    hr_resize_mode hr_denoising_strength mask_blur mask_blur_x mask_blur_y inpainting_fill inpaint_full_res_padding
    inpainting_mask_invert initial_noise_multiplier clip_skip cfg_end guidance_rescale guidance_start guidance_stop
    detailer_strength detailer_steps hdr_clamp hdr_maximize hdr_tint_ratio`;
  const SWITCHES = `restore_faces tiling do_not_save_samples do_not_save_grid enable_hr hr_force hr_second_pass
    send_images inpaint_full_res include_init_images mask_round seed_enable_extras disable_extra_networks full_quality
    refiner_enabled detailer_enabled detailer enhance_prompt hidiffusion hdr_clamp_enabled hdr_maximize_enabled`;
  const NAMES = `sampler_name sampler_index scheduler hr_upscaler hr_sampler_name hr_scheduler vae_type resize_name
    resize_context hr_resize_context detailer_resolution guidance_name`;

  it('accepts numbers, switches and names, also inside extra', () => {
    for (const wrap of [(each: JsonObject) => each, (extra: JsonObject) => ({ extra })]) {
      expect(read(wrap({ ...all(NUMBERS, 1), ...all(SWITCHES, true) })).dropped).toEqual([]);
      expect(read(wrap(all(SWITCHES, 1))).dropped).toEqual([]);
      for (const name of NUMBERS.split(/\s+/))
        expect(() => read(wrap({ [name]: 'words' }))).toThrow('must be a number');
      for (const name of SWITCHES.split(/\s+/))
        expect(() => read(wrap({ [name]: 'words' }))).toThrow('must be true or false');
      const roles = Object.values(
        read(wrap({ ...all(NAMES, 'a'), ...all(`${NAMES} ${SWITCHES}`, 1) })).roles,
      );
      expect(roles).toEqual([]);
      expect(Object.values(read(wrap(all(NAMES, 'a'))).roles)).toEqual(NAMES.split(/\s+/).map(() => 'name'));
      expect(Object.values(read(wrap({ prompt: 'a', negative_prompt: 'b' })).roles)).toEqual([
        'prompt',
        'negative',
      ]);
      expect(read(wrap({ cfg_scale: 0.5 })).guidances).toEqual([0.5]);
    }
  });

  it('reads the adapters of SD.Next field by field', () => {
    const face = {
      ...all('ip_override ip_cache fs_cache', true),
      ...all('ip_strength ip_structure id_strength id_conditioning id_cache_steps pm_strength pm_start', 1),
      ip_model: 'a',
    };
    expect(read({ face }).dropped).toEqual([]);
    for (const name of Object.keys(face))
      if (name !== 'ip_model')
        expect(() => read({ face: { [name]: 'words' } })).toThrow(`face.${name} must be`);
    const ip_adapter = [{ ...all('scale start end', [1, 2]), crop: true }];
    expect(read({ ip_adapter }).dropped).toEqual([]);
    expect(() => read({ ip_adapter: [{ crop: 'words' }] })).toThrow('must be true or false');
    expect(read({ latent_mask: 'a', extra_images: ['b'], init_control: ['c'] }).roles).toEqual({
      latent_mask: 'mask',
      'extra_images[0]': 'picture',
      'init_control[0]': 'picture',
    });
    expect(read({ resize_mode: 1, hr_additional_modules: ['/models/a.vae'] })).toMatchObject({
      roles: { 'hr_additional_modules[0]': 'name' },
      dropped: [],
    });
  });

  it('reads these itself, whatever their values are', () => {
    const own = `infotext styles script_name force_task_id save_images override_settings_restore_afterwards url auth
      comments`;
    expect(read(all(own, 'https://example.com'))).toEqual({
      roles: {},
      dropped: [],
      guidances: [],
      keys: [],
    });
  });

  it('records every scale that can paint a negative prompt, and no other', () => {
    const scales = { cfg_scale: 1, hr_cfg: 2, guidance_scale: 3, refiner_cfg: 4, pag_scale: 5 };
    expect(read({ ...scales, distilled_cfg_scale: 0.5, cfg_true: 0 }).guidances).toEqual([1, 2, 3, 4, 5]);
    expect(() => read({ image_cfg_scale: -1 })).toThrow('must not be below 0');
  });

  it('drops fields that the dialect reads itself, and fields that only an operator opens', () => {
    const own = { infotext: 'a', styles: ['b'], force_task_id: 'c', save_images: true, url: 'd' };
    expect(read(own)).toMatchObject({ roles: {}, dropped: [], keys: [] });
    const closed = { alwayson_scripts: { a: 1 }, script_args: ['b'], lora: 'c' };
    expect(read(closed).dropped).toEqual(Object.keys(closed));
    for (const [name, value] of Object.entries(closed))
      expect(() => readFields({ [name]: value }, pictureFields(SETTINGS), { unknown: 'refuse' })).toThrow(
        `${name} is closed`,
      );
  });

  it('sends the last segment of the paths that Forge returns', () => {
    const { tree } = readFields(
      { override_settings: { forge_additional_modules: ['/models/a.safetensors', 'C:\\b.vae'] } },
      pictureFields(SETTINGS),
    );
    expect(JSON.parse(JSON.stringify(tree))).toMatchObject({
      override_settings: { forge_additional_modules: [{ value: 'a.safetensors' }, { value: 'b.vae' }] },
    });
  });
});

describe('settings', () => {
  it('are names, numbers and switches, one or many', () => {
    const table = settingFields(['sd_vae', 'a']);
    expect(read({ sd_vae: 'x/y.vae', a: ['b', 1, true] }, table)).toMatchObject({
      roles: { sd_vae: 'name', 'a[0]': 'name' },
      dropped: [],
    });
    expect(() => read({ a: 'https://example.com' }, table)).toThrow('could be an address');
  });
});

it('are the seven that choose a model and its noise', () => {
  expect(SETTINGS).toEqual([
    'sd_model_checkpoint',
    'sd_vae',
    'forge_additional_modules',
    'forge_preset',
    'CLIP_stop_at_last_layers',
    'eta_noise_seed_delta',
    'randn_source',
  ]);
  const table = settingFields(SETTINGS);
  for (const value of ['flux.dev/a', 1, true])
    expect(read({ sd_model_checkpoint: value, sd_vae: value }, table).keys).toEqual([
      'sd_model_checkpoint',
      'sd_vae',
    ]);
  expect(read({ forge_additional_modules: '/models/a.vae' }, table).roles).toEqual({
    forge_additional_modules: 'name',
  });
});

describe('assertExtra', () => {
  it('accepts the fields of a request and plain values', () => {
    for (const extra of [undefined, 'words', { prompt: 'a', unknown: 1, other: true }])
      expect(() => assertExtra(extra)).not.toThrow();
  });

  it('refuses values that could name a file or a script, or save images', () => {
    expect(() => assertExtra({ init_images: ['a'] })).toThrow('extra.init_images');
    expect(() => assertExtra({ save_images: true })).toThrow('extra.save_images: whether');
  });
});

it('gives the tools’ pictures and texts their roles', () => {
  expect(read({ image: 'a', model: 'b' }, INTERROGATE).roles).toEqual({ image: 'picture', model: 'name' });
  expect(read({ image: 'a', upscaler_1: 'b', x: 'c' }, EXTRA_SINGLE)).toMatchObject({
    roles: { image: 'picture', upscaler_1: 'name' },
    dropped: ['x'],
  });
  expect(read({ imageList: [{ data: 'a', name: 'b.png' }] }, EXTRA_BATCH).roles).toEqual({
    'imageList[0].data': 'picture',
    'imageList[0].name': 'name',
  });
  expect(read({ controlnet_input_images: ['a'], controlnet_masks: ['b'] }, DETECT).roles).toEqual({
    'controlnet_input_images[0]': 'picture',
    'controlnet_masks[0]': 'mask',
  });
  const upscale = {
    ...{ resize_mode: 0, upscaler_1: 'a', upscaler_2: 'b', show_extras_results: true, upscaling_crop: false },
    ...{ upscale_first: true, upscaling_resize: 2, upscaling_resize_w: 512, upscaling_resize_h: 512 },
    ...{
      gfpgan_visibility: 0,
      codeformer_visibility: 0,
      codeformer_weight: 0,
      extras_upscaler_2_visibility: 0,
    },
  };
  for (const table of [EXTRA_SINGLE, EXTRA_BATCH]) {
    expect(read(upscale, table).keys).toEqual(Object.keys(upscale));
    expect(() => read({ upscaling_resize: 'words' }, table)).toThrow('must be a number');
    expect(() => read({ upscale_first: 'words' }, table)).toThrow('true or false');
  }
  const detect = {
    ...{ controlnet_module: 'canny', controlnet_processor_res: 512, controlnet_threshold_a: 1 },
    ...{ controlnet_threshold_b: 2, low_vram: true },
  };
  expect(read(detect, DETECT).keys).toEqual(Object.keys(detect));
  expect(() => read({ low_vram: 'words' }, DETECT)).toThrow('true or false');
  expect(read({ image: 'a', clip_model: 'b' }, INTERROGATE).roles).toMatchObject({ clip_model: 'name' });
  expect(read({ id_task: 'task(1)', id_live_preview: 1, live_preview: true }, PROGRESS).keys).toHaveLength(3);
  expect(() => read({ live_preview: 'words' }, PROGRESS)).toThrow('true or false');
});
