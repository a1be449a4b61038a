import { mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Acted } from '../actions.ts';
import type { ListedFile } from '../compact/entry-list.ts';
import { type TextKeys, textKeys } from '../compact/keys.ts';
import { cleaned } from '../content/cleaned.ts';
import { textKindOf } from '../content/kinds.ts';
import { decodeText } from '../content/texts.ts';
import { DATASET_LIMITS } from '../judge.ts';
import type { Scanned } from '../scan/scan.ts';
import type { PartChoice } from '../sources/archives/archive.ts';
import { isMember } from '../sources/archives/locator.ts';
import type { OpenedSource } from '../sources/archives/with-members.ts';
import { codeOf, inside } from '../sources/disk.ts';
import { type Entry, SourceError } from '../sources/source.ts';
import { type Choice, createChoice, type Found } from './choose.ts';

/** A cleaned copy of a set. */
export interface Fixed {
  /** Number of files in the copy; an archive counts as one. */
  readonly files: number;
  /** Files and members that are not in the copy; with a problem for those that could not be copied. */
  readonly leftOut: readonly Acted[];
  /** Rows that were left out of files of texts. */
  readonly rows: number;
}

/** Bytes of a file that are in memory at once. */
const PIECE = 8 * 1024 * 1024;

/**
 * Writes a cleaned copy of a scanned set to a new folder, in the same layout: without files that are unsafe or not
 * known to be safe, without their captions, and with tables and archives without such rows and members. The set itself
 * is only read. The folder appears when the copy is complete.
 * @param target The folder, which must not exist yet.
 * @throws SourceError `exists` when it does.
 */
export async function fix(
  source: OpenedSource,
  scanned: Pick<Scanned, 'entries'>,
  found: Found,
  target: string,
): Promise<Fixed> {
  const folder = resolve(target);
  await assertFree(folder);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(join(dirname(folder), `.${basename(folder)}.partial-`));
  try {
    const copy = createCopy(source, screenedIn(scanned.entries), createChoice(found), partial);
    for (const entry of scanned.entries) await copy.add(entry);
    // If nothing is left of a set, the copy is an empty folder.
    await rename(partial, folder);
    return copy.result();
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** @throws SourceError when the place is taken. */
export async function assertFree(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new SourceError('exists', `${folder} exists already and is not changed; name a new folder.`);
}

/** Files whose texts were all screened. */
function screenedIn(entries: Iterable<ListedFile>): Pick<TextKeys, 'has'> {
  const screened = textKeys();
  for (const { path, isScreened } of entries) if (isScreened) screened.add(path);
  return screened;
}

function createCopy(source: OpenedSource, texts: Pick<TextKeys, 'has'>, choice: Choice, folder: string) {
  const leftOut: Acted[] = [];
  let files = 0;
  let rows = 0;
  const leave = (path: string) => leftOut.push({ path, action: 'fix' });

  const choose = async (path: string, read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<PartChoice> => {
    if (choice.isOut(path)) {
      leave(path);
      return 'leave';
    }
    const kind = texts.has(path) ? textKindOf(path) : undefined;
    if (kind === undefined) return 'keep';
    const result = cleaned(kind, decodeText(await read()) ?? '', choice.isUnsafe(path));
    if (result === undefined) return 'keep';
    rows += result.left.size;
    if (result.content === undefined) {
      leave(path);
      return 'leave';
    }
    return { content: new TextEncoder().encode(result.content), left: result.left };
  };

  const copyArchive = async (archive: Entry, to: string) => {
    const members = await source.copyArchive(archive, choose, to);
    if (members === undefined) await copyFile(source, archive, to);
    if (members === 0) {
      await rm(to);
      leave(archive.path);
    } else files += 1;
  };

  const addFile = async (entry: Entry, to: string) => {
    if (entry.isArchive) {
      await mkdir(dirname(to), { recursive: true });
      await copyArchive(entry, to);
      return;
    }
    const chosen = await choose(entry.path, () =>
      source.read(entry.path, DATASET_LIMITS.maxBytes, entry.version),
    );
    if (chosen === 'leave') return;
    await mkdir(dirname(to), { recursive: true });
    if (chosen === 'keep') await copyFile(source, entry, to);
    else await write(to, [chosen.content]);
    files += 1;
  };

  return {
    async add(entry: Entry): Promise<void> {
      const { path, problem } = entry;
      if (isMember(entry) || problem?.code === 'folder') return;
      try {
        const to = inside(folder, path);
        await addFile(entry, to).catch(async (error: unknown) => {
          // A partial file is not a copy. A file that was there before stays.
          if (codeOf(error) !== 'EEXIST') await rm(to, { force: true }).catch(() => {});
          throw error;
        });
      } catch (error) {
        const failed = problemOf(error);
        if (failed === undefined) throw error;
        leftOut.push({ path, action: 'fix', problem: failed });
      }
    },
    result: (): Fixed => ({ files, leftOut, rows }),
  };
}

/** Errors of names that a bucket allows and a disk does not. */
const NAMES = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'ERR_INVALID_ARG_VALUE'];

function problemOf(error: unknown): Acted['problem'] {
  if (error instanceof SourceError) return error.problem;
  const code = codeOf(error);
  if (!NAMES.includes(code)) return undefined;
  return { code: 'name', message: `A disk cannot have a file of this name here (${code}).` };
}

async function copyFile(source: OpenedSource, { path, bytes, version }: Entry, to: string): Promise<void> {
  const pieces = async function* () {
    for (let at = 0; at < bytes; at += PIECE)
      yield await source.slice(path, at, Math.min(bytes, at + PIECE), version);
  };
  await write(to, pieces());
}

async function write(to: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  await using handle = await open(to, 'wx');
  for await (const piece of pieces) await handle.writeFile(piece);
}
