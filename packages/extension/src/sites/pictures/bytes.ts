import { base64 } from '../../screen/client/base64.ts';
import { onWhite } from '../../screen/client/canvas.ts';

/** Largest picture that is read here, in bytes; the background says of a larger one that it is too large. */
const MOST_BYTES = 20_000_000;

/**
 * The bytes of a picture that the page itself may read: of the same origin, or held by the page (`blob:`). They come from
 * the browser's cache, so they are those that the page shows, also where a visitor has signed in.
 * @returns base64; `undefined` where only the background may read it
 */
export async function readHere(url: string): Promise<string | undefined> {
  const parsed = URL.parse(url);
  const isOwn = parsed?.origin === location.origin && /^(https?|blob):$/.test(parsed.protocol);
  if (!isOwn) return undefined;
  try {
    const response = await fetch(url, { cache: 'force-cache', credentials: 'same-origin' });
    const blob = await response.blob();
    if (!response.ok || blob.size > MOST_BYTES || /^text\/html\b/.test(blob.type)) return undefined;
    const pixels = /^image\/svg\+xml\b/.test(blob.type) ? await drawn(blob) : blob;
    return base64(new Uint8Array(await pixels.arrayBuffer()));
  } catch {
    return undefined;
  }
}

/** A drawing (SVG) in pixels, which is the only form that can be judged. @throws if the page does not let it be drawn */
async function drawn(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = DRAWN_SIDE / Math.max(width, height, 1);
    return await onWhite(image, { width, height }, scale).convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The longer side of a drawing that is judged, in pixels: more than any check looks at. */
const DRAWN_SIDE = 768;
