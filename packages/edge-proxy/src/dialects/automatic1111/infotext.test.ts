import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { droppedLabels, namedPrompts, parametersIn, parseInfotext, resolveInfotext } from './infotext.ts';

const PARAMETERS = 'Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7';

describe('parametersIn', () => {
  it.each([
    ['Steps: 20, Size: 512x512', ['Steps', '20', 'Size', '512x512']],
    ['Hires prompt: "a, b: c", Seed: 7', ['Hires prompt', '"a, b: c"', 'Seed', '7']],
    ['Lora hashes: "a: 1, b: \\"2\\"", x', ['Lora hashes', '"a: 1, b: \\"2\\""']],
    ['Model: "a" b, Seed: 7', ['Model', '"a" b', 'Seed', '7']],
    ['Model: "a, Seed: 7', ['Model', '"a', 'Seed', '7']],
    ['a: 1, b/: 2, -c d: 3', ['b/', '2', 'c d', '3']],
    ['Empty: , Seed: 7', ['Empty', '', 'Seed', '7']],
  ])('reads %j', (line, expected) => {
    expect(parametersIn(line).flat()).toEqual(expected);
  });

  it('matches like the web UI’s own regular expression', () => {
    const parameter = /[\s]*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]+):\s*("(?:\\[^\n]|[^\\"])+"|[^,]*)(?:,|$)/gu;
    const unit = fc.constantFrom(
      'a',
      'é',
      '𝒳',
      '7',
      '_',
      '-',
      '/',
      ' ',
      '\t',
      ':',
      ':',
      ',',
      '"',
      '"',
      '\\',
      '€',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (line) => {
        const found = [...line.matchAll(parameter)].map(([, label, value]) => [label, value]);
        expect(parametersIn(line)).toEqual(found);
      }),
      { numRuns: 5_000 },
    );
  });

  it('unquotes quoted values', () => {
    const pairs = fc.array(
      fc.tuple(fc.stringMatching(/^[A-Za-z]{2}[a-z ]{0,8}$/), fc.string({ unit: 'binary' })),
      {
        minLength: 3,
      },
    );
    fc.assert(
      fc.property(pairs, (written) => {
        const line = written.map(([label, value]) => `${label}: ${JSON.stringify(`,${value}`)}`).join(', ');
        const read = parseInfotext(`a dog\n${line}`);
        for (const [label, value] of new Map(written)) {
          if (/^(Prompt|Negative prompt|Hypernet)$/.test(label)) continue;
          expect(read.get(label)).toBe(`,${value}`);
        }
      }),
    );
  });

  it.each([
    'a'.repeat(200_000),
    'aa:"'.repeat(50_000),
    `aa: "${'\\"'.repeat(100_000)}`,
    ': '.repeat(100_000),
  ])('reads a long line in linear time', (line) => {
    expect(() => parametersIn(line)).not.toThrow();
  });
});

describe('parseInfotext', () => {
  it('splits the texts line by line', () => {
    const read = parseInfotext(` a dog \n in a suit\nNegative prompt: fog\nrain \n${PARAMETERS}`);
    expect(read.get('Prompt')).toBe('a dog\nin a suit');
    expect(read.get('Negative prompt')).toBe('fog\nrain');
    expect(read.get('Sampler')).toBe('DPM++ 2M Karras');
  });

  it('counts a line of fewer than three parameters as part of the prompt', () => {
    const read = parseInfotext('a dog\nSteps: 20, Sampler: Euler');
    expect(read.get('Prompt')).toBe('a dog\nSteps: 20, Sampler: Euler');
    expect(read.get('Steps')).toBeUndefined();
  });

  it('keeps malformed quotes unchanged', () => {
    expect(parseInfotext(`${PARAMETERS}, Model: "a\\q"`).get('Model')).toBe('"a\\q"');
    expect(parseInfotext(`${PARAMETERS}, Model: "a" , Seed: 7`).get('Model')).toBe('"a" ');
    expect(parseInfotext(`${PARAMETERS}, Model: "`).get('Model')).toBe('"');
  });
});

