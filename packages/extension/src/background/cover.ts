import { coverOf } from '@shoji/core/image';
import { contextOf } from '../screen/client/canvas.ts';

/** Side of the square that an image is scaled to before its colours are averaged, in pixels. */
const SAMPLE_SIDE = 64;

/** Blurs an image beyond recognition, at the same size. @throws if it cannot be decoded */
export async function cover(image: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(image);
  const { width, height } = bitmap;
  const sample = draw(bitmap, SAMPLE_SIDE, SAMPLE_SIDE).getImageData(0, 0, SAMPLE_SIDE, SAMPLE_SIDE);
  bitmap.close();
  const left = coverOf({ width: SAMPLE_SIDE, height: SAMPLE_SIDE, channels: 4, data: sample.data });
  const small = new OffscreenCanvas(left.width, left.height);
  contextOf(small).putImageData(new ImageData(left.data, left.width, left.height), 0, 0);
  // Enlarged in two steps, because one step is not smooth in every browser.
  const middle = draw(small, Math.max(1, Math.round(width / 4)), Math.max(1, Math.round(height / 4)));
  return draw(middle.canvas, width, height).canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

function draw(
  from: ImageBitmap | OffscreenCanvas,
  width: number,
  height: number,
): OffscreenCanvasRenderingContext2D {
  const context = contextOf(new OffscreenCanvas(width, height));
  context.imageSmoothingQuality = 'high';
  context.drawImage(from, 0, 0, width, height);
  return context;
}
