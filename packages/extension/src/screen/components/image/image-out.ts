import type { Run } from '../../state/run.ts';

// Download and drag. Each takes the image as it is shown, so a blurred one leaves blurred.

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

/** Without any word of the prompt, because file names are passed on. @param position Counts from 1. */
export function fileNameOf(run: Run, position: number, covered: boolean): string {
  const id = run.completed?.id ?? `run-${run.number}`;
  return `shoji-${id}-${position}${covered ? '-blurred' : ''}`;
}
