import { describe, expect, it } from 'vitest';
import { waves } from './fixtures.test-helper.ts';
import { sharp } from './sharp.ts';

describe('sharp', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('can read %s', async (format) => {
    const picture = await waves(64, 64).toFormat(format).toBuffer();
    expect((await sharp(picture).metadata()).format).toBe(format);
  });

  it.each(['tiff', 'avif'] as const)(
    'refuses to read %s, even without a check of the format',
    async (format) => {
      const picture = await waves(64, 64).toFormat(format).toBuffer();
      await expect(sharp(picture).metadata()).rejects.toThrow();
    },
  );
});