describe('resolveInfotext', () => {
  it('sets missing fields, and keeps present ones', () => {
    const infotext = `a dog\nNegative prompt: fog\n${PARAMETERS}, Seed: 7, Size: 512x768, Clip skip: 2, Other: x`;
    expect(resolveInfotext({ prompt: 'a cat', seed: 3 }, infotext)).toEqual({
      prompt: 'a cat',
      negative_prompt: 'fog',
      steps: 20,
      sampler_name: 'DPM++ 2M Karras',
      cfg_scale: 7,
      seed: 3,
      width: 512,
      height: 768,
      override_settings: { CLIP_stop_at_last_layers: 2, randn_source: 'GPU' },
    });
  });

  it('unquotes texts, and switches the second pass on', () => {
    const infotext = `${PARAMETERS}, Denoising strength: 0.5, Hires upscale: 2, Hires prompt: "a \\u0064og, wet", Hires sampler: Use same sampler`;
    expect(resolveInfotext({}, infotext)).toMatchObject({
      denoising_strength: 0.5,
      enable_hr: true,
      hr_scale: 2,
      hr_prompt: 'a dog, wet',
    });
    expect(resolveInfotext({}, infotext)).not.toHaveProperty('hr_sampler_name');
    expect(resolveInfotext({ enable_hr: false }, infotext)).toMatchObject({ enable_hr: false });
  });

  it('sets only fields of scripts that have a picture', () => {
    expect(resolveInfotext({ init_images: [] }, `a dog\n${PARAMETERS}, Variation seed: 9`)).toEqual({
      init_images: [],
      steps: 20,
      sampler_name: 'DPM++ 2M Karras',
      subseed: 9,
      override_settings: { CLIP_stop_at_last_layers: 1, randn_source: 'GPU' },
    });
  });

  it('names a network in the prompt', () => {
    expect(resolveInfotext({}, `a dog\n${PARAMETERS}, Hypernet: anime`)).toMatchObject({
      prompt: 'a dog<hypernet:anime:1.0>',
    });
  });

  it('finds a model by its hash, and keeps the settings of the request', () => {
    const infotext = `${PARAMETERS}, Model hash: 45dee52b, Model: dreams`;
    const { override_settings } = resolveInfotext({ override_settings: { randn_source: 'CPU' } }, infotext);
    expect(override_settings).toEqual({
      sd_model_checkpoint: '45dee52b',
      CLIP_stop_at_last_layers: 1,
      randn_source: 'CPU',
    });
  });

  it.each([
    ['First pass size: 512x320, Size: 1024x640', [512, 320, 1024, 640]],
    ['First pass size: 0x0, Size: 1024x1024', [512, 512, 1024, 1024]],
    ['First pass size: 0x320, Size: 1024x1024', [512, 512, 1024, 1024]],
    ['First pass size: 0x0, Size: 1024x512', [768, 384, 1024, 512]],
    ['First pass size: 512x320', [512, 320, 512, 512]],
  ])('reads the old form of %j', (sizes, [width, height, hr_resize_x, hr_resize_y]) => {
    expect(resolveInfotext({}, `${PARAMETERS}, ${sizes}`)).toMatchObject({
      width,
      height,
      hr_resize_x,
      hr_resize_y,
    });
  });

  it.each([
    ['CFG scale: 7a', /"CFG scale" must be a number/],
    ['Seed: 7.5', /"Seed" must be a whole number/],
    ['Hires steps: "1, 2"', /"Hires steps" must be a whole number/],
    ['Denoising strength: nan', /"Denoising strength" must be a number/],
  ])('refuses %j', (parameter, message) => {
    expect(() => resolveInfotext({}, `a dog\n${PARAMETERS}, ${parameter}`)).toThrow(message);
  });
});

