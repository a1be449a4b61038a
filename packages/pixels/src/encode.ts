import type { EncodedImage } from '@shoji/core';
import type { Sharp } from 'sharp';
import type { Frame } from './frames/frames.ts';
import { fromPixels, type RgbPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Decoded pixels as a PNG. */
export function encodeRgb(pixels: RgbPixels): Promise<EncodedImage> {
  return encodePng(fromPixels(pixels));
}

/** Encodes without loss. */
export function encodePng(pipeline: Sharp): Promise<EncodedImage> {
  return finish(pipeline.png(), 'image/png');
}

/** @param quality 1–100. Chroma keeps its full resolution from 90 on. */
export function encodeJpeg(pipeline: Sharp, quality: number): Promise<EncodedImage> {
  const chromaSubsampling = quality >= 90 ? '4:4:4' : '4:2:0';
  return finish(pipeline.jpeg({ quality, chromaSubsampling }), 'image/jpeg');
}

/** Quality of an animation, 1–100; effort 0 takes half the time of the default and a quarter more bytes. */
const ANIMATION = { quality: 90, effort: 0 };
/** Most milliseconds of a frame that sharp writes. */
const MOST_FRAME_MS = 65_535;

/**
 * Frames of the same size as an animated WebP.
 * @param loop How often it is shown; 0 is without end.
 */
export async function encodeAnimation(frames: readonly Frame[], loop: number): Promise<EncodedImage> {
  const [first] = frames;
  if (first === undefined) throw new RangeError('an animation needs a frame');
  const { width, height } = first.pixels;
  const roll = new Uint8Array(width * height * 3 * frames.length);
  for (const [index, { pixels }] of frames.entries()) roll.set(pixels.data, index * width * height * 3);
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  const delay = frames.map(({ ms }) => Math.min(ms, MOST_FRAME_MS));
  const data = await sharp(roll, { raw, limitInputPixels: false })
    .webp({ ...ANIMATION, loop, delay })
    .toBuffer();
  return { mediaType: 'image/webp', width, height, bytes: new Uint8Array(data) };
}

async function finish(pipeline: Sharp, mediaType: EncodedImage['mediaType']): Promise<EncodedImage> {
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
  return { mediaType, width: info.width, height: info.height, bytes: new Uint8Array(data) };
}
