// Ways out of the screen. Each takes the picture as it is shown: a covered one leaves covered.

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/zip': 'zip',
};

/** Saves a picture as it is shown, or what was exported. A picture's bytes were re-encoded by the proxy and carry no metadata. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = withExtension(blob, name);
  link.click();
  // Firefox reads the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Puts a picture into the clipboard, as PNG: the one picture format that every browser takes there. */
export async function copy(blob: Blob): Promise<void> {
  // The promise goes in unsettled: Safari forgets the click while the picture is converted.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(blob) })]);
}

/** Lets a picture be dragged into another window or onto the desktop as a file. */
export function dragOut(event: DragEvent, blob: Blob, name: string): void {
  const { dataTransfer, currentTarget } = event;
  if (!dataTransfer || !(currentTarget instanceof HTMLImageElement)) return;
  const file = withExtension(blob, name);
  dataTransfer.effectAllowed = 'copy';
  dataTransfer.items.add(new File([blob], file, { type: blob.type }));
  // How Chromium names a file that is dragged onto the desktop.
  dataTransfer.setData('DownloadURL', `${blob.type}:${file}:${currentTarget.src}`);
}

function withExtension(blob: Blob, name: string): string {
  return `${name}.${EXTENSIONS[blob.type] ?? 'img'}`;
}

async function asPng(blob: Blob): Promise<Blob> {
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
