import type { Run } from '../../state/run.ts';
import { PARAMETERS, parametersOf } from './parameters.ts';
import { withText } from './png-text.ts';

// Download, copy and drag. Each takes the image as it is shown, so a blurred one leaves blurred.

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/zip': 'zip',
};

/** Saves an image or an export as a file. The proxy re-encodes images, so they carry no metadata. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = withExtension(blob, name);
  link.click();
  // Firefox reads the object URL only after `click()` has returned.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Copies an image as PNG, the one image format that every browser accepts on the clipboard. */
export async function copy(blob: Blob): Promise<void> {
  // A pending promise, because Safari no longer allows the write after an `await`.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(blob) })]);
}

/** Adds the image to a drag as a file, for other windows and the desktop. */
export function dragOut(event: DragEvent, blob: Blob, name: string): void {
  const { dataTransfer, currentTarget } = event;
  if (!dataTransfer || !(currentTarget instanceof HTMLImageElement)) return;
  const file = withExtension(blob, name);
  dataTransfer.effectAllowed = 'copy';
  dataTransfer.items.add(new File([blob], file, { type: blob.type }));
  // Chromium takes the name of a file on the desktop from here.
  dataTransfer.setData('DownloadURL', `${blob.type}:${file}:${currentTarget.src}`);
}

function withExtension(blob: Blob, name: string): string {
  return `${name}.${EXTENSIONS[blob.type] ?? 'img'}`;
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
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Without any word of the prompt, because file names are passed on. @param position Counts from 1. */
export function fileNameOf(run: Run, position: number, covered: boolean): string {
  const id = run.completed?.id ?? `run-${run.number}`;
  return `shoji-${id}-${position}${covered ? '-blurred' : ''}`;
}
