/** A context to draw with. @throws if the browser has none */
export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw.');
  return context;
}

/**
 * A picture at a scale on white, on which most transparent pictures are seen.
 * @param size Its own size, in pixels.
 */
export function onWhite(
  picture: ImageBitmap | HTMLImageElement,
  size: { readonly width: number; readonly height: number },
  scale: number,
): OffscreenCanvas {
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const canvas = new OffscreenCanvas(side(size.width), side(size.height));
  const context = contextOf(canvas);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
