import { describe, expect, it } from 'vitest';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
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
