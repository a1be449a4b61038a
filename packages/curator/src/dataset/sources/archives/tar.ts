import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { tooManyBytes } from '../source.ts';
import {
  type ArchiveFile,
  type ArchiveFormat,
  damaged,
  type Member,
  nameProblem,
  numbersOf,
  piecesOf,
} from './archive.ts';

const headerSchema = z.object({
  name: z.string(),
  type: z.string().nullish(),
  size: z.number().default(0),
  /** The offset of the content. */
  byteOffset: z.number(),
});

/** Types with content. Source: POSIX ustar, `typeflag`. */
const FILES = ['file', 'contiguous-file'];

/** Uncompressed tar archives, e.g. shards of WebDataset. Listing reads the whole archive in chunks. */
export const tar: ArchiveFormat = {
  async *list(file) {
    const unpacking = extract();
    const bytes = Readable.from(piecesOf(file, 0, file.bytes));
    bytes.on('error', (error) => unpacking.destroy(error));
    bytes.pipe(unpacking);
    let members = 0;
    try {
      for await (const entry of unpacking) {
        entry.resume();
        const member = memberOf(headerSchema.parse(entry.header));
        if (member === undefined) continue;
        members += 1;
        yield member;
      }
    } catch (error) {
      throw damaged('a tar archive', error);
    } finally {
      bytes.destroy();
    }
    if (members === 0 && file.bytes > 0 && !(await endsWell(file))) {
      throw damaged('a tar archive', new Error('It has no members'));
    }
  },

  async read(file, at, maxBytes) {
    const [start = 0, size = 0] = numbersOf(at);
    if (size > maxBytes) throw tooManyBytes(size, maxBytes);
    return file.slice(start, start + size);
  },

  async content(_, at) {
    const [start = 0, size = 0] = numbersOf(at);
    return [start, start + size];
  },

  async copy(file, choices, to) {
    const unpacking = extract();
    const packing = pack();
    const bytes = Readable.from(piecesOf(file, 0, file.bytes));
    bytes.on('error', (error) => unpacking.destroy(error));
    bytes.pipe(unpacking);
    const written = pipeline(packing, createWriteStream(to, { flags: 'wx' }));
    // Its failure is seen when it is awaited, and ends the entries that are written until then.
    written.catch((error: Error) => unpacking.destroy(error));
    let number = 0;
    let kept = 0;
    try {
      for await (const entry of unpacking) {
        const { header } = entry;
        if (memberOf(headerSchema.parse(header)) === undefined) {
          packing.entry(header);
          entry.resume();
          continue;
        }
        const choice = choices[number] ?? 'leave';
        number += 1;
        if (choice !== 'leave') kept += 1;
        if (choice === 'keep') {
          await pipeline(entry, packing.entry(header));
          continue;
        }
        entry.resume();
        if (choice === 'leave') continue;
        if ('copy' in choice)
          await pipeline(createReadStream(choice.copy), packing.entry({ ...header, size: choice.bytes }));
        else packing.entry({ ...header, size: choice.content.length }, Buffer.from(choice.content));
      }
    } catch (error) {
      packing.destroy();
      throw damaged('a tar archive', error);
    } finally {
      bytes.destroy();
    }
    packing.finalize();
    await written;
    return kept;
  },
};

/** An archive without members is two blocks of zeros. */
async function endsWell(file: ArchiveFile): Promise<boolean> {
  return (await file.slice(0, Math.min(file.bytes, 1024))).every((byte) => byte === 0);
}

function memberOf({ name, type, size, byteOffset }: z.infer<typeof headerSchema>): Member | undefined {
  if (type === 'directory') return undefined;
  const member = { name, bytes: size, at: `${byteOffset},${size}` };
  const problem = FILES.includes(type ?? '')
    ? nameProblem(name)
    : { code: 'no-file', message: `It is a ${type ?? 'member'} of the archive and not a regular file.` };
  return problem === undefined ? member : { ...member, problem };
}
