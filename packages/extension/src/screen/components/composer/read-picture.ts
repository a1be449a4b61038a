import { base64 } from '../../client/base64.ts';
import { onWhite } from '../../client/canvas.ts';

/** Longest side of a picture to start from, in pixels. Generators scale it to the requested size. */
const MAX_SIDE = 1024;

/**
 * The picture of a file as a JPEG in base64, scaled down to {@link MAX_SIDE}. It has none of the file's metadata.
 * @throws if the browser cannot decode it
 */
export async function readPicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  // A JPEG has no transparency; black would replace it.
  const canvas = onWhite(bitmap, bitmap, scale);
  bitmap.close();
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  return base64(new Uint8Array(await jpeg.arrayBuffer()));
}
