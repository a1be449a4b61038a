import type { ScreenedRequest } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { name as nameField } from '../../dialect-kit/fields/field.ts';
import { moderatePictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import type { GivenPictures } from '../../dialect-kit/screening/screened-body.ts';
import { coloursIn, shadesOf } from '../../testing/pictures.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import { type Ask, type AskOptions, readAsk } from './ask.ts';
import type { Style } from './prompts.ts';
import { webUiOf } from './web-ui.ts';

const webUi = webUiOf({ url: 'http://127.0.0.1:9' });
const STYLES: readonly Style[] = [
  { name: 'sea', prompt: 'a sea', negativePrompt: 'fog' },
  { name: 'old', prompt: '{prompt}, in sepia', negativePrompt: '' },
  { name: 'bare', prompt: '', negativePrompt: 'rain' },
];
let asked = 0;

function read(body: JsonObject, options: Partial<AskOptions> = {}): Promise<Ask> {
  asked = 0;
  return readAsk(body, {
    ...{ table: webUi.table, extensions: webUi.extensions, settings: webUi.settings, unknown: undefined },
    styles: async () => {
      asked += 1;
      return STYLES;
    },
    ...{ saveImages: false, task: 'task(own)', ...options },
  });
}

/** The body of an attempt for these seeds. */
async function sent(ask: Ask, seeds: readonly number[] = [7]): Promise<JsonObject> {
  let body: JsonObject = {};
  const make = async (request: ScreenedRequest, inputs: GivenPictures) => {
    body = JSON.parse(new TextDecoder().decode(ask.body(request, inputs, seeds).bytes));
    throw new Error('enough');
  };
  const flow = moderatePictures(callOf(), { upstream: 'a', request: ask.request, inputs: ask.inputs, make });
  try {
    for (let step = await flow.next(); !step.done; step = await flow.next());
  } catch {}
  return body;
}

describe('a request', () => {
  it('has its judged pictures in the body', async () => {
    const green = (await shadesOf('green')).toString('base64');
    const body = await sent(await read({ prompt: 'a dog', init_images: [green, green] }));
    expect(body.init_images).toHaveLength(2);
    expect(await coloursIn(JSON.stringify(body.init_images))).toEqual(['green', 'green']);
  });

  it('is read once', async () => {
    const body = {
      ...{ prompt: 'a dog', negative_prompt: 'fog', seed: 7, steps: 20, width: 640, height: 320 },
      ...{
        cfg_scale: 5,
        hr_cfg: 3,
        batch_size: 2,
        n_iter: 3,
        sampler_name: 'Euler a',
        force_task_id: 'mine',
      },
    };
    const { request, ...ask } = await read(body);
    expect(request).toEqual({
      ...{ prompt: 'a dog', otherPrompts: [], names: ['Euler a', 'mine'], negativePrompt: 'fog' },
      ...{
        otherNegativePrompts: ['fog', ''],
        n: 6,
        width: 640,
        height: 320,
        seed: 7,
        steps: 20,
        guidanceScale: 3,
      },
    });
    const { force_task_id, ...typed } = body;
    expect(ask).toMatchObject({ scripted: false, named: 'mine', inputs: [], dropped: [], typed });
    expect(ask.typed).not.toHaveProperty('force_task_id');
  });

  it('has the web UI’s defaults', async () => {
    expect((await read({})).request).toMatchObject({
      ...{ prompt: '', negativePrompt: '', otherNegativePrompts: [''], n: 1, width: 512, height: 512 },
      ...{ seed: undefined, steps: undefined, guidanceScale: undefined, names: [] },
    });
    expect((await read({ seed: -1 })).request.seed).toBeUndefined();
    expect((await read({ seed: 0 })).request.seed).toBe(0);
    expect((await read({ seed: null, batch_size: null })).request).toMatchObject({ seed: undefined, n: 1 });
  });

  it.each<[JsonObject, string]>([
    [{ batch_size: 0 }, 'batch_size must be a whole number from 1 on.'],
    [{ n_iter: 1.5 }, 'n_iter must be a whole number from 1 on.'],
    [{ prompt: 7 }, 'prompt must be a string.'],
    [{ negative_prompt: ['a'] }, 'negative_prompt must be a string.'],
    [{ script_name: 7 }, 'script_name must be a string.'],
    [{ infotext: 7 }, 'infotext must be a string.'],
    [{ extra: { save_images: true } }, 'extra.save_images'],
  ])('%j is refused', async (body, message) => {
    await expect(read(body)).rejects.toThrow(message);
  });

  it.each<[JsonObject]>([
    [{ prompt: 'a <sd_cpp_extra_args>' }],
    [{ negative_prompt: 'a <sd_cpp_extra_args>' }],
    [{ sampler_name: '<sd_cpp_extra_args>' }],
    [{ styles: ['<sd_cpp_extra_args>'] }],
  ])('%j may not hold the mark of arguments', async (body) => {
    await expect(read(body)).rejects.toThrow('may not hold <sd_cpp_extra_args>');
  });

  it('has the prompts of its extensions', async () => {
    const alwayson_scripts = { ADetailer: { args: [{ ad_prompt: 'a cat' }] } };
    expect((await read({ prompt: 'a dog', alwayson_scripts })).request.otherPrompts).toEqual(['a cat']);
  });

  it('is refused for an unknown field where the operator says so', async () => {
    const body = { prompt: 'a dog', surprise: 1 };
    expect((await read(body)).dropped).toEqual(['surprise']);
    await expect(read(body, { unknown: 'refuse' })).rejects.toThrow('surprise is not a known field');
  });

  it('has the texts of every pass as prompts, each once', async () => {
    const { request } = await read({
      prompt: 'a dog',
      hr_prompt: 'a cat',
      refiner_prompt: 'a dog',
      detailer_prompt: 'a cat',
    });
    expect(request.otherPrompts).toEqual(['a cat']);
  });

  it('has one guidance that can paint negatives', async () => {
    expect((await read({ cfg_scale: 0.5 })).request.guidanceScale).toBe(0.5);
  });

  it('has its pictures and masks', async () => {
    const green = (await shadesOf('green')).toString('base64');
    const { inputs, typed } = await read({ prompt: 'a', init_images: [green], mask: green });
    expect(inputs.map(({ mask }) => mask)).toEqual([false, 'grey']);
    expect(typed).toEqual({ prompt: 'a' });
  });

  it('is shown to its client without pictures, as it was typed', async () => {
    const body = {
      prompt: 'a',
      steps: '20',
      mask: '',
      alwayson_scripts: {},
      init_images: [],
      surprise: 1,
      styles: 'sea',
    };
    expect((await read(body)).typed).toEqual({ prompt: 'a', steps: '20', styles: ['sea'] });
  });
});

describe('styles', () => {
  it('are put into the texts that the checks read, and only fetched if a request names one', async () => {
    const { request } = await read({
      prompt: 'a dog',
      negative_prompt: 'mist',
      styles: ['sea', 'old', 'gone', 'bare'],
    });
    expect(request).toMatchObject({ prompt: 'a dog, a sea, in sepia', negativePrompt: 'mist, fog, rain' });
    expect(request.names).toEqual(expect.arrayContaining(['sea', 'old', 'gone', 'bare']));
    expect(asked).toBe(1);
    await read({ prompt: 'a dog', styles: [] });
    expect(asked).toBe(0);
  });

  it('are put into the second pass where that has its own text', async () => {
    const { request } = await read({ prompt: 'a', styles: ['sea'], hr_prompt: 'b', hr_negative_prompt: 'c' });
    expect(request.otherPrompts).toEqual(['b, a sea']);
    expect(request.otherNegativePrompts).toEqual(expect.arrayContaining(['c, fog']));
    const empty = await sent(
      await read({ prompt: 'a', styles: ['sea'], hr_prompt: '', hr_negative_prompt: '' }),
    );
    expect(empty.hr_prompt).toBe('');
    const without = await sent(await read({ prompt: 'a', styles: ['sea'] }));
    expect(without).not.toHaveProperty('hr_prompt');
    expect(without).not.toHaveProperty('hr_negative_prompt');
    expect(without).not.toHaveProperty('styles');
  });

  it('alone are the prompt', async () => {
    expect((await read({ styles: ['sea'] })).request).toMatchObject({
      prompt: 'a sea',
      negativePrompt: 'fog',
    });
  });
});

describe('an info text', () => {
  const infotext =
    'a dog\nNegative prompt: fog\nSteps: 20, Seed: 7, Size: 640x320, ControlNet 0: "a", Odd/label: 1';

  it('fills the fields that were left out, and is not sent', async () => {
    const ask = await read({ infotext, negative_prompt: 'mist' });
    expect(ask.request).toMatchObject({
      prompt: 'a dog',
      negativePrompt: 'mist',
      seed: 7,
      steps: 20,
      width: 640,
    });
    expect(await sent(ask)).not.toHaveProperty('infotext');
    const empty = await read({ infotext: '', prompt: 'a' });
    expect(empty.request.width).toBe(512);
    expect(await sent(empty)).not.toHaveProperty('override_settings');
  });

  it('has labels without a field, which are names and are reported', async () => {
    const { request, dropped } = await read({ infotext });
    expect(request.names).toEqual(expect.arrayContaining(['ControlNet 0', 'Odd/label']));
    expect(dropped).toEqual(['infotext.ControlNet 0', 'A label of infotext without a plain name']);
  });

  it('has prompts under other labels, which the checks read', async () => {
    const { request } = await read({
      infotext: 'a dog\nNegative prompt: fog\nADetailer prompt: a cat',
      prompt: 'a',
    });
    expect(request.otherPrompts).toContain('a cat');
  });
});

describe('a script', () => {
  const body = { prompt: 'a dog', batch_size: 2, script_args: ['dog, cat'] };

  it.each(['x/y/z plot', ' X/Y/Z Plot '])(
    'named %j makes further prompts, and as many pictures as it likes',
    async (script_name) => {
      const ask = await read({ ...body, script_name });
      expect(ask).toMatchObject({ scripted: true, request: { n: 1 } });
      expect(ask.request.otherPrompts).toEqual(expect.arrayContaining(['dog, cat', 'a cat']));
      expect(await sent(ask, [7])).toMatchObject({ script_name, batch_size: 2 });
    },
  );

  it.each(['', 'None', ' NONE '])(
    'named %j does nothing where the operator opened the field',
    async (script_name) => {
      const table = { ...webUi.table, script_name: nameField };
      const ask = await read({ ...body, script_name }, { table });
      expect(ask).toMatchObject({ scripted: false, request: { n: 2, otherPrompts: [] } });
      expect((await read({ ...body, script_name: 'mine' }, { table })).scripted).toBe(true);
    },
  );

  it.each(['', 'None', 'unknown'])('named %j does nothing', async (script_name) => {
    const ask = await read({ ...body, script_name });
    expect(ask).toMatchObject({ scripted: false, request: { n: 2, otherPrompts: [] } });
    expect(await sent(ask, [7])).not.toHaveProperty('script_name');
  });

  it('that varies the guidance makes negative prompts positive', async () => {
    const { request } = await read({
      ...body,
      script_name: 'x/y/z plot',
      negative_prompt: 'fog',
      script_args: ['0.5, 7'],
    });
    expect(request.otherPrompts).toContain('fog');
    const other = await read({
      ...body,
      script_name: 'x/y/z plot',
      negative_prompt: 'fog',
      script_args: ['5, 7'],
    });
    expect(other.request.otherPrompts).not.toContain('fog');
  });

  it('may not replace words of the operator’s negative prompt', async () => {
    const ask = await read({ ...body, script_name: 'x/y/z plot', script_args: ['nsfw, x'] });
    expect(await sent(ask)).toEqual({});
  });
});

describe('a label of an info text', () => {
  it('is shown up to sixty plain characters', async () => {
    const droppedOf = async (label: string) =>
      (await read({ infotext: `a dog\nSteps: 20, Seed: 7, Size: 64x64, ${label}: x` })).dropped;
    const hidden = ['A label of infotext without a plain name'];
    expect(await droppedOf('Label-of mine')).toEqual(['infotext.Label-of mine']);
    expect(await droppedOf('a'.repeat(60))).toEqual([`infotext.${'a'.repeat(60)}`]);
    for (const label of ['a'.repeat(61), 'Labels/mine', 'é label'])
      expect(await droppedOf(label)).toEqual(hidden);
  });
});

describe('the body', () => {
  it('has the dialect’s own fields', async () => {
    const body = await sent(await read({ prompt: 'a dog', save_images: true, force_task_id: 'mine' }));
    expect(body).toMatchObject({
      ...{ prompt: 'a dog', negative_prompt: expect.stringMatching(/^nsfw/), seed: 7 },
      ...{ force_task_id: 'task(own)', send_images: true, save_images: false },
    });
    expect(body).not.toHaveProperty('batch_size');
    expect(body).not.toHaveProperty('override_settings_restore_afterwards');
    expect(body).not.toHaveProperty('hr_negative_prompt');
  });

  it('saves pictures only if the operator and the client choose it', async () => {
    const saved = async (save_images: Json, saveImages: boolean) =>
      (await sent(await read({ prompt: 'a', save_images }, { saveImages }))).save_images;
    expect(
      await Promise.all([saved(true, true), saved(true, false), saved(false, true), saved(1, true)]),
    ).toEqual([true, false, false, false]);
  });

  it('makes one picture where only one is made again', async () => {
    const ask = await read({ prompt: 'a', batch_size: 2, n_iter: 2 });
    expect(await sent(ask, [7, 8, 9, 10])).toMatchObject({ batch_size: 2, n_iter: 2, seed: 7 });
    expect(await sent(ask, [9])).toMatchObject({ batch_size: 1, n_iter: 1, seed: 9 });
    expect(await sent(ask, [])).toMatchObject({ seed: -1 });
  });

  it('adds the operator’s terms to each negative prompt, and to each part for another face', async () => {
    const body = await sent(
      await read({
        prompt: 'a',
        negative_prompt: 'fog',
        hr_negative_prompt: 'mist',
        detailer_negative: 'one [SEP] [SEP]two',
      }),
    );
    expect(body.negative_prompt).toMatch(/^nsfw.*, fog$/);
    expect(body.hr_negative_prompt).toMatch(/^nsfw.*, mist$/);
    const own = String(body.hr_negative_prompt).replace(/, mist$/, '');
    expect(body.detailer_negative).toBe(`${own}, one[SEP]${own}[SEP]${own}, two`);
  });

  it('has the settings that requests may change, and restores them', async () => {
    const ask = await read({ prompt: 'a', override_settings: { sd_vae: 'b', other: 'c' } });
    expect(ask.dropped).toEqual([]);
    expect(await sent(ask)).toMatchObject({
      override_settings: { sd_vae: 'b' },
      override_settings_restore_afterwards: true,
    });
    const more = await read({ prompt: 'a', override_settings: { other: 'c' } }, { settings: ['other'] });
    expect(more.dropped).toEqual(['override_settings.other']);
  });
});
