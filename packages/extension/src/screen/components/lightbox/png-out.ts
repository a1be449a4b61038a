import { contextOf } from '../../client/canvas.ts';
import type { Run } from '../../state/run.ts';
import { download } from '../image/image-out.ts';
import { PARAMETERS, parametersOf } from './parameters.ts';
import { withText } from './png-text.ts';

/** Copies an image as PNG, the one image format that every browser accepts on the clipboard. */
export async function copy(blob: Blob): Promise<void> {
  // A pending promise, because Safari no longer allows the write after an `await`.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(blob) })]);
}

/** Saves an image as a PNG with its settings beside the pixels, where other tools read them. */
export async function downloadWithSettings(blob: Blob, name: string, run: Run, index: number): Promise<void> {
  const png = new Uint8Array(await (await asPng(blob)).arrayBuffer());
  const bytes = withText(png, PARAMETERS, parametersOf(run, index));
  download(new Blob([bytes], { type: 'image/png' }), name);
}

async function asPng(blob: Blob): Promise<Blob> {
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  contextOf(canvas).drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
