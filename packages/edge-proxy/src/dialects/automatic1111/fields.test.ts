import { describe, expect, it } from 'vitest';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import {
  assertExtra,
  DETECT,
  EXTRA_BATCH,
  EXTRA_SINGLE,
  INTERROGATE,
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

  it('records every scale that can paint a negative prompt, and no other', () => {
    const scales = { cfg_scale: 1, hr_cfg: 2, guidance_scale: 3, refiner_cfg: 4, pag_scale: 5 };
    expect(read({ ...scales, distilled_cfg_scale: 0.5, cfg_true: 0 }).guidances).toEqual([1, 2, 3, 4, 5]);
    expect(() => read({ image_cfg_scale: -1 })).toThrow('must not be below 0');
  });

  it('drops fields that the dialect reads itself, and fields that only an operator opens', () => {
    const own = { infotext: 'a', styles: ['b'], force_task_id: 'c', save_images: true, url: 'd' };
    expect(read(own)).toMatchObject({ roles: {}, dropped: [], keys: [] });
    expect(read({ alwayson_scripts: { a: 1 }, script_args: ['b'], lora: 'c' }).dropped).toEqual([
      'alwayson_scripts',
      'script_args',
      'lora',
    ]);
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
});
