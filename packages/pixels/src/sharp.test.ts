import { describe, expect, it } from 'vitest';
import { waves } from './fixtures.test-helper.ts';
import { sharp } from './sharp.ts';

describe('sharp', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('can read %s', async (format) => {
    const picture = await waves(64, 64).toFormat(format).toBuffer();
    expect((await sharp(picture).metadata()).format).toBe(format);
  });

  it.each(['tiff', 'avif'] as const)(
    'cannot be made to read %s, even by those who forget to sniff',
    async (format) => {
      const picture = await waves(64, 64).toFormat(format).toBuffer();
      await expect(sharp(picture).metadata()).rejects.toThrow();
    },
  );
});
