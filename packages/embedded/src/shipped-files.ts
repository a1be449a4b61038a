import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CheckError } from '@shoji/core';
import { SHIPPED } from './shipped-files.generated.ts';

/** The purpose of a shipped file. */
export type ShippedFile = keyof typeof SHIPPED.files;

/** The folder of the shipped files. It is beside `src` and beside `dist`, so the sources and what is built of them find it. */
export const WEIGHTS = new URL('../weights/', import.meta.url);

/**
 * Reads a file that ships with this package, such as the weights of a model.
 * @throws CheckError `unavailable` when the file is missing, or is not the one that was shipped.
 */
export async function readShipped(file: ShippedFile, folder = WEIGHTS): Promise<Uint8Array<ArrayBuffer>> {
  const { path, sha256 } = SHIPPED.files[file];
  const url = new URL(path, folder);
  const damaged = (how: string, options?: ErrorOptions) =>
    new CheckError(
      'unavailable',
      `${fileURLToPath(url)} ${how}. Install @shoji/embedded again; in a checkout, run \`git checkout -- packages/embedded/weights\`.`,
      options,
    );
  const bytes = await readFile(url).catch((cause: unknown) => {
    throw damaged('cannot be read', { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw damaged('is not the file that was shipped');
  return bytes;
}
