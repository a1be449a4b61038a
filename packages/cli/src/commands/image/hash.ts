import { ImageError, OperatorError, UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { hashPicture } from '@shoji/pixels';
import { EXIT } from '../../terminal/exit.ts';
import { printable } from '../../terminal/terminal.ts';
import { readPicture } from '../check-image/read-picture.ts';

/** Prints one line a picture. Those without one are named on standard error, and the exit code is that of wrong usage. */
export async function hashPictures(files: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.ok;
  for (const file of files) {
    const name = printable(file);
    const made = await hashFile(file);
    if ('line' in made) console.log(`${made.line}  ${name}`);
    else {
      console.error(`shoji: ${name}: ${made.problem}`);
      exitCode = EXIT.usage;
    }
  }
  return exitCode;
}

async function hashFile(file: string): Promise<{ readonly line: string } | { readonly problem: string }> {
  const picture = await readPicture(file, DEFAULT_IMAGE_LIMITS.maxBytes);
  if ('problem' in picture) return picture;
  try {
    return { line: await hashPicture(new UnscreenedImage(picture.bytes)) };
  } catch (error) {
    if (error instanceof ImageError || error instanceof OperatorError) return { problem: error.message };
    throw error;
  }
}
