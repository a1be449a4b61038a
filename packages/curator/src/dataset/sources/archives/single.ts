import { copyFile, constants as modes, writeFile } from 'node:fs/promises';
import { tooManyBytes } from '../source.ts';
import type { ArchiveFormat } from './archive.ts';

/** A file that is compressed by itself, e.g. `metadata.jsonl.gz`: an archive with one member that has no name. */
export const single: ArchiveFormat = {
  async *list({ bytes }) {
    yield { name: '', bytes, at: '' };
  },

  async read(file, _, maxBytes) {
    if (file.bytes > maxBytes) throw tooManyBytes(file.bytes, maxBytes);
    return file.slice(0, file.bytes);
  },

  async content({ bytes }) {
    return [0, bytes];
  },

  async copy(_, [choice = 'leave'], to) {
    if (choice === 'keep' || choice === 'leave') {
      // A member that is kept needs no copy.
      await writeFile(to, '', { flag: 'wx' });
      return 0;
    }
    if ('copy' in choice) await copyFile(choice.copy, to, modes.COPYFILE_EXCL);
    else await writeFile(to, choice.content, { flag: 'wx' });
    return 1;
  },
};
