import { extensionOf } from '../../content/kinds.ts';
import { DATASET_LIMITS } from '../../judge.ts';
import { type Entry, type Source, SourceError } from '../source.ts';
import {
  type ArchiveFile,
  type ArchiveFormat,
  FREE_BYTES,
  MAX_MEMBERS,
  MAX_RATIO,
  type Member,
  type MemberChoice,
} from './archive.ts';

const FORMATS: Readonly<Record<string, () => Promise<ArchiveFormat>>> = {
  tar: async () => (await import('./tar.ts')).tar,
  zip: async () => (await import('./zip.ts')).zip,
  cbz: async () => (await import('./zip.ts')).zip,
  parquet: async () => (await import('./parquet.ts')).parquet,
};

/** The separator between an archive and its member in a path: `shard.tar!/000123.jpg`. */
const SEPARATOR = '!/';

/** The pattern of a member's path: the archive's path and the member's name. */
const MEMBER_PATH = new RegExp(`^(.+?\\.(?:${Object.keys(FORMATS).join('|')}))${SEPARATOR}(.+)$`, 'is');

/** Whether a path is that of a member of an archive. */
export function isMemberPath(path: string): boolean {
  return MEMBER_PATH.test(path);
}

/** The separator between an archive's version and a member's locator. */
const AT = '#';

/** Chooses the part of a member that a copy has. @param read Gives the content of the member. */
type ChooseMember = (path: string, read: () => Promise<Uint8Array<ArrayBuffer>>) => Promise<MemberChoice>;

/** A source whose archives are opened. */
export interface OpenedSource extends Source {
  /**
   * Writes a copy of an archive to a new file on this machine, with the chosen parts of its members.
   * @returns The number of members, or rows, in the copy; undefined, and no file, if all of every member is kept.
   */
  copyArchive(archive: Entry, choose: ChooseMember, to: string): Promise<number | undefined>;
}

/**
 * A data set whose archives (tar, ZIP, Parquet) are opened: their members are listed and read like files, named
 * `<archive>!/<member>`. Members are never moved, deleted or tagged. Archives within archives are not opened.
 */
export function withMembers(source: Source): OpenedSource {
  /** Versions of members by path, for readers that only know the path. */
  const versions = new Map<string, string>();
  const archives = new Map<string, Entry>();
  const remember = (entry: Entry) => {
    if (Object.hasOwn(FORMATS, extensionOf(entry.path))) archives.set(entry.path, entry);
  };

  const fileOf = (path: string, bytes: number, version: string): ArchiveFile => ({
    path,
    bytes,
    version,
    slice: (start, end) => source.slice(path, start, end, version),
  });

  async function* open(entry: Entry): AsyncGenerator<Entry> {
    const format = await formatOf(entry.path);
    if (format === undefined || entry.problem !== undefined) return yield entry;
    const names = new Map<string, number>();
    let count = 0;
    let left = Math.max(FREE_BYTES, MAX_RATIO * entry.bytes);
    try {
      for await (const member of format.list(fileOf(entry.path, entry.bytes, entry.version))) {
        count += 1;
        if (count > MAX_MEMBERS) {
          const limit = MAX_MEMBERS.toLocaleString('en-US');
          throw new SourceError(
            'too-many-members',
            `It has more than ${limit} members; the rest is not checked.`,
          );
        }
        left -= member.bytes;
        const listed = entryOf(entry, left < 0 ? { problem: TOO_DENSE, ...member } : member, names);
        versions.set(listed.path, listed.version);
        yield listed;
      }
      yield { ...entry, isArchive: true };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      yield { ...entry, problem: error.problem };
    }
  }

  const versionOf = async (path: string, archive: string) => {
    if (!versions.has(path)) {
      if (!archives.has(archive)) for await (const entry of source.list()) remember(entry);
      const entry = archives.get(archive);
      if (entry !== undefined) for await (const _ of open(entry));
    }
    const version = versions.get(path);
    if (version === undefined) throw new SourceError('missing', 'The archive has no such member.');
    return version;
  };

  const change =
    <Rest extends unknown[], Result>(act: (entry: Entry, ...rest: Rest) => Promise<Result>) =>
    async (entry: Entry, ...rest: Rest) => {
      if (isMemberPath(entry.path)) throw MEMBER;
      return await act(entry, ...rest);
    };

  return {
    ...source,
    async *list() {
      for await (const entry of source.list()) {
        remember(entry);
        yield* open(entry);
      }
    },
    async read(path, maxBytes, version) {
      const [, archive, member] = MEMBER_PATH.exec(path) ?? [];
      if (archive === undefined || member === undefined) return source.read(path, maxBytes, version);
      const known = version ?? (await versionOf(path, archive));
      const split = known.lastIndexOf(AT);
      const format = await formatOf(archive);
      if (format === undefined) throw new SourceError('missing', 'The archive cannot be opened.');
      const [size, own] = sizeAndVersion(known.slice(0, split));
      return format.read(fileOf(archive, size, own), known.slice(split + 1), maxBytes);
    },
    async copyArchive(archive, choose, to) {
      const format = await formatOf(archive.path);
      if (format === undefined) throw new SourceError('missing', 'The archive cannot be opened.');
      const file = fileOf(archive.path, archive.bytes, archive.version);
      const names = new Map<string, number>();
      const choices: MemberChoice[] = [];
      for await (const member of format.list(file))
        choices.push(
          await choose(entryOf(archive, member, names).path, () =>
            format.read(file, member.at, DATASET_LIMITS.maxBytes),
          ),
        );
      if (choices.every((choice) => choice === 'keep')) return undefined;
      return format.copy(file, choices, to);
    },
    quarantine: change(source.quarantine),
    remove: change(source.remove),
    ...(source.removeVersions !== undefined && { removeVersions: change(source.removeVersions) }),
    ...(source.tag !== undefined && { tag: change(source.tag) }),
  };
}

const TOO_DENSE = {
  code: 'too-dense',
  message: `The archive unpacks to more than ${MAX_RATIO} times its size, so this member is not read.`,
};

const MEMBER = new SourceError(
  'member',
  'It is a member of an archive, and archives are not changed. Unpack the archive into the set, or take it out of the set.',
);

/** Streaming trainers read both of two members with one name, so both are listed. */
function entryOf(archive: Entry, { name, bytes, at, problem }: Member, names: Map<string, number>): Entry {
  const seen = (names.get(name) ?? 0) + 1;
  names.set(name, seen);
  const own = seen === 1 ? name : `${seen}/${name}`;
  return {
    path: `${archive.path}${SEPARATOR}${own.replace(/^(\.\/)+/, '')}`,
    bytes,
    version: `${archive.bytes}:${archive.version}${AT}${at}`,
    ...(problem !== undefined && { problem }),
  };
}

/** The size of an archive and its version, from the version of one of its members. */
function sizeAndVersion(text: string): [size: number, version: string] {
  const split = text.indexOf(':');
  return [Number(text.slice(0, split)), text.slice(split + 1)];
}

async function formatOf(path: string): Promise<ArchiveFormat | undefined> {
  const extension = extensionOf(path);
  return Object.hasOwn(FORMATS, extension) ? FORMATS[extension]?.() : undefined;
}
