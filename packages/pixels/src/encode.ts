import type { EncodedImage } from '@shoji/core';
import type { Sharp } from 'sharp';
import { fromPixels, type RgbPixels } from './rgb.ts';

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

async function finish(pipeline: Sharp, mediaType: EncodedImage['mediaType']): Promise<EncodedImage> {
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
  return { mediaType, width: info.width, height: info.height, bytes: new Uint8Array(data) };
}
