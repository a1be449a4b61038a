import {
  createScreening,
  moderateGeneration,
  NormalisedImage,
  type ScreenedPrompt,
  UnscreenedImage,
} from '@shoji/core';
import { fakeCodec, fakeEngine, fakeGenerator } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { coloursIn, shadesOf } from '../../testing/pictures.ts';
import { callOf } from '../call/call.test-helper.ts';
import * as field from '../fields/field.ts';
import { readFields, textSlots } from '../fields/read-fields.ts';
import { Slot } from '../fields/slot.ts';
import { screenInput } from './screen-picture.ts';
import {
  commandJson,
  generatedUpload,
  mergedInto,
  type ScreenedBody,
  screenedForm,
  screenedJson,
  screenedValue,
} from './screened-body.ts';

const { signal } = new AbortController();

async function screened(prompt: string, names: readonly string[] = []): Promise<ScreenedPrompt> {
  const released = await createScreening(fakeEngine(), { id: 'gen_test', signal }).prompt({ prompt, names })
    .released;
  if (released === undefined) throw new Error('the engine of this test refuses nothing');
  return released;
}

const TABLE: field.Fields = {
  prompt: field.prompt,
  model: field.name,
  negative_prompt: field.negative,
  image: field.picture,
  weights: field.entries(field.number),
};
const text = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes);

describe('a body that is sent', () => {
  it('has every screened text, and the proxy’s own fields over them', async () => {
    const read = readFields({ prompt: 'a dog', model: 'sd', negative_prompt: 'fog' }, TABLE);
    const body = screenedJson(
      read,
      {
        prompt: await screened('a dog', ['sd']),
        negatives: mergedInto(textSlots(read, 'negative'), ['fog, nudity']),
      },
      { model: 'sd-2' },
    );
    expect(JSON.parse(text(body))).toEqual({
      prompt: 'a dog',
      negative_prompt: 'fog, nudity',
      model: 'sd-2',
    });
  });

  it('keeps empty values unchanged, because there is nothing to judge', async () => {
    const body = { prompt: '', model: '', negative_prompt: '', image: '' };
    expect(
      JSON.parse(text(screenedJson(readFields(body, TABLE), { prompt: await screened('a dog') }))),
    ).toEqual(body);
  });

  it.each([
    ['a prompt', { prompt: 'a cat' }, 'a text was not screened'],
    ['a name', { prompt: 'a dog', model: 'other' }, 'a text was not screened'],
    ['a key', { prompt: 'a dog', weights: { other: 1 } }, 'a text was not screened'],
    ['a negative prompt', { prompt: 'a dog', negative_prompt: 'fog' }, 'a part of the body was not screened'],
    ['a picture', { prompt: 'a dog', image: 'iVBO' }, 'a part of the body was not screened'],
  ])('throws for an unscreened %s', async (_, body, message) => {
    const read = readFields(JSON.parse(JSON.stringify(body)), TABLE);
    const prompt = await screened('a dog');
    expect(() => screenedJson(read, { prompt })).toThrow(message);
    await expect(async () => screenedForm(read, [], { prompt })).rejects.toThrow('not screened');
  });

  it('rejects a text as a whole body, and unscreened files and file names', async () => {
    const prompt = await screened('a dog');
    expect(() => screenedValue(new Slot('prompt', 'text', 'a cat'), { prompt }, 'text/plain')).toThrow();
    const slot = new Slot('picture', 'image', '');
    await expect(screenedForm({ tree: {}, keys: [] }, [{ slot }], { prompt })).rejects.toThrow(
      'was not screened',
    );
  });

  it('accepts no merged negative prompt in place of another', () => {
    expect(() => mergedInto([new Slot('negative', 'a', 'x')], [])).toThrow('was not screened');
  });

  it('accepts a command only about things named by UUID', () => {
    const id = '6fd7a2b0-3a62-4d1e-9d2a-0d7f3f4b1c55';
    expect(text(commandJson({ delete: [id] }))).toBe(JSON.stringify({ delete: [id] }));
    expect(() => commandJson({ delete: [id, 'a dog'] })).toThrow('not a UUID');
  });
});

/** The file in a field of a form, and the other fields. */
async function readForm({ bytes, contentType }: ScreenedBody, field: string) {
  const headers = { 'content-type': contentType };
  const sent = await new Request('http://127.0.0.1', { method: 'POST', headers, body: bytes }).formData();
  const file = sent.get(field);
  if (!(file instanceof File)) throw new Error('the form has no file');
  sent.delete(field);
  return {
    name: file.name,
    type: file.type,
    bytes: new Uint8Array(await file.arrayBuffer()),
    own: Object.fromEntries(sent),
  };
}

describe('a picture that is sent', () => {
  const form = async (mask: boolean) => {
    const slot = new Slot(mask ? 'mask' : 'picture', 'image', '');
    const call = callOf();
    const image = new UnscreenedImage(new Uint8Array(await shadesOf('green')));
    const given = await screenInput({ image, mask: mask && 'alpha' }, call);
    const body = await screenedForm({ tree: {}, keys: [] }, [{ slot }], {
      prompt: await screened('a dog'),
      pictures: new Map([[slot, given]]),
    });
    return readForm(body, 'image');
  };

  it('is the judged one, with the name of its format', async () => {
    const { name, type, bytes } = await form(false);
    expect([name, type, await coloursIn(bytes)]).toEqual(['image.png', 'image/png', ['green']]);
  });

  it.each([
    ['image/png', 'start.png'],
    ['image/jpeg', 'start.jpg'],
  ] as const)('is uploaded to a generator as it was judged, as %s', async (mediaType, name) => {
    const shown = { mediaType, bytes: Uint8Array.of(1, 2, 3), width: 1, height: 1 };
    const codec = { ...fakeCodec(), normalise: async () => new NormalisedImage(shown, shown) };
    const generator = fakeGenerator('pictures', { inputImage: true });
    const input = { image: new UnscreenedImage(Uint8Array.of(9)), strength: 0.5 };
    const flow = moderateGeneration({ prompt: 'a dog', input }, fakeEngine({ codec, generator }), {
      id: 'gen_test',
      signal,
    });
    while (!(await flow.next()).done);
    const given = generator.requests[0]?.input;
    if (!given) throw new Error('the engine of this test refuses nothing');
    const body = await generatedUpload(given, 'image', 'start', { type: 'temp' });
    const file = await readForm(body, 'image');
    expect(file).toEqual({ name, type: mediaType, bytes: shown.bytes, own: { type: 'temp' } });
  });

  it('is only the transparency of a mask, for a server that reads that', async () => {
    const { name, bytes } = await form(true);
    expect([name, await coloursIn(bytes)]).toEqual(['image.png', ['other']]);
  });

  it('is a data URI when the client sent one', async () => {
    const prompt = await screened('a dog');
    const body = async (value: string) => {
      const read = readFields({ image: value }, TABLE);
      const [slot] = read.slots;
      const image = new UnscreenedImage(new Uint8Array(await shadesOf('green')));
      const given = await screenInput({ image, mask: false }, callOf());
      const pictures = new Map(slot ? [[slot, given]] : []);
      return JSON.parse(text(screenedJson(read, { prompt, pictures }))).image;
    };
    expect(await body('iVBO')).toMatch(/^iVBO/);
    expect(await body('data:image/jpeg;base64,iVBO')).toMatch(/^data:image\/png;base64,iVBO/);
    expect(await body(' DATA:image/png;base64,iVBO')).toMatch(/^data:image\/png;base64,iVBO/);
  });
});
