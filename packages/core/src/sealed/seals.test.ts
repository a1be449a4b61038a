import { describe, expect, it } from 'vitest';
import { NormalisedImage, openJudged, openShown, openUnscreened, UnscreenedImage } from './picture.ts';
import { sealImage } from './screened-image.ts';
import { sealPrompt } from './screened-prompt.ts';

const encoded = (text: string) =>
  ({ mediaType: 'image/png', width: 64, height: 32, bytes: new TextEncoder().encode(text) }) as const;
const told = { findings: [], warnings: [] };

describe('an unscreened image', () => {
  it('reveals its bytes only to its key', () => {
    const image = new UnscreenedImage(Uint8Array.of(1, 2, 3));
    expect(JSON.stringify(image)).toBe('{}');
    expect(Object.keys(image)).toEqual([]);
    expect(openUnscreened(image)).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('a normalised image', () => {
  it('holds the pixels to show and to judge, in every view', () => {
    const [shown, judged, black] = [encoded('shown'), encoded('white'), encoded('black')];
    const image = new NormalisedImage(shown, judged, [black]);
    expect([image.width, image.height]).toEqual([64, 32]);
    expect(image.views.map(openJudged)).toEqual([judged, black]);
    expect(image.views.map(openShown)).toEqual([shown, shown]);
    expect(image.views[0]).toBe(image);
  });
});

describe('a screened image', () => {
  it('has pixels only where they may be shown', () => {
    const shown = encoded('shown');
    expect(sealImage.clear(shown, told)).toMatchObject({ decision: 'clear', shown, original: null });
    expect(sealImage.blurred(shown, null, told)).toMatchObject({ decision: 'blur', shown, original: null });
    expect(sealImage.withheld(told)).toMatchObject({ decision: 'withhold', shown: null, original: null });
  });
});

it('a screened prompt covers exactly the texts that were screened', () => {
  const prompt = sealPrompt('a dog', ['in a suit']);
  expect(prompt.text).toBe('a dog');
  expect(['a dog', 'in a suit', 'a', 'A dog'].map((text) => prompt.covers(text))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
