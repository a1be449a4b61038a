import { describe, expect, it } from 'vitest';
import { placeholderPicture } from '../screening/shown-picture.ts';
import { jsonFrame, pictureFrame, wordsFrame } from './client-frame.ts';

describe('frames', () => {
  it('are JSON as text', () => {
    expect(jsonFrame({ type: 'a' }).data).toBe('{"type":"a"}');
  });

  it('are big-endian numbers of 32 bits, text as UTF-8, and then a picture', async () => {
    expect(wordsFrame([1, 'é', 258]).data).toEqual(Buffer.from([0, 0, 0, 1, 0xc3, 0xa9, 0, 0, 1, 2]));
    const picture = await placeholderPicture({ what: 'picture', unchecked: false, categories: [] }, 'en', {
      width: 64,
      height: 64,
    });
    expect(pictureFrame([7], picture).data).toEqual(
      Buffer.concat([Buffer.from([0, 0, 0, 7]), picture.image.bytes]),
    );
  });
});
