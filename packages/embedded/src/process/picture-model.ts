import { decodeRgb } from '@shoji/pixels';
import * as z from 'zod';
import { loadNsfwClassifier } from '../image/nsfw-classifier.ts';
import { serveModel } from './serve-model.ts';

const pictureSchema = z.object({
  mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: z.number(),
  height: z.number(),
  bytes: z.instanceof(Uint8Array),
});

// The process of the image moderator. Each part is an encoded image.
serveModel(async () => {
  const classify = await loadNsfwClassifier();
  return async (part) => classify(await decodeRgb(pictureSchema.parse(part)));
});
