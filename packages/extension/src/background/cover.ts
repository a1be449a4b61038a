/** Side of what is left of a covered picture, in pixels: colours and mood, no shapes. */
const LEFT_SIDE = 12;

/** A picture with nothing left to recognise, of the same size. @throws when it cannot be decoded. */
export async function cover(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const scale = LEFT_SIDE / Math.max(width, height);
  const small = draw(bitmap, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  bitmap.close();
  // In two steps the enlargement is smooth in every browser.
  const middle = draw(small, Math.max(1, Math.round(width / 8)), Math.max(1, Math.round(height / 8)));
  return draw(middle, width, height).convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

function draw(from: ImageBitmap | OffscreenCanvas, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(from, 0, 0, width, height);
  return canvas;
}
