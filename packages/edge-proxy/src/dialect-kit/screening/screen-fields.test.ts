import { describe, expect, it } from 'vitest';
import { BANNED } from '../../testing/engine.ts';
import { SEXUALISING, withFaces } from '../../testing/people.ts';
import { shadesOf } from '../../testing/pictures.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { callOf } from '../call/call.test-helper.ts';
import { guidance, name, negative, picture, prompt } from '../fields/field.ts';
import { readFields } from '../fields/read-fields.ts';
import { screenFields } from './screen-fields.ts';
import { screenedJson } from './screened-body.ts';

const FIELDS = { prompt, negative, name, guidance, picture };

/** The sent body after screening. */
async function sent(body: JsonObject, call = callOf()): Promise<unknown> {
  const read = readFields(body, FIELDS);
  const { bytes } = screenedJson(read, await screenFields(call, read));
  return JSON.parse(new TextDecoder().decode(bytes));
}

describe('screenFields', () => {
  it('releases the judged texts, with the operator’s negative prompt before the client’s', async () => {
    expect(await sent({ prompt: 'a dog', negative: 'fog', name: 'x', guidance: 7 })).toEqual({
      prompt: 'a dog',
      negative: expect.stringMatching(/^nsfw, .*, fog$/),
      name: 'x',
      guidance: 7,
    });
  });

  it('omits the operator’s terms if the model paints its negative prompt, and judges it', async () => {
    expect(await sent({ prompt: 'a dog', negative: 'fog', guidance: 0.5 })).toMatchObject({
      negative: 'fog',
    });
    await expect(sent({ prompt: 'a dog', negative: BANNED, guidance: 0.5 })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(await sent({ prompt: 'a dog', negative: BANNED, guidance: 1 })).toMatchObject({
      negative: expect.stringContaining(BANNED),
    });
  });

  it.each(['prompt', 'name', 'unknown'])('refuses a banned word in %s', async (key) => {
    await expect(sent({ [key]: BANNED })).rejects.toMatchObject({ verdict: { decision: 'rejected' } });
  });

  it('refuses directives of a model’s server', async () => {
    await expect(sent({ negative: '<sd_cpp_extra_args>{}' })).rejects.toMatchObject({ status: 400 });
  });

  it('sends a clear picture as it was judged, beside its texts, and refuses any other', async () => {
    const green = (await shadesOf('green')).toString('base64');
    expect(await sent({ picture: green })).toEqual({ picture: expect.stringMatching(/^iVBOR/) });
    const withText = (prompt: string) => sent({ prompt, picture: green }, callOf({ engineParts: withFaces }));
    await expect(withText(`a ${SEXUALISING}`)).rejects.toMatchObject({
      reason: { what: 'input', categories: ['real-person'] },
    });
    expect(await withText('a dog')).toMatchObject({ prompt: 'a dog' });
    const crimson = (await shadesOf('crimson')).toString('base64');
    await expect(sent({ picture: crimson })).rejects.toMatchObject({ reason: { what: 'input' } });
  });
});
