import { describe, expect, it } from 'vitest';
import type { Frames } from '../image/animation.ts';
import { standard } from '../policy/presets.ts';
import type { NormaliseOptions } from '../ports/image.ts';
import { NormalisedImage, UnscreenedImage } from '../sealed/picture.ts';
import { fakeCodec, fakeEngine, fakeModerator, finding } from '../testing/index.ts';
import { NO_PROMPT } from '../vocabulary/verdict.ts';
import { createScreening } from './screening.ts';

const encoded = (text: string) =>
  ({ mediaType: 'image/webp', width: 64, height: 64, bytes: new TextEncoder().encode(text) }) as const;

const SAMPLED: Frames = { of: 9, kept: 3, at: [0, 3, 6] };

/** A screening of one animation with three looks, and the options that its codec was given. */
function animated(
  frames: Frames,
  seen: (frame: string) => ReturnType<typeof finding>[] = () => [],
  reveal = true,
) {
  const asked: NormaliseOptions[] = [];
  const codec = {
    ...fakeCodec(),
    normalise: async (_: UnscreenedImage, options: NormaliseOptions) => {
      asked.push(options);
      return new NormalisedImage(encoded('animation'), encoded('a'), [encoded('b'), encoded('c')], frames);
    },
  };
  const moderators = [fakeModerator((_: number, frame: string) => ({ findings: seen(frame) }))];
  const engine = fakeEngine({ codec, moderators, policy: { ...standard, reveal } });
  const screening = createScreening(engine, { id: 'test', signal: new AbortController().signal });
  return { screening, asked, picture: new UnscreenedImage(new Uint8Array()) };
}
const WARNING = {
  code: 'animation_sampled',
  image: 2,
  frames: { kept: 3, of: 9 },
  message: 'The animation is too long to be checked whole. It is shown with 3 of its 9 frames only.',
};

describe('an animation', () => {
  it('is judged by all its looks; one with a finding decides, and the finding names its frame', async () => {
    const { screening, picture } = animated(SAMPLED, (frame) =>
      frame === 'a' ? [finding('nudity', 0.3)] : frame === 'c' ? [finding('nudity', 0.99)] : [],
    );
    const { image } = await screening.image(picture, NO_PROMPT);
    expect([image.decision, image.shown]).toEqual(['withhold', null]);
    expect(image.findings).toEqual([{ ...finding('nudity', 0.99), check: 'moderator', frame: 6 }]);
  });

  it('is shown with a warning that says how many of its frames are left', async () => {
    const { screening, picture } = animated(SAMPLED);
    const { image } = await screening.image(picture, NO_PROMPT, { index: 2 });
    expect([image.decision, image.shown]).toEqual(['clear', encoded('animation')]);
    expect(image.warnings).toEqual([WARNING]);
  });

  it('has that warning where it is blurred and may be revealed, and not where its frames are never shown', async () => {
    const nude = () => [finding('nudity', 0.6)];
    const codes = async (reveal: boolean, seen = nude) => {
      const { screening, picture } = animated(SAMPLED, seen, reveal);
      const { image } = await screening.image(picture, NO_PROMPT);
      return [image.decision, ...image.warnings.map(({ code }) => code)];
    };
    expect(await codes(true)).toEqual(['blur', 'image_nudity', 'animation_sampled']);
    expect(await codes(false)).toEqual(['blur', 'image_nudity']);
    expect(await codes(true, () => [finding('nudity', 1)])).toEqual(['withhold', 'image_nudity']);
  });

  it('has no warning when it is shown whole', async () => {
    const { screening, picture } = animated({ of: 3, kept: 3, at: [0, 1, 2] });
    expect((await screening.image(picture, NO_PROMPT)).image.warnings).toEqual([]);
  });
});

describe('the frames that may be left out', () => {
  it('are some of a picture that is shown, none of one that is only judged, and a model gets still pictures', async () => {
    const { screening, asked, picture } = animated(SAMPLED);
    await screening.image(picture, NO_PROMPT);
    await screening.judge(picture);
    await screening.image(picture, NO_PROMPT, { role: 'input' });
    await screening.judge(picture, { role: 'input' });
    await screening.image(picture, NO_PROMPT, { frames: 'every' });
    await screening.judge(picture, { frames: 'one' });
    expect(asked.map(({ frames }) => frames)).toEqual(['sample', 'every', 'one', 'one', 'every', 'one']);
  });
});
