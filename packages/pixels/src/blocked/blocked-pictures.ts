import { readFileSync } from 'node:fs';
import { CheckError, defineModerator, type ImageModerator, OperatorError } from '@shoji/core';
import { type HashIndex, indexHashes, readHashes } from './blocked-list.ts';
import { lookupHashes } from './perceptual-hash.ts';
import { planeOfPicture } from './plane-of-picture.ts';

const CHECK = 'blocked-pictures';

/**
 * A moderator that knows the pictures of a list, by hashes that `shoji image hash` made. It finds copies that were
 * scaled, saved again as JPEG, mirrored, or cropped by up to 5 % of each side. The file is read once, here.
 * @param options.file Path of the list: one hash a line, see `docs/operators/blocked-pictures.md`.
 * @throws OperatorError naming the file, the line and the remedy when the list cannot be used.
 * @example
 * const image = [rekognition(), blockedPictures({ file: 'blocked.txt' })];
 */
export const blockedPictures = defineModerator(({ file }: { readonly file: string }) => {
  const index = load(file);
  return {
    name: CHECK,
    covers: ['blocked'],
    async moderate(image, { signal }) {
      signal.throwIfAborted();
      const plane = await planeOfPicture(image).catch((cause: unknown) => {
        throw new CheckError('invalid-input', 'The picture cannot be decoded.', { cause });
      });
      signal.throwIfAborted();
      if (!index.has(lookupHashes(plane))) return { findings: [] };
      return { findings: [{ check: CHECK, category: 'blocked', label: 'listed picture', score: 1 }] };
    },
  } satisfies ImageModerator;
});

/**
 * The moderators of a configuration, with the list of blocked pictures beside them if there is one.
 * @param file Path of the list; undefined for none.
 * @throws OperatorError as {@link blockedPictures}.
 */
export function withBlockedPictures(
  moderators: readonly ImageModerator[],
  file: string | undefined,
): readonly ImageModerator[] {
  return file === undefined ? moderators : [...moderators, blockedPictures({ file })];
}

function load(file: string): HashIndex {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperatorError(`The list of blocked pictures ${file} ${problemOf(cause)}`, { cause });
  }
  return indexHashes(readHashes(text, file));
}

function problemOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return 'does not exist. Make it with `shoji image hash PICTURE > FILE`, or correct the path.';
  if (code === 'EISDIR') return 'is a folder. Name a file with one hash a line.';
  if (code === 'EACCES' || code === 'EPERM')
    return 'may not be read by this user. Allow it to read the file.';
  return `cannot be read (${String(code ?? cause)}).`;
}
