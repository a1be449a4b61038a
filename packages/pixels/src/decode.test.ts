import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { expect, it } from 'vitest';
import { decodeUntrusted } from './decode.ts';
import { blankPng, own } from './fixtures.test-helper.ts';

it('reports a picture whose pixels cannot be decoded as damaged, with the decoder’s error', async () => {
  const truncated = own(blankPng(100, 100, 50));
  await expect(decodeUntrusted(truncated, DEFAULT_IMAGE_LIMITS)).rejects.toMatchObject({
    name: 'ImageError',
    code: 'corrupt',
    cause: expect.any(Error),
  });
});

it('refuses a picture over a limit before it is decoded', async () => {
  await expect(decodeUntrusted(own(blankPng(10_001, 20)), DEFAULT_IMAGE_LIMITS)).rejects.toMatchObject({
    name: 'ImageError',
    code: 'too_large',
  });
  const limits = { ...DEFAULT_IMAGE_LIMITS, maxBytes: 10 };
  await expect(decodeUntrusted(own(blankPng(20, 20)), limits)).rejects.toMatchObject({
    code: 'too_many_bytes',
  });
  const { header, pixels } = await decodeUntrusted(own(blankPng(20, 30)), DEFAULT_IMAGE_LIMITS);
  expect([header, pixels]).toMatchObject(Array(2).fill({ width: 20, height: 30 }));
});
