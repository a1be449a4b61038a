import { UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { describe, expect, it } from 'vitest';
import { readComments } from './comments.ts';
import { blankPng, own, pngChunk, waves, withChunks } from './fixtures.test-helper.ts';

const comments = (bytes: Uint8Array) => readComments(new UnscreenedImage(own(bytes)));
const text = (keyword: string, value: string) =>
  pngChunk('tEXt', Buffer.from(`${keyword}\0${value}`, 'latin1'));

describe('readComments', () => {
  it('reads the texts of a PNG by their keywords', async () => {
    const png = withChunks(blankPng(8, 8), text('parameters', 'a dog'), text('prompt', '{}'));
    expect(await comments(png)).toEqual({ parameters: 'a dog', prompt: '{}' });
  });

  it('finds no texts in other formats', async () => {
    expect(await comments(blankPng(8, 8))).toEqual({});
    expect(await comments(await waves(80, 80).jpeg().toBuffer())).toEqual({});
  });

  it('refuses a file that is not an image, and one that is too large', async () => {
    await expect(comments(Buffer.from('text'))).rejects.toMatchObject({ code: 'not_an_image' });
    await expect(comments(new Uint8Array(DEFAULT_IMAGE_LIMITS.maxBytes + 1))).rejects.toMatchObject({
      code: 'too_many_bytes',
    });
  });

  it('reports a damaged picture, with the decoder’s error', async () => {
    // More pixels than sharp may open.
    await expect(comments(blankPng(60_000, 60_000, 1))).rejects.toMatchObject({
      code: 'corrupt',
      message: 'The picture is damaged: its header cannot be read. Save it again and send it whole.',
      cause: expect.any(Error),
    });
  });

  it('refuses a header with more pixels than a picture may have', async () => {
    await expect(comments(blankPng(10_000, 20_000, 1))).rejects.toMatchObject({ code: 'corrupt' });
  });
});
