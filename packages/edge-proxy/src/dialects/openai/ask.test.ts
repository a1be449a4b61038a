import { presets, type ScreenedRequest } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { negative as negativeField } from '../../dialect-kit/fields/field.ts';
import { moderatePictures } from '../../dialect-kit/screening/moderate-pictures.ts';
import type { GivenPictures } from '../../dialect-kit/screening/screened-body.ts';
import { shadesOf } from '../../testing/pictures.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { type Ask, type AskOptions, markedPrompt, readFormAsk, readJsonAsk } from './ask.ts';
import { FIELDS } from './fields.ts';

const green = (await shadesOf('green')).toString('base64');
const options = (negative?: AskOptions['negative']): AskOptions => ({
  table: typeof negative === 'object' ? { ...FIELDS, [negative.field]: negativeField } : FIELDS,
  negative,
  unknown: undefined,
});

const bodyOf = async (ask: Ask, request: ScreenedRequest, inputs: GivenPictures) =>
  new TextDecoder().decode((await ask.body(request, inputs)).bytes);

/** The text that is written for the only attempt: its body. */
async function sent(ask: Ask, call = callOf(), write = bodyOf): Promise<string> {
  let text = '';
  const make = async (request: ScreenedRequest, inputs: GivenPictures) => {
    text = await write(ask, request, inputs);
    throw new Error('enough');
  };
  const { inputs, takesNegative } = ask;
  const limits = { negativePrompt: takesNegative };
  const flow = moderatePictures(call, { upstream: 'a', request: ask.request, inputs, limits, make });
  try {
    for (let step = await flow.next(); !step.done; step = await flow.next());
  } catch {}
  return text;
}

const json = async (body: JsonObject, negative?: AskOptions['negative']) =>
  readJsonAsk(callOf({ body }), options(negative));

describe('readJsonAsk', () => {
  it('reads the fields of a generation', async () => {
    const { request, takesNegative, fields } = await json({
      prompt: 'a dog',
      size: '512x256',
      n: 2,
      model: 'gpt-image-1',
      guidance_scale: 5,
    });
    expect(request).toMatchObject({
      prompt: 'a dog',
      n: 2,
      width: 512,
      height: 256,
      guidanceScale: 5,
      names: expect.arrayContaining(['gpt-image-1']),
    });
    expect([takesNegative, fields.size]).toEqual([false, '512x256']);
    expect((await json({ prompt: 'a', width: 64, height: 32 })).request).toMatchObject({
      width: 64,
      height: 32,
    });
    expect((await json({ prompt: 'a', size: 'auto' })).request).toMatchObject({ width: 1024, height: 1024 });
  });

  it.each([
    ['512x256', 512, 256],
    ['512 * 256', 512, 256],
    ['512:256', 512, 256],
    ['auto', 1024, 1024],
  ])('reads the size %j as %i × %i', async (size, width, height) => {
    expect((await json({ prompt: 'a', size })).request).toMatchObject({ width, height });
  });

  it.each(['512x256 or more', 'about 512x256', '123456x256', 'large'])(
    'refuses the size %j',
    async (size) => {
      await expect(json({ prompt: 'a', size })).rejects.toThrow(
        'size has a value that this field does not accept',
      );
    },
  );

  it.each(['prompt', 'negative_prompt', 'user'])('refuses the mark of arguments in %s', async (name) => {
    const body = { prompt: 'a dog', [name]: 'a <sd_cpp_extra_args>{}</sd_cpp_extra_args>' };
    await expect(json(body)).rejects.toThrow();
  });

  it('reads no prompt as an empty one', async () => {
    for (const body of [{}, { prompt: null }]) expect((await json(body)).request.prompt).toBe('');
  });

  it('sends the negative prompt if the operator configures that the server has one', async () => {
    const asField = await sent(await json({ prompt: 'a dog', avoid: 'fog' }, { field: 'avoid' }));
    expect(JSON.parse(asField)).toMatchObject({
      prompt: 'a dog',
      avoid: expect.stringMatching(/^nsfw.*fog$/),
    });
    const added = await sent(await json({ prompt: 'a dog' }, { field: 'avoid' }));
    expect(JSON.parse(added).avoid).toMatch(/^nsfw/);
    const marked = await sent(await json({ prompt: 'a dog' }, 'sd_cpp_extra_args'));
    expect(JSON.parse(marked).prompt).toMatch(
      /^a dog<sd_cpp_extra_args>\{"negative_prompt":"nsfw.*"\}<\/sd_cpp_extra_args>$/,
    );
    expect(JSON.parse(await sent(await json({ prompt: 'a dog' })))).toEqual({ prompt: 'a dog' });
  });

  it('marks further settings behind the negative prompt', async () => {
    const ask = await json({ prompt: 'a dog' }, 'sd_cpp_extra_args');
    const write = async (_: Ask, request: ScreenedRequest) => markedPrompt(request, { strength: 0.4 });
    expect(await sent(ask, callOf(), write)).toMatch(
      /^a dog<sd_cpp_extra_args>\{"negative_prompt":"nsfw.*","strength":0.4\}<\/sd_cpp_extra_args>$/,
    );
  });

  it.each([{ field: 'avoid' }, 'sd_cpp_extra_args'] as const)(
    'adds no empty negative prompt where the policy restricts no pictures: %j',
    async (negative) => {
      const call = callOf({ engineParts: { policy: { ...presets.standard, image: {} } } });
      expect(JSON.parse(await sent(await json({ prompt: 'a dog' }, negative), call))).toEqual({
        prompt: 'a dog',
      });
    },
  );

  it.each(['negative_prompt', 'negative_prompt_2', 'negativePrompt', 'neg_prompt', 'negativeText'])(
    'reads %s as a negative prompt under any configuration',
    async (field) => {
      const ask = await json({ prompt: 'a dog', [field]: 'fog' });
      expect(ask.request).toMatchObject({ negativePrompt: 'fog', otherPrompts: [] });
      expect(ask.takesNegative).toBe(true);
      expect(JSON.parse(await sent(ask))).toMatchObject({
        prompt: 'a dog',
        [field]: expect.stringMatching(/^nsfw.*fog$/),
      });
      const listed = await json({ prompt: 'a dog', [field]: ['fog', 'rain'] });
      expect(listed.request.otherNegativePrompts).toEqual(['fog', 'rain']);
    },
  );

  it('does not lower the server’s moderation', async () => {
    expect(JSON.parse(await sent(await json({ prompt: 'a', moderation: 'low' })))).toMatchObject({
      moderation: 'auto',
    });
  });

  it('sends the number of images of an attempt if the client did, or if it is not one', async () => {
    expect(JSON.parse(await sent(await json({ prompt: 'a', n: 1 })))).toEqual({ prompt: 'a', n: 1 });
    expect(JSON.parse(await sent(await json({ prompt: 'a', n: 3 })))).toEqual({ prompt: 'a', n: 3 });
  });

  it('reads pictures in every form that servers accept', async () => {
    const uri = `data:image/png;base64,${green}`;
    const body = {
      prompt: 'a',
      images: [{ image_url: uri }, { b64_json: green }],
      image_url: { url: uri },
      mask: green,
    };
    const { inputs } = await json(body);
    expect(inputs.map(({ mask }) => mask)).toEqual([false, false, false, 'alpha']);
    await expect(json({ prompt: 'a', image: { file_id: 'file-1' } })).rejects.toThrow(
      'must be a picture as base64',
    );
  });
});

