import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { expect, it } from 'vitest';
import { decodeUntrusted } from './decode.ts';
import { blankPng, own } from './fixtures.test-helper.ts';

it('a picture whose pixels cannot be decoded is damaged, and the decoder’s error is kept', async () => {
  const truncated = own(blankPng(100, 100, 50));
  await expect(decodeUntrusted(truncated, DEFAULT_IMAGE_LIMITS)).rejects.toMatchObject({
    name: 'ImageError',
    code: 'corrupt',
    cause: expect.any(Error),
  });
});
