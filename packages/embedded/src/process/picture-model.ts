import { decodeRgb } from '@shoji/pixels';
import { loadNsfwClassifier } from '../image/nsfw-classifier.ts';
import { pictureSchema } from './picture.ts';
import { serveModel } from './serve-model.ts';

// The process of the image moderator. Each part is an encoded image.
serveModel(async () => {
  const classify = await loadNsfwClassifier();
  return async (part) => classify(await decodeRgb(pictureSchema.parse(part)));
});
