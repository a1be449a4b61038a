import { type ImageError, type NormalisedImage, UnscreenedImage } from '@shoji/core';
import { openJudged, openShown } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { sharpCodec } from './codec.ts';
import { decodeRgb } from './decode.ts';
import { blankPng, own, pngChunk, waves, withChunks } from './fixtures.test-helper.ts';
import { sharp } from './sharp.ts';

const signal = new AbortController().signal;
const codec = sharpCodec();
const normalise = (bytes: Uint8Array, using = codec) =>
  using.normalise(new UnscreenedImage(own(bytes)), { signal });
const refusal = (bytes: Uint8Array) =>
  normalise(bytes).then(
    () => expect.unreachable('was accepted'),
    (error: ImageError) => error,
  );
const contains = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text);
const firstPixel = async (image: NormalisedImage) => [
  ...(await decodeRgb(openShown(image))).data.subarray(0, 3),
];

describe('metadata', () => {
  const secret = 'a dog in a suit, Steps: 30';

  it('drops EXIF, XMP and the colour profile of a JPEG', async () => {
    const original = await waves(120, 90)
      .withMetadata({ exif: { IFD0: { ImageDescription: secret, Copyright: secret } } })
      .withXmp(`<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/">${secret}</x:xmpmeta>`)
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(contains(original, secret)).toBe(true);
    const image = await normalise(original);
    for (const { bytes } of [openShown(image), openJudged(image)]) {
      expect(contains(bytes, secret)).toBe(false);
      const { exif, icc, xmp, iptc, comments } = await sharp(bytes).metadata();
      expect({ exif, icc, xmp, iptc, comments }).toEqual({});
    }
  });

  it.each([
    ['tEXt', Buffer.from(`parameters\0${secret}`)],
    ['iTXt', Buffer.from(`parameters\0\0\0\0\0${secret}`)],
    ['eXIf', Buffer.from(`MM\0*\0\0\0\x08\0\0${secret}`)],
    ['prVt', Buffer.from(secret)],
  ])('drops a %s chunk of a PNG', async (type, data) => {
    const original = withChunks(await waves(120, 90).png().toBuffer(), pngChunk(type, data));
    expect(contains(original, secret)).toBe(true);
    const image = await normalise(original);
    expect(contains(openShown(image).bytes, secret)).toBe(false);
    expect(contains(openShown(image).bytes, type)).toBe(false);
    expect(contains(openJudged(image).bytes, secret)).toBe(false);
  });

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('drops bytes after the end of a %s', async (format) => {
    const picture = await waves(120, 90).toFormat(format).toBuffer();
    const tail = 'PK\x03\x04 META-INF/MANIFEST.MF <script>alert(1)</script>';
    const image = await normalise(Buffer.concat([picture, Buffer.from(tail, 'latin1')]));
    for (const { bytes } of [openShown(image), openJudged(image)]) {
      expect(contains(bytes, 'META-INF')).toBe(false);
      expect(contains(bytes, 'script')).toBe(false);
    }
  });
});