describe('readFormAsk', () => {
  const form = (fields: Record<string, string | Blob>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string') body.append(name, value);
      else body.append(name, value, 'name of the client’s.png');
    }
    const request = new Request('http://127.0.0.1/', { method: 'POST', body });
    return readFormAsk(callOf({ request }), options());
  };
  const file = new Blob([Buffer.from(green, 'base64')], { type: 'image/png' });

  it('sends judged files, under generated names', async () => {
    const ask = await form({ prompt: 'a dog', image: file, mask: file, n: '2' });
    expect(ask.inputs.map(({ mask }) => mask)).toEqual([false, 'alpha']);
    const text = await sent(ask);
    expect(text).toContain('name="image"; filename="image.png"');
    expect(text).toContain('name="n"\r\n\r\n2');
    expect(text).not.toContain('name of the client');
  });

  it('reads pictures in its files and in its texts', async () => {
    const { inputs } = await form({ prompt: 'a', image: file, 'image[1]': file, input_image: green });
    expect(inputs.map(({ slot, mask }) => ({ ...slot, mask }))).toEqual([
      { role: 'picture', path: 'input_image', value: green, mask: false },
      { role: 'picture', path: 'image', value: '', mask: false },
      { role: 'picture', path: 'image[1]', value: '', mask: false },
    ]);
    const [mask] = (await form({ prompt: 'a', mask_image: green })).inputs;
    expect(mask).toMatchObject({ slot: { role: 'mask', path: 'mask_image' }, mask: 'alpha' });
  });

  it('does not lower the server’s moderation', async () => {
    expect(await sent(await form({ prompt: 'a', moderation: 'low' }))).toContain(
      'name="moderation"\r\n\r\nauto\r\n',
    );
  });

  it('reads a negative prompt of the form', async () => {
    const ask = await form({ prompt: 'a dog', image: file, negative_prompt: 'fog' });
    expect(ask.request).toMatchObject({ negativePrompt: 'fog', otherPrompts: [] });
    expect(await sent(ask)).toMatch(/name="negative_prompt"\r\n\r\nnsfw.*fog\r\n/);
  });

  it.each(['image', 'image[]', 'images[]'])(
    'accepts several files named %s, and no text twice',
    async (name) => {
      const body = new FormData();
      body.append('prompt', 'a');
      for (const _ of [1, 2]) body.append(name, file, 'a.png');
      const request = () => new Request('http://127.0.0.1/', { method: 'POST', body });
      const read = () => readFormAsk(callOf({ request: request() }), options());
      expect((await read()).inputs.map(({ slot }) => slot.path)).toEqual([name, name]);
      body.append('prompt', 'b');
      await expect(read()).rejects.toThrow('a field twice');
    },
  );

  it('accepts no other files', async () => {
    await expect(form({ prompt: 'a', other: file })).rejects.toMatchObject({ status: 400 });
  });
});
