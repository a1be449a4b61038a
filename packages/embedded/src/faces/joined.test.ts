import { createScreening, presets, rules, UnscreenedImage } from '@shoji/core';
import { fakeEngine, fakeModerator } from '@shoji/core/testing';
import { sharpCodec } from '@shoji/pixels';
import { afterAll, expect, it } from 'vitest';
import { drawn } from './drawn-face.test-helper.ts';
import { embeddedFaceModerator } from './moderator.ts';

const faces = embeddedFaceModerator();
afterAll(faces.close);

const portrait = await drawn(512, 512, [{ x: 256, y: 250, width: 150 }])
  .png()
  .toBuffer();
const landscape = await drawn(512, 512, []).png().toBuffer();

/** The decision about a picture that is given to a model beside a prompt. */
async function given(picture: Buffer, prompt: string, preset: keyof typeof presets) {
  const engine = fakeEngine({
    policy: presets[preset],
    rules: [rules()],
    classifiers: [],
    moderators: [fakeModerator(), faces],
    codec: sharpCodec(),
  });
  const screening = createScreening(engine, { id: 'gen_1', signal: new AbortController().signal });
  await screening.prompt(prompt, { ms: 60_000 }).report;
  const image = new UnscreenedImage(new Uint8Array(picture));
  const { decision, warnings } = await screening.judge(image, { role: 'input', ms: 60_000 });
  return { decision, categories: warnings.map(({ category }) => category) };
}

it.each(['strict', 'standard', 'mature'] as const)(
  'a given face is refused beside a prompt that undresses, under %s',
  async (preset) => {
    const undressed = 'the same woman, naked';
    const { decision, categories } = await given(portrait, undressed, preset);
    expect(decision).toBe('withhold');
    expect(categories).toContain('real-person');
    expect((await given(landscape, undressed, preset)).categories).not.toContain('real-person');
  },
);

it.each(['strict', 'standard', 'mature'] as const)(
  'a given portrait is untouched beside a harmless prompt, under %s',
  async (preset) => {
    expect(await given(portrait, 'the same woman in a garden', preset)).toEqual({
      decision: 'clear',
      categories: [],
    });
  },
);
