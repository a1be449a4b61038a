import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Entry } from '../source.ts';
import type { MemberChoice, PartChoice } from './archive.ts';
import { packer } from './compression.ts';
import { type ArchiveKind, archiveKindOf } from './kinds.ts';
import { entryOf, type MemberPlace, nameCounter } from './locator.ts';
import type { Opening } from './opening.ts';

/** Chooses the part of a member that a copy has. @param read Gives the content of the member. */
export type ChooseMember = (
  path: string,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
) => Promise<PartChoice>;

/**
 * Writes a copy of the archive at a place to a new file, with the chosen parts of its members, and cleaned copies of the
 * archives in it.
 * @param path The archive's path in the set.
 * @param maxBytes The most bytes of a member that `choose` may read.
 * @returns The number of members, or rows, in the copy; undefined, and no file, if all of every member is kept.
 */
export async function copyArchive(
  archives: Opening,
  path: string,
  place: MemberPlace,
  choose: ChooseMember,
  maxBytes: number,
  to: string,
): Promise<number | undefined> {
  const kind = archiveKindOf(path);
  if (kind === undefined) return undefined;
  const { file, format, release } = await archives.open(place, kind);
  const folder = await mkdtemp(join(tmpdir(), 'shoji-copy-'));
  try {
    const countOf = nameCounter();
    const choices: MemberChoice[] = [];
    for await (const member of format.list(file)) {
      const own = { outer: place.outer, steps: [...place.steps, { kind, at: member.at }] };
      const entry = entryOf(path, own, member, countOf);
      const choice = await choose(entry.path, () => format.read(file, member.at, maxBytes));
      const copy = join(folder, String(choices.length));
      choices.push(choice === 'keep' ? await cleaned(entry, own, copy) : choice);
    }
    if (choices.every((choice) => choice === 'keep')) return undefined;
    return await write(kind, (target) => format.copy(file, choices, target), folder, to);
  } finally {
    release();
    await rm(folder, { recursive: true, force: true });
  }

  async function cleaned({ path }: Entry, own: MemberPlace, to: string): Promise<MemberChoice> {
    const members = await copyArchive(archives, path, own, choose, maxBytes, to);
    if (members === undefined) return 'keep';
    return members === 0 ? 'leave' : { copy: to, bytes: (await stat(to)).size };
  }
}

/** Compressed like the archive itself. */
async function write(
  { compression }: ArchiveKind,
  copy: (to: string) => Promise<number>,
  folder: string,
  to: string,
): Promise<number> {
  if (compression === undefined) return copy(to);
  const plain = join(folder, 'unpacked');
  const members = await copy(plain);
  await pipeline(createReadStream(plain), packer(compression), createWriteStream(to, { flags: 'wx' }));
  return members;
}
