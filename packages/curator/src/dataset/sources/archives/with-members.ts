import { DATASET_LIMITS } from '../../judge.ts';
import { type Entry, type Source, SourceError } from '../source.ts';
import { MAX_DEPTH, MAX_MEMBERS, mostUnpacked, tooDense } from './archive.ts';
import { type ChooseMember, copyArchive } from './copy-archive.ts';
import { archiveKindOf } from './kinds.ts';
import { entryOf, isMember, type MemberPlace, nameCounter, placeOfMember } from './locator.ts';
import { type OpenArchive, opening } from './opening.ts';

/** A source whose archives are opened. */
export interface OpenedSource extends Source {
  /**
   * The content of a file or member, whatever the version of its file is now: for callers that compare hashes.
   * @param entry `version` leads to the place of a member.
   * @throws SourceError when it cannot be read, or has more than `maxBytes`.
   */
  readNow(entry: Pick<Entry, 'path' | 'version'>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Writes a copy of an archive to a new file on this machine, with the chosen parts of its members, also of those in
   * archives within it.
   * @returns The number of members, or rows, in the copy; undefined, and no file, if all of every member is kept.
   */
  copyArchive(archive: Entry, choose: ChooseMember, to: string): Promise<number | undefined>;
  /** Removes the temporary files of unpacked archives. */
  close(): Promise<void>;
}

/** The members and bytes that the archives in one file of the set may still have. */
interface Allowance {
  members: number;
  bytes: number;
}

/**
 * A data set whose archives (tar, also compressed, ZIP, Parquet) are opened, and a few levels of archives within them:
 * their members are listed and read like files, named `<archive>!/<member>`. Members are never moved, deleted or tagged.
 */
export function withMembers(source: Source): OpenedSource {
  const archives = opening(source);

  /** The members of an archive, then the archive itself. */
  async function* listed(entry: Entry, place: MemberPlace, allowance: Allowance): AsyncGenerator<Entry> {
    const kind = archiveKindOf(entry.path);
    if (kind === undefined || entry.problem !== undefined) return yield entry;
    if (place.steps.length === MAX_DEPTH) return yield { ...entry, problem: TOO_DEEP };
    const countOf = nameCounter();
    let archive: OpenArchive | undefined;
    try {
      archive = await archives.open(place, kind);
      for await (const member of archive.format.list(archive.file)) {
        if (allowance.members === 0) throw tooManyMembers();
        allowance.members -= 1;
        allowance.bytes -= member.bytes;
        const own = { outer: place.outer, steps: [...place.steps, { kind, at: member.at }] };
        const found = allowance.bytes < 0 ? { problem: tooDense().problem, ...member } : member;
        yield* listed(entryOf(entry.path, own, found, countOf), own, allowance);
      }
      yield { ...entry, isArchive: true };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      yield { ...entry, problem: error.problem };
    } finally {
      archive?.release();
    }
  }

  const readMember = async (
    { outer, steps }: MemberPlace,
    maxBytes: number,
    isVerified: boolean,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    const last = steps.at(-1);
    if (last === undefined) throw new SourceError('missing', 'The archive has no such member.');
    const archive = await archives.open({ outer, steps: steps.slice(0, -1) }, last.kind, isVerified);
    try {
      return await archive.format.read(archive.file, last.at, maxBytes);
    } finally {
      archive.release();
    }
  };

  const change =
    <Rest extends unknown[], Result>(act: (entry: Entry, ...rest: Rest) => Promise<Result>) =>
    async (entry: Entry, ...rest: Rest) => {
      if (isMember(entry)) throw MEMBER;
      return await act(entry, ...rest);
    };

  return {
    ...source,
    async *list() {
      for await (const entry of source.list()) {
        const allowance = { members: MAX_MEMBERS, bytes: mostUnpacked(entry.bytes) };
        yield* listed(entry, { outer: entry, steps: [] }, allowance);
      }
    },
    async read(path, maxBytes, version) {
      const place = version === undefined ? undefined : placeOfMember({ path, version });
      return place === undefined ? source.read(path, maxBytes, version) : readMember(place, maxBytes, true);
    },
    async readNow(entry, maxBytes) {
      const place = placeOfMember(entry);
      return place === undefined ? source.read(entry.path, maxBytes) : readMember(place, maxBytes, false);
    },
    copyArchive: (archive, choose, to) =>
      copyArchive(archives, archive.path, { outer: archive, steps: [] }, choose, DATASET_LIMITS.maxBytes, to),
    close: archives.close,
    quarantine: change(source.quarantine),
    remove: change(source.remove),
    ...(source.removeVersions !== undefined && { removeVersions: change(source.removeVersions) }),
    ...(source.tag !== undefined && { tag: change(source.tag) }),
  };
}

const TOO_DEEP = {
  code: 'nested',
  message: `It is an archive within ${MAX_DEPTH} others, so it is not opened and its content is not checked. Unpack it into the set.`,
};

const MEMBER = new SourceError(
  'member',
  'It is a member of an archive, and archives are not changed. `--fix` writes a copy without it.',
);

function tooManyMembers(): SourceError {
  const limit = MAX_MEMBERS.toLocaleString('en-US');
  return new SourceError('too-many-members', `It has more than ${limit} members; the rest is not checked.`);
}
