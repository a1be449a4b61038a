import type { EncodedImage } from '@shoji/core';
import type { Sharp } from 'sharp';
import { encodeJudged, type JudgeSize, judgedSize } from './judged.ts';
import { fromPixels, type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Decoded pixels that are not all opaque: rows from the top, four bytes a pixel (sRGB, straight alpha). */
export interface TransparentPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Whether some pixels have colours that are not fully visible. */
  readonly graded: boolean;
}

/**
 * The visible part of four-channel pixels. Colours of invisible pixels are dropped: a page does not show them, but
 * programs that ignore the transparency would.
 */
export function visibleOf(
  data: Uint8Array,
  width: number,
  height: number,
): { readonly opaque: RgbPixels } | { readonly transparent: TransparentPixels } {
  let transparent = false;
  let graded = false;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3];
    if (alpha === 255) continue;
    transparent = true;
    if (alpha === 0) data.fill(0, at, at + 3);
    else graded = true;
  }
  if (transparent) return { transparent: { width, height, data, graded } };
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return { opaque: { width, height, data: rgb } };
}

/** Four-channel pixels with the colours of invisible ones, which programs that ignore the transparency show. */
export function wholeOf(data: Uint8Array, width: number, height: number): ReturnType<typeof visibleOf> {
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 255) return { transparent: { width, height, data, graded: true } };
  }
  return visibleOf(data, width, height);
}

/** A sharp pipeline that starts from transparent pixels and so carries no metadata. */
export function fromTransparent({ data, width, height }: TransparentPixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

const CELL = 16;
const GREYS = [0x66, 0x99];

/**
 * The image as checks must see it to cover every page: over white, over black, and over a grey chequer, which shows white
 * and black parts together. If transparent pixels have hidden colours, also without transparency, because programs that
 * strip it show an otherwise invisible image.
 */
export async function encodeViews(
  pixels: TransparentPixels,
  size: JudgeSize,
): Promise<[EncodedImage, ...EncodedImage[]]> {
  const { inner } = judgedSize(pixels, size.shortSide);
  const scaled = await fromTransparent(pixels)
    .resize(inner.width, inner.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const raw = { width: inner.width, height: inner.height, channels: 4 } as const;
  const over = (background: string) => toPixels(sharp(scaled, { raw }).flatten({ background }));
  const view = async (judged: Promise<RgbPixels>) => encodeJudged(await judged, size);
  const onChequer = fromPixels(chequer(inner.width, inner.height)).composite([{ input: scaled, raw }]);
  const further = [view(over('#000000')), view(toPixels(onChequer.removeAlpha()))];
  const colours = fromTransparent(pixels).removeAlpha().resize(inner.width, inner.height, { fit: 'fill' });
  if (pixels.graded) further.push(view(toPixels(colours)));
  const [first, ...others] = await Promise.all([view(over('#ffffff')), ...further]);
  return [first, ...others];
}

function chequer(width: number, height: number): RgbPixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += CELL) {
      const grey = GREYS[(Math.floor(x / CELL) + Math.floor(y / CELL)) % 2] ?? 0;
      data.fill(grey, (y * width + x) * 3, (y * width + Math.min(width, x + CELL)) * 3);
    }
  }
  return { width, height, data };
}
