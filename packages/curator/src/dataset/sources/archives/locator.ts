import { counts } from '../../compact/columns.ts';
import { textKeys } from '../../compact/keys.ts';
import { type Entry, SourceError } from '../source.ts';
import type { Member } from './archive.ts';
import { type ArchiveKind, archiveKindNamed } from './kinds.ts';

/** The separator between an archive and its member in a path: `shard.tar!/000123.jpg`. */
const SEPARATOR = '!/';

/** A file of the set itself. */
export type OuterFile = Pick<Entry, 'path' | 'bytes' | 'version'>;

/** One step into an archive. */
export interface Step {
  readonly kind: ArchiveKind;
  /** The member's locator within the archive. */
  readonly at: string;
}

/** The place of a member: the steps lead from a file of the set through archives within archives. */
export interface MemberPlace {
  readonly outer: OuterFile;
  readonly steps: readonly Step[];
}

/** Begins what a member's version has in addition to that of its file. */
const MARK = '#member:';

/** The version of a member: that of its file, and its place, so that it can be read without a list of its archive. */
export function versionOfMember({ outer, steps }: MemberPlace): string {
  const places = steps.map(({ kind, at }) => `${kind.name}@${at}`);
  return `${outer.version}${MARK}${[outer.path.length, outer.bytes, ...places].join(';')}`;
}

/** The place of a member; undefined for an entry that is not a member. */
export function placeOfMember({ path, version }: Pick<Entry, 'path' | 'version'>): MemberPlace | undefined {
  const split = version.lastIndexOf(MARK);
  if (split < 0) return undefined;
  const [length, bytes, ...places] = version.slice(split + MARK.length).split(';');
  return {
    outer: { path: path.slice(0, Number(length)), bytes: Number(bytes), version: version.slice(0, split) },
    steps: places.map((place) => {
      const [name = '', at = ''] = place.split('@');
      const kind = archiveKindNamed(name);
      if (kind === undefined) throw new SourceError('missing', 'The archive cannot be opened.');
      return { kind, at };
    }),
  };
}

/** Whether an entry is a member of an archive. */
export function isMember(entry: Pick<Entry, 'version'>): boolean {
  return entry.version.includes(MARK);
}

/**
 * A member as an entry. Streaming trainers read both of two members with one name, so both are listed.
 * @param archive The archive's path in the set.
 * @param countOf Counts how often a name was in the archive so far, this time included.
 */
export function entryOf(
  archive: string,
  place: MemberPlace,
  { name, bytes, problem }: Member,
  countOf: (name: string) => number,
): Entry {
  const seen = countOf(name);
  const own = name === '' ? nameWithin(archive) : seen === 1 ? name : `${seen}/${name}`;
  return {
    path: `${archive}${SEPARATOR}${own.replace(/^(\.\/)+/, '')}`,
    bytes,
    version: versionOfMember(place),
    ...(problem !== undefined && { problem }),
  };
}

/** `metadata.jsonl` for `train/metadata.jsonl.gz` */
function nameWithin(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '') || 'content';
}

/** Counts names. An archive may have a million, so only digests are kept. */
export function nameCounter(): (name: string) => number {
  const names = textKeys();
  const seen = counts();
  return (name) => {
    const number = names.add(name);
    const count = seen.get(number) + 1;
    seen.set(number, count);
    return count;
  };
}
