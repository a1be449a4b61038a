import { decodeRgb } from '@shoji/pixels';
import { loadFaceReader } from '../faces/read-faces.ts';
import { pictureSchema } from './picture.ts';
import { serveModel } from './serve-model.ts';

// The process of the face moderator. Each part is an encoded image.
serveModel(async () => {
  const read = await loadFaceReader();
  return async (part) => read(await decodeRgb(pictureSchema.parse(part)));
});
