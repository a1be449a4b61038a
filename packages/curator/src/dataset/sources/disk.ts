import { constants, type Dirent, type Stats } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { isPictureName } from '../picture-name.ts';
import {
  changed,
  type Entry,
  type Problem,
  type Restored,
  type Source,
  SourceError,
  tooManyBytes,
} from './source.ts';

/**
 * A folder on this machine. Symbolic links are reported and not followed: they may lead out of the set, or in circles.
 * @param root The folder.
 * @param quarantine The folder for quarantined files, which keep their subfolders; on the same file system a move
 * copies nothing.
 */
export function diskSource(root: string, quarantine: string): Source {
  const base = resolve(root);
  const placeOf = (path: string) => inside(base, path);
  const unchangedPlace = async ({ path, version }: Entry) => {
    const place = placeOf(path);
    if (versionOf(await lstat(place).catch(failed)) !== version) throw changed();
    return place;
  };

  return {
    uri: base,
    quarantineAt: quarantine,
    list: () => walk(base, ''),

    async read(path, maxBytes, version) {
      await using handle = await open(placeOf(path), READING).catch(failed);
      const stats = await handle.stat();
      if (!stats.isFile() || (version !== undefined && versionOf(stats) !== version)) throw changed();
      if (stats.size > maxBytes) throw tooManyBytes(stats.size, maxBytes);
      return new Uint8Array(await handle.readFile().catch(failed));
    },

    async slice(path, start, end, version) {
      await using handle = await open(placeOf(path), READING).catch(failed);
      const stats = await handle.stat();
      if (!stats.isFile() || (version !== undefined && versionOf(stats) !== version)) throw changed();
      const bytes = new Uint8Array(Math.max(0, Math.min(end, stats.size) - start));
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done).catch(failed);
        if (bytesRead === 0) throw changed();
        done += bytesRead;
      }
      return bytes;
    },

    async quarantine(entry) {
      await moveWithoutOverwriting(await unchangedPlace(entry), inside(quarantine, entry.path));
      return undefined;
    },

    async *restore(): AsyncGenerator<Restored> {
      for await (const { path, problem } of walk(quarantine, '')) {
        if (problem === FOLDER) continue;
        try {
          await moveWithoutOverwriting(inside(quarantine, path), placeOf(path));
          await removeEmptyFolders(dirname(inside(quarantine, path)), quarantine);
          yield { path };
        } catch (error) {
          yield { path, problem: problemOf(error) };
        }
      }
    },

    async remove(entry) {
      await unlink(await unchangedPlace(entry)).catch(failed);
      return undefined;
    },
  };
}

async function* walk(base: string, folder: string): AsyncGenerator<Entry> {
  let children: Dirent[];
  try {
    children = await readdir(join(base, folder), { withFileTypes: true });
  } catch (error) {
    const problem = problemOf(error);
    if (folder === '') throw new SourceError(problem.code, `${base}: ${problem.message}`, { cause: error });
    return yield { path: folder, bytes: 0, version: '', problem };
  }
  for (const child of children) {
    const path = folder === '' ? child.name : `${folder}/${child.name}`;
    if (child.isDirectory()) {
      if (isPictureName(path)) yield { path, bytes: 0, version: '', problem: FOLDER };
      yield* walk(base, path);
    } else yield await entryOf(base, path);
  }
}

async function entryOf(base: string, path: string): Promise<Entry> {
  try {
    const stats = await lstat(join(base, path));
    const entry = { path, bytes: stats.size, version: versionOf(stats) };
    if (stats.isSymbolicLink()) return { ...entry, bytes: 0, problem: LINK };
    return stats.isFile() ? entry : { ...entry, problem: NO_FILE };
  } catch (error) {
    return { path, bytes: 0, version: '', problem: problemOf(error) };
  }
}

const FOLDER = {
  code: 'folder',
  message: 'It is a folder with the name of a picture; its files are listed.',
};
const LINK = {
  code: 'link',
  message: 'It is a symbolic link; links are not followed. Put the file itself there.',
};
const NO_FILE = { code: 'no-file', message: 'It is not a regular file.' };

/** O_NONBLOCK: a pipe in place of a file must not block. O_NOFOLLOW: a link is not followed. */
const READING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** The change time cannot be set back by tools that keep the modification time. */
function versionOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return `${size}-${mtimeMs}-${ctimeMs}`;
}

/** The path under `base`; a path that leads out of it is refused, because paths also come from queues and buckets. */
export function inside(base: string, path: string): string {
  const place = resolve(base, path);
  if (!place.startsWith(resolve(base) + sep)) throw new SourceError('outside', 'It is outside the data set.');
  return place;
}

/**
 * A hard link first, then the removal: renaming would silently replace an existing file, and a kill in between loses
 * nothing.
 */
async function moveWithoutOverwriting(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      if (!(await isSameFile(from, to)))
        throw new SourceError('exists', `${to} exists already and is not replaced.`);
    } else if (['EXDEV', 'EPERM', 'ENOTSUP'].includes(codeOf(error))) {
      await copyDurably(from, to);
    } else failed(error);
  }
  await unlink(from).catch(failed);
}

/** For a quarantine on another file system, or one without hard links. */
async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL).catch(failed);
  await using copy = await open(to, 'r+');
  await copy.sync();
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(a), lstat(b)]);
  return first.ino === second.ino && first.dev === second.dev;
}

async function removeEmptyFolders(folder: string, upTo: string): Promise<void> {
  for (let at = folder; at.startsWith(resolve(upTo) + sep); at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function failed(error: unknown): never {
  const { code, message } = problemOf(error);
  throw new SourceError(code, message, { cause: error });
}

function problemOf(error: unknown): Problem {
  if (error instanceof SourceError) return error.problem;
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return { code: 'missing', message: 'The file or folder does not exist.' };
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'denied', message: 'This user has no permission to read or change it.' };
  // O_NOFOLLOW on a link.
  if (code === 'ELOOP') return LINK;
  return { code: 'unreadable', message: `It cannot be read or changed (${code || String(error)}).` };
}

/** The code of a system's error; empty for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
