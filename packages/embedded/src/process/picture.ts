import * as z from 'zod';

/** A part of the processes that judge images: an encoded image. */
export const pictureSchema = z.object({
  mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: z.number(),
  height: z.number(),
  bytes: z.instanceof(Uint8Array),
});
