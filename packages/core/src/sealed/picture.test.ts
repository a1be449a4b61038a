import { describe, expect, it } from 'vitest';
import { NormalisedImage, openJudged, openShown, openUnscreened, UnscreenedImage } from './picture.ts';

const encoded = (text: string) =>
  ({ mediaType: 'image/png', width: 64, height: 32, bytes: new TextEncoder().encode(text) }) as const;

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

  it('has the size of the pixels to show, and one view where it is opaque', () => {
    const image = new NormalisedImage(encoded('shown'), { ...encoded('judged'), width: 8, height: 4 });
    expect([image.width, image.height, image.views.length]).toEqual([64, 32, 1]);
  });

  it('reveals no bytes when it is written as JSON', () => {
    expect(JSON.stringify(new NormalisedImage(encoded('shown'), encoded('judged')).width)).toBe('64');
    expect(Object.keys(new NormalisedImage(encoded('shown'), encoded('judged'))).toSorted()).toEqual([
      'height',
      'views',
      'width',
    ]);
  });
});