describe('the labels of an info text', () => {
  const filled = (label: string, value: string, fields = {}) =>
    resolveInfotext(fields, `a dog\n${PARAMETERS}, ${label}: ${value}`);

  it.each([
    ['Distilled CFG Scale', '3.5', 'distilled_cfg_scale', 3.5],
    ['Batch size', '4', 'batch_size', 4],
    ['Denoising strength', '0.5', 'denoising_strength', 0.5],
    ['Hires upscale', '1.5', 'hr_scale', 1.5],
    ['Hires upscaler', 'Latent', 'hr_upscaler', 'Latent'],
    ['Hires steps', '10', 'hr_second_pass_steps', 10],
    ['Hires resize', '640x512', 'hr_resize_x', 640],
    ['Hires resize', '640x512', 'hr_resize_y', 512],
    ['Hires checkpoint', 'a', 'hr_checkpoint_name', 'a'],
    ['Hires sampler', 'Euler', 'hr_sampler_name', 'Euler'],
    ['Hires schedule type', 'Karras', 'hr_scheduler', 'Karras'],
    ['Hires prompt', 'a cat', 'hr_prompt', 'a cat'],
    ['Hires negative prompt', 'fog', 'hr_negative_prompt', 'fog'],
    ['Hires CFG Scale', '5', 'hr_cfg', 5],
    ['Hires Distilled CFG Scale', '2.5', 'hr_distilled_cfg', 2.5],
  ])('fill for txt2img from %s: %s the field %s', (label, value, field, expected) => {
    expect(filled(label, value)).toHaveProperty(field, expected);
    expect(filled(label, value, { init_images: [] })).not.toHaveProperty(field);
    expect(droppedLabels({}, `a dog\n${PARAMETERS}, ${label}: ${value}`)).toEqual([]);
  });

  it.each([
    ['Schedule type', 'Karras', 'scheduler', 'Karras'],
    ['Seed', '7', 'seed', 7],
    ['Variation seed', '8', 'subseed', 8],
    ['Variation seed strength', '0.5', 'subseed_strength', 0.5],
    ['Seed resize from', '640x512', 'seed_resize_from_h', 640],
    ['Seed resize from', '640x512', 'seed_resize_from_w', 512],
    ['Refiner', 'b', 'refiner_checkpoint', 'b'],
    ['Refiner switch at', '0.8', 'refiner_switch_at', 0.8],
  ])('fill for both routes from %s: %s the field %s', (label, value, field, expected) => {
    for (const fields of [{}, { init_images: [] }]) {
      expect(filled(label, value, fields)).toHaveProperty(field, expected);
      expect(droppedLabels(fields, `a dog\n${PARAMETERS}, ${label}: ${value}`)).toEqual([]);
    }
  });

  it.each([
    ['Model', 'dreams', 'sd_model_checkpoint', 'dreams'],
    ['Model hash', '45dee52b', 'sd_model_checkpoint', '45dee52b'],
    ['VAE', 'a.vae', 'sd_vae', 'a.vae'],
    ['Clip skip', '2', 'CLIP_stop_at_last_layers', 2],
    ['ENSD', '31337', 'eta_noise_seed_delta', 31_337],
    ['RNG', 'CPU', 'randn_source', 'CPU'],
  ])('override from %s: %s the setting %s', (label, value, setting, expected) => {
    expect(filled(label, value).override_settings).toHaveProperty(setting, expected);
    expect(droppedLabels({}, `a dog\n${PARAMETERS}, ${label}: ${value}`)).toEqual([]);
  });

  it.each(['Use same sampler', 'Use same scheduler', 'Use same checkpoint'])(
    'fill nothing by “%s”',
    (value) => {
      expect(filled('Hires sampler', value)).not.toHaveProperty('hr_sampler_name');
      expect(filled('Hires sampler', `${value} as a`)).toHaveProperty('hr_sampler_name');
      expect(filled('Hires sampler', `a ${value}`)).toHaveProperty('hr_sampler_name');
    },
  );

  it.each(['Version', 'Hypernet', 'Hypernet strength'])('are for people, or parts of others: %s', (label) => {
    expect(droppedLabels({}, `a dog\n${PARAMETERS}, ${label}: 1`)).toEqual([]);
    expect(droppedLabels({}, `a dog\n${PARAMETERS}, ${label} of mine: 1`)).toEqual([`${label} of mine`]);
    expect(droppedLabels({}, `a dog\n${PARAMETERS}, My ${label}: 1`)).toEqual([`My ${label}`]);
  });
});

describe('a prompt by its label', () => {
  it.each([
    ['a dog\nSteps: 20, Hires prompt: "a cat"', ['"a cat"']],
    ['a dog\nNegative prompt: fog\nADetailer prompt: a cat, a hat', ['a cat, a hat']],
    ['a dog\nNegative prompt: fog\nHires negative prompt: mist', []],
    ['a dog', []],
  ])('is found in %j', (text, prompts) => expect(namedPrompts(text)).toEqual(prompts));
});

describe('droppedLabels', () => {
  const infotext = `a dog\nNegative prompt: fog\n${PARAMETERS}, ControlNet 0: "a, b", Token merging ratio: 0.5, Version: v1.9`;

  it('names labels without a field', () => {
    expect(droppedLabels({}, infotext)).toEqual(['ControlNet 0', 'Token merging ratio']);
    expect(droppedLabels({ init_images: [] }, infotext)).toEqual(['ControlNet 0', 'Token merging ratio']);
    expect(droppedLabels({}, '')).toEqual([]);
  });

  it('does not name a field that the client sends itself', () => {
    expect(droppedLabels({ steps: 3, prompt: 'a cat' }, `a dog\n${PARAMETERS}`)).toEqual([]);
  });
});
