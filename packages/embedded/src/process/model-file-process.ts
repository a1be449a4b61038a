import { decodeRgb } from '@shoji/pixels';
import * as z from 'zod';
import { loadModelFile } from '../model-file/load-model-file.ts';
import { modelFileSchema } from '../model-file/recipe.ts';
import { serveModel } from './serve-model.ts';

const pictureSchema = z.object({
  mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: z.number(),
  height: z.number(),
  bytes: z.instanceof(Uint8Array),
});

// The process of a model file of the operator's. Each part is an encoded image.
serveModel(async (data) => {
  const score = await loadModelFile(modelFileSchema.parse(data));
  return async (part) => score(await decodeRgb(pictureSchema.parse(part)));
});
