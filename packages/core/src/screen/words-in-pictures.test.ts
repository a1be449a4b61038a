import { expect, it } from 'vitest';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeEngine, fakeModerator, finding } from '../testing/index.ts';
import { wordsInPictures } from '../text/words-in-pictures.ts';
import { NO_PROMPT } from '../vocabulary/verdict.ts';
import { createScreening } from './screening.ts';

/** Screens a picture that says `text` and in which another moderator finds `findings`. */
async function screened(text: string, findings: ReturnType<typeof finding>[]) {
  const reader = { name: 'reader', read: async () => ({ lines: [{ text, confidence: 0.9 }] }) };
  const engine = fakeEngine({ moderators: [fakeModerator({ findings }), wordsInPictures({ reader })] });
  const screening = createScreening(engine, { id: 'test', signal: new AbortController().signal });
  const picture = new UnscreenedImage(new Uint8Array());
  return (await screening.image(picture, NO_PROMPT)).image;
}

it('an age in the words of a picture and sexual content in its pixels are joined', async () => {
  const suggestive = [finding('suggestive', 0.6)];
  expect((await screened('a dog in a suit', suggestive)).decision).toBe('clear');
  expect((await screened('12 years old', [])).decision).toBe('clear');
  const joined = await screened('12 years old', suggestive);
  expect([joined.decision, joined.shown]).toEqual(['withhold', null]);
  expect(joined.warnings).toMatchObject([{ code: 'image_sexual_minors' }]);
});
