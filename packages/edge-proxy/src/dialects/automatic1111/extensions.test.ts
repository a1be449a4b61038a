import { describe, expect, it } from 'vitest';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import { extensionFields, openExtensions, scriptFields } from './extensions.ts';

function read(scripts: JsonObject, fields = {}) {
  const table = extensionFields(scripts, openExtensions({ fields }));
  const { slots, dropped, guidances } = readFields({ alwayson_scripts: scripts }, table);
  return { roles: slots.map(({ role, value }) => `${role}: ${value}`), dropped, guidances };
}

describe('extensions', () => {
  it('are recognised under any spelling of their names', () => {
    const detector = { ad_prompt: 'a face', ad_negative_prompt: 'fog', ad_model: 'face', ad_cfg_scale: 0.5 };
    expect(read({ aDetailer: { args: [true, false, detector] } })).toEqual({
      roles: ['prompt: a face', 'negative: fog', 'name: face'],
      dropped: [],
      guidances: [0.5],
    });
  });

  it('have pictures and masks where ControlNet has them', () => {
    const unit = { image: { image: 'a', mask: 'b' }, module: 'canny', output_dir: 'x' };
    expect(read({ ControlNet: { args: [unit, { input_image: 'c' }] } })).toMatchObject({
      roles: ['picture: a', 'mask: b', 'name: canny', 'picture: c'],
      dropped: ['alwayson_scripts.ControlNet.args[0].output_dir'],
    });
  });

  it('have fields of ControlNet that only the operator opens', () => {
    for (const name of ['batch_images', 'batch_mask_dir', 'batch_modifiers', 'output_dir']) {
      const scripts = { controlnet: { args: [{ [name]: 'x' }] } };
      const table = extensionFields(scripts, openExtensions({}));
      expect(() => readFields({ alwayson_scripts: scripts }, table, { unknown: 'refuse' })).toThrow(
        `${name} is closed`,
      );
    }
  });

  const all = (names: string, value: Json) =>
    Object.fromEntries(names.split(/\s+/).map((name) => [name, value]));
  const CONTROL_SWITCHES = `enabled pixel_perfect low_vram lowvram save_detected_map loopback use_preview_as_input is_ui
    inpaint_crop_input_image`;
  const CONTROL_NUMBERS = `weight processor_res threshold_a threshold_b guidance guidance_start guidance_end guess_mode
    guessmode animatediff_batch`;
  const DETECTOR_NUMBERS = `ad_confidence ad_mask_k ad_mask_k_largest ad_mask_min_ratio ad_mask_max_ratio ad_dilate_erode
    ad_x_offset ad_y_offset ad_mask_blur ad_denoising_strength ad_inpaint_only_masked_padding ad_inpaint_width
    ad_inpaint_height ad_steps ad_noise_multiplier ad_clip_skip ad_controlnet_weight ad_controlnet_guidance_start
    ad_controlnet_guidance_end`;
  const DETECTOR_SWITCHES = `ad_tab_enable ad_inpaint_only_masked ad_use_inpaint_width_height ad_use_steps ad_use_cfg_scale
    ad_use_checkpoint ad_use_vae ad_use_sampler ad_use_noise_multiplier ad_use_clip_skip ad_restore_face is_api`;

  it.each<[string, string, JsonObject, JsonObject]>([
    ['controlnet', 'switches', all(CONTROL_SWITCHES, true), all(CONTROL_SWITCHES, 'words')],
    ['controlnet', 'numbers', all(CONTROL_NUMBERS, 0.5), all(CONTROL_NUMBERS, 'words')],
    ['controlnet', 'switches for numbers', all(CONTROL_NUMBERS, true), {}],
    ['controlnet', 'weights', { advanced_weighting: [1, 0.5] }, { advanced_weighting: ['words'] }],
    ['controlnet', 'plain values', all('resize_mode control_mode', 1), {}],
    ['adetailer', 'numbers', all(DETECTOR_NUMBERS, 1), all(DETECTOR_NUMBERS, 'words')],
    ['adetailer', 'switches', all(DETECTOR_SWITCHES, true), all(DETECTOR_SWITCHES, 'words')],
    ['adetailer', 'lists of switches', all(DETECTOR_SWITCHES, [true, false]), {}],
  ])('of the name %s have %s', (title, _, taken, refused) => {
    expect(read({ [title]: { args: [taken] } })).toMatchObject({ roles: [], dropped: [] });
    for (const [name, value] of Object.entries(refused))
      expect(() => read({ [title]: { args: [{ [name]: value }] } })).toThrow(`args[0].${name}`);
  });

  it.each([
    ['controlnet', 'model module hr_option input_mode union_control_type pulid_mode type_filter', 'name'],
    ['controlnet', 'image input_image generated_image image_fg ipadapter_input', 'picture'],
    ['controlnet', 'mask mask_image mask_image_fg effective_region_mask', 'mask'],
    [
      'adetailer',
      'ad_model_classes ad_mask_filter_method ad_mask_merge_invert ad_sampler ad_scheduler ad_controlnet_module',
      'name',
    ],
    ['adetailer', 'ad_model ad_checkpoint ad_vae ad_controlnet_model', 'name'],
  ])('of the name %s read %s as %s', (title, names, role) => {
    expect(read({ [title]: { args: [all(names, 'a')] } })).toEqual({
      ...{ roles: names.split(' ').map(() => `${role}: a`), dropped: [], guidances: [] },
    });
  });

  it('have a picture or a mask in every form', () => {
    const unit = { image: ['a'], input_image: { image: 'b', mask: 'c' }, mask: { image: 'd', mask: 'e' } };
    expect(read({ controlnet: { args: [unit] } }).roles).toEqual([
      ...['picture: a', 'picture: b', 'mask: c', 'mask: d', 'mask: e'],
    ]);
  });

  it.each(['refiner', 'seed', 'sampler', 'hypertile', 'soft inpainting'])(
    'of the server itself have plain arguments: %s',
    (title) => {
      expect(read({ [title]: { args: [true, 1, 'a'] } })).toMatchObject({ roles: ['name: a'], dropped: [] });
    },
  );

  it('are dropped where they are not described', () => {
    expect(read({ Other: { args: ['words'] }, Seed: { args: [1] } })).toEqual({
      roles: [],
      dropped: ['alwayson_scripts.Other'],
      guidances: [],
    });
  });

  it('are opened by the operator, in any spelling', () => {
    const fields = { 'alwayson_scripts.OTHER.args': 'prompt', elsewhere: 'name' } as const;
    expect(read({ Other: { args: ['words'] } }, fields)).toMatchObject({
      roles: ['prompt: words'],
      dropped: [],
    });
  });

  it('may occur only once', () => {
    expect(() => read({ Seed: { args: [] }, seed: { args: [] } })).toThrow('names an extension twice');
  });

  it('are empty where a request has another type', () => {
    expect(extensionFields('words', {})).toEqual(extensionFields({}, {}));
  });
});

describe('scripts', () => {
  it.each(['X/Y/Z plot', ' sd upscale ', 'custom code'])('recognises %j', (script) => {
    expect(Object.keys(scriptFields(script))).toEqual(['script_name', 'script_args']);
  });

  it.each(['', 'none', 'other'])('does not recognise %j', (script) => {
    expect(scriptFields(script)).toEqual({});
  });

  it('reads the text of arguments as prompts', () => {
    const { slots } = readFields(
      { script_name: 'loopback', script_args: [1, true, 'a', ['b', 2]] },
      scriptFields('loopback'),
    );
    expect(slots.map(({ role, value }) => `${role}: ${value}`)).toEqual([
      'name: loopback',
      'prompt: a',
      'prompt: b',
    ]);
  });
});
