import { open } from 'node:fs/promises';

/** The bytes of a file, or one sentence with the problem. */
export async function readPicture(
  file: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly problem: string }> {
  try {
    await using handle = await open(file);
    const stat = await handle.stat();
    if (stat.isDirectory()) return { problem: 'It is a folder. Name the pictures in it.' };
    if (!stat.isFile()) return { problem: 'It is not a regular file.' };
    // Checked before reading: a file of many gigabytes would not fit into memory.
    if (stat.size > maxBytes) {
      return { problem: `It has ${count(stat.size)} bytes; the maximum is ${count(maxBytes)}.` };
    }
    return { bytes: new Uint8Array(await handle.readFile()) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'The file does not exist.';
  if (code === 'EACCES' || code === 'EPERM') return 'This user has no permission to read it.';
  return `It cannot be read (${code ?? message}).`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
