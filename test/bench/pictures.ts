import sharp from 'sharp';

/** A PNG of smoothed noise, `side` pixels square: it compresses about as badly as a generated picture. */
export async function noisePicture(side: number): Promise<Uint8Array<ArrayBuffer>> {
  let state = 7;
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  const raw = { raw: { width: side, height: side, channels: 3 } } as const;
  return new Uint8Array(await sharp(pixels, raw).blur(1.5).png().toBuffer());
}
