import { createScreening, UnscreenedImage } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { expect, it } from 'vitest';
import { coloursIn, shadesOf } from '../../testing/pictures.ts';
import { callOf } from '../call/call.test-helper.ts';
import { isShownPicture, placeholderPicture, shownPicture } from './shown-picture.ts';

it('shows the screened picture, and nothing of a withheld one', async () => {
  const call = callOf();
  const screen = async (colour: 'green' | 'crimson') => {
    const image = new UnscreenedImage(new Uint8Array(await shadesOf(colour)));
    return (await createScreening(call.engine, call).image(image, NO_PROMPT)).image;
  };
  const shown = shownPicture(await screen('green'));
  expect(isShownPicture(shown)).toBe(true);
  expect(shown?.dataUri).toBe(`data:image/png;base64,${shown?.base64}`);
  expect(Buffer.from(shown?.base64 ?? '', 'base64')).toEqual(Buffer.from(shown?.image.bytes ?? []));
  expect(await coloursIn(shown?.dataUri ?? '')).toEqual(['green']);
  expect(shownPicture(await screen('crimson'))).toBeUndefined();
});

it('draws a placeholder of the requested size, and accepts nothing else as one', async () => {
  const reason = { what: 'picture', unchecked: false, categories: [] } as const;
  const placeholder = await placeholderPicture(reason, 'en', { width: 64, height: 80 });
  expect([isShownPicture(placeholder), placeholder.image.height]).toEqual([true, 80]);
  expect(isShownPicture({ image: placeholder.image, base64: placeholder.base64 })).toBe(false);
});
