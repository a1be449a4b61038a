import * as z from 'zod';
import { loadTesseract } from '../text/tesseract.ts';
import { serveModel } from './serve-model.ts';

const pictureSchema = z.object({ bytes: z.instanceof(Uint8Array) });

// The process of the text reader. Each part is an encoded image.
serveModel(async () => {
  const read = await loadTesseract();
  return async (part) => read(pictureSchema.parse(part).bytes);
});