describe('pixels', () => {
  it('keeps every pixel of a PNG and its size', async () => {
    const expected = await waves(333, 222).raw().toBuffer();
    const image = await normalise(await waves(333, 222).png().toBuffer());
    expect(openShown(image)).toMatchObject({ mediaType: 'image/png', width: 333, height: 222 });
    expect(Buffer.from((await decodeRgb(openShown(image))).data).equals(expected)).toBe(true);
  });

  it('keeps the format JPEG, and judges the very bytes that are shown when their size is allowed', async () => {
    const image = await normalise(await waves(300, 200).jpeg().toBuffer());
    expect(openShown(image).mediaType).toBe('image/jpeg');
    expect(openJudged(image)).toBe(openShown(image));
  });

  it('rotates a photo upright', async () => {
    const image = await normalise(await waves(120, 90).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(image).toMatchObject({ width: 90, height: 120 });
  });

  it('puts white behind transparency when the output must be opaque, so that no pixel stays hidden', async () => {
    const opaque = (bytes: Uint8Array) =>
      codec.normalise(new UnscreenedImage(own(bytes)), { signal, opaque: true });
    const hidden = {
      create: { width: 90, height: 90, channels: 4, background: { r: 200, g: 10, b: 10, alpha: 0 } },
    } as const;
    expect(await firstPixel(await opaque(await sharp(hidden).png().toBuffer()))).toEqual([255, 255, 255]);
    expect(
      await firstPixel(await opaque(await sharp(hidden).webp({ lossless: true, exact: true }).toBuffer())),
    ).toEqual([255, 255, 255]);
  });

  const grey = { r: 100, g: 100, b: 100 };
  const plain = (width = 90, height = 90) =>
    sharp({ create: { width, height, channels: 3, background: grey } });
  it.each([
    ['16-bit', () => plain().toColourspace('rgb16').png()],
    ['greyscale', () => plain().toColourspace('b-w').png()],
    ['greyscale with alpha', () => plain().ensureAlpha().toColourspace('b-w').png()],
    ['palette', () => plain().png({ palette: true })],
    ['greyscale JPEG', () => plain().toColourspace('b-w').jpeg()],
    ['lossless WebP', () => plain().webp({ lossless: true })],
    ['GIF', () => plain().gif()],
  ])('reads %s', async (_, make) => {
    const image = await normalise(await make().toBuffer());
    expect(await firstPixel(image)).toEqual([100, 100, 100]);
    expect((await decodeRgb(openJudged(image))).data.length).toBe(90 * 90 * 3);
  });

  it('keeps the colours of a picture with a wide-gamut profile when it drops the profile', async () => {
    const background = { r: 100, g: 200, b: 50 };
    const original = sharp({ create: { width: 90, height: 90, channels: 3, background } });
    const [red = 0, green = 0, blue = 0] = await firstPixel(
      await normalise(await original.withIccProfile('p3').png().toBuffer()),
    );
    expect(Math.max(Math.abs(red - 100), Math.abs(green - 200), Math.abs(blue - 50))).toBeLessThanOrEqual(2);
  });

  it('reads the colours of a CMYK JPEG approximately', async () => {
    const original = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#d02020' } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(original).metadata()).space).toBe('cmyk');
    const [red = 0, green = 255, blue = 255] = await firstPixel(await normalise(original));
    expect(red).toBeGreaterThan(170);
    expect(Math.max(green, blue)).toBeLessThan(90);
  });
});

describe('limits', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'not_an_image'],
    ['text', Buffer.from('not a picture'), 'not_an_image'],
    ['an archive', Buffer.from('PK\x03\x04'), 'not_an_image'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported_format'],
    ['a picture over the bytes', Buffer.alloc(20 * 1024 * 1024 + 1), 'too_many_bytes'],
    ['a bomb of 20,000 × 20,000 real pixels', blankPng(20_000, 20_000), 'too_large'],
    ['a header of 2^31-1 × 2^31-1', blankPng(0x7fffffff, 0x7fffffff, 1), 'too_large'],
    ['a side of 10,001', blankPng(10_001, 20), 'too_large'],
    ['a side of 15', blankPng(15, 100), 'too_small'],
    ['a header that promises more rows than there are', blankPng(100, 100, 50), 'corrupt'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toMatchObject({ name: 'ImageError', code });
  });

  it('accepts a side of 10,000 pixels and gives a judge no side under 80', async () => {
    const image = await normalise(blankPng(10_000, 20));
    expect(image).toMatchObject({ width: 10_000, height: 20 });
    expect(openJudged(image)).toMatchObject({ width: 10_000, height: 80 });
  });

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('refuses a truncated %s', async (format) => {
    const whole = await waves(120, 90).toFormat(format).toBuffer();
    for (const part of [0.3, 0.6, 0.9]) {
      const error = await refusal(whole.subarray(0, Math.floor(whole.length * part)));
      expect(error).toMatchObject({ name: 'ImageError', code: 'corrupt' });
    }
  });

  it.each(['webp', 'gif'] as const)('refuses an animated %s', async (format) => {
    const frames = await Promise.all(
      [10, 200].map((red) =>
        sharp({ create: { width: 90, height: 90, channels: 3, background: { r: red, g: 0, b: 0 } } })
          .png()
          .toBuffer(),
      ),
    );
    const animated = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    expect(await refusal(animated)).toMatchObject({ code: 'too_many_frames' });
  });

  it('refuses an animated PNG', async () => {
    const frames = Buffer.alloc(8);
    frames.writeUInt32BE(2);
    const animated = withChunks(await waves(90, 90).png().toBuffer(), pngChunk('acTL', frames));
    expect(await refusal(animated)).toMatchObject({ code: 'too_many_frames' });
  });

  it('refuses a format that has the magic bytes of another', async () => {
    const jpeg = await waves(90, 90).jpeg().toBuffer();
    expect(await refusal(Buffer.concat([Buffer.from('GIF89a'), jpeg]))).toMatchObject({ code: 'corrupt' });
  });

  it('refuses a picture whose header and pixels differ in size', async () => {
    const gif = await waves(90, 90).gif().toBuffer();
    // The logical screen shrinks, the frame stays: decoders show a size that the header did not declare.
    gif.writeUInt16LE(60, 6);
    gif.writeUInt16LE(60, 8);
    expect(await refusal(gif)).toMatchObject({ code: 'corrupt' });
    const webp = await waves(90, 90).ensureAlpha(0.5).webp().toBuffer();
    expect(webp.toString('latin1', 12, 16)).toBe('VP8X');
    webp.writeUIntLE(59, 24, 3);
    expect(await refusal(webp)).toMatchObject({ code: 'corrupt' });
  });

  it('uses the operator’s limits', async () => {
    const small = sharpCodec({ limits: { maxSide: 100 } });
    const bytes = await waves(120, 90).png().toBuffer();
    await expect(normalise(bytes, small)).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('cancellation', () => {
  it('stops before the next step', async () => {
    const stopped = { signal: AbortSignal.abort(new Error('no longer wanted')) };
    const bytes = await waves(120, 90).png().toBuffer();
    await expect(codec.normalise(new UnscreenedImage(own(bytes)), stopped)).rejects.toThrow(
      'no longer wanted',
    );
    const text = new UnscreenedImage(own(Buffer.from('not a picture')));
    await expect(codec.normalise(text, stopped)).rejects.toThrow('no longer wanted');
    await expect(codec.blur(await normalise(bytes), stopped)).rejects.toThrow('no longer wanted');
    const controller = new AbortController();
    const running = codec.normalise(new UnscreenedImage(own(bytes)), { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(running).rejects.toThrow('changed my mind');
  });
});
