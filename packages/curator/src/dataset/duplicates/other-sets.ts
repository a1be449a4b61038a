import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@shoji/core';
import { type Column, counts, flags } from '../compact/columns.ts';
import { keysOf, type TextKeys, textKeys } from '../compact/keys.ts';
import type { Records } from '../compact/record-index.ts';
import type { Elsewhere } from '../file-result.ts';
import { parseRecord } from '../manifest.ts';
import type { PictureRecord } from '../records.ts';
import { PRINT_BYTES } from './fingerprint.ts';
import { nearContents } from './near-duplicates.ts';

/** A set that cannot be used for comparison; `message` names the file and the remedy. */
class OtherSetError extends OperatorError {
  override readonly name = 'OtherSetError';
}

/** Scanned sets for comparison with another set. */
export interface OtherSets {
  /**
   * The pictures of these sets that are equal or similar to files of this set, by the paths of these files.
   * @param hashes The content of each file, by path.
   * @param pictures The record of each content.
   */
  with(
    hashes: Iterable<readonly [path: string, hash: string]>,
    pictures: Pick<Records<Pick<PictureRecord, 'fingerprint'>>, 'get'>,
  ): ReadonlyMap<string, readonly Elsewhere[]>;
}

/** Bytes of a manifest that are read at once. */
const PIECE = 1024 * 1024;

/** Most pictures of other sets that are listed for one file; a logo may be in every set. */
const MOST_LISTED = 5;

export const NO_OTHER_SETS: OtherSets = { with: () => new Map() };

/**
 * Reads the scan results of other sets. Files that were removed from a set since then are still in its manifest, and
 * are listed: they show what to remove here. Keeps about 100 bytes for each of their files.
 * @param folders Folders of reports, `<set>.shoji`. They are only read.
 * @throws OtherSetError when a folder has no manifest that can be read.
 */
export async function otherSets(folders: readonly string[]): Promise<OtherSets> {
  if (folders.length === 0) return NO_OTHER_SETS;
  const contents = createContents();
  const sets: OtherSet[] = [];
  for (const folder of folders) sets.push(await readSet(join(folder, 'manifest.jsonl'), contents));
  return { with: (hashes, pictures) => compared(sets, contents, hashes, pictures) };
}

/** Another set: the content of each of its files, both by number. */
interface OtherSet {
  readonly address: string;
  readonly manifest: string;
  readonly paths: TextKeys;
  readonly contentOf: Column;
}

/** Contents by number, and the fingerprint of each, as far as there is one. */
interface Contents {
  readonly hashes: TextKeys;
  add(hash: string, print?: string): number;
  printOf(content: number): string | undefined;
}

function createContents(): Contents {
  const hashes = textKeys();
  const prints = keysOf(PRINT_BYTES);
  /** The number of the print plus 1. */
  const printOf = counts();
  return {
    hashes,
    add(hash, print) {
      const content = hashes.add(hash);
      const bytes = print === undefined ? undefined : Buffer.from(print, 'hex');
      if (bytes?.length === PRINT_BYTES) printOf.set(content, prints.add(bytes) + 1);
      return content;
    },
    printOf(content) {
      const print = printOf.get(content) - 1;
      return print < 0 ? undefined : Buffer.from(prints.at(print)).toString('hex');
    },
  };
}

async function readSet(manifest: string, contents: Contents): Promise<OtherSet> {
  let address: string | undefined;
  const paths = textKeys();
  const contentOf = counts();
  for await (const line of linesOf(manifest)) {
    const record = parseRecord(line);
    // A running scan may be writing the last line.
    if (record === undefined) continue;
    if (record.type === 'shoji-dataset') address = record.source;
    else if (record.type === 'file') contentOf.set(paths.add(record.path), contents.add(record.hash));
    else if (record.type === 'picture') contents.add(record.hash, record.fingerprint);
  }
  if (address === undefined) throw new OtherSetError(`${manifest} is not the manifest of a scan.`);
  return { address, manifest, paths, contentOf };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    await using handle = await open(path);
    yield* handle.readLines({ autoClose: false });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): OtherSetError {
  return new OtherSetError(`${path} cannot be read. Scan that set first, or name the --out of its scan.`, {
    cause,
  });
}

function compared(
  sets: readonly OtherSet[],
  contents: Contents,
  hashes: Parameters<OtherSets['with']>[0],
  pictures: Parameters<OtherSets['with']>[1],
): ReadonlyMap<string, readonly Elsewhere[]> {
  const own = flags();
  for (const [, hash] of hashes) own.set(contents.add(hash, pictures.get(hash)?.fingerprint), 1);
  const groups = groupsOf(contents);
  const ownGroups = flags();
  for (const [content, group] of groups) if (own.get(content) === 1) ownGroups.set(group, 1);

  /** Files of contents that this set has, or something like it, and these contents by their groups. */
  const files = new Map<number, Elsewhere[]>();
  const members = new Map<number, number[]>();
  for (const [content, file] of filesOf(sets, contents)) {
    const group = groups.get(content);
    const isLike = group !== undefined && ownGroups.get(group) === 1;
    if (own.get(content) === 0 && !isLike) continue;
    const known = files.get(content) ?? [];
    if (known.length < MOST_LISTED) known.push(file);
    if (isLike && !files.has(content)) members.set(group, [...(members.get(group) ?? []), content]);
    files.set(content, known);
  }

  const found = new Map<string, readonly Elsewhere[]>();
  for (const [path, hash] of hashes) {
    const content = contents.hashes.add(hash);
    const like = members.get(groups.get(content) ?? -1) ?? [];
    const listed: Elsewhere[] = [];
    // The same bytes first.
    for (const other of new Set([content, ...like])) listed.push(...(files.get(other) ?? []));
    if (listed.length > 0) found.set(path, listed.slice(0, MOST_LISTED));
  }
  return found;
}

/** The groups of contents that look alike. */
function groupsOf(contents: Contents): ReadonlyNumbers {
  const near = nearContents(contents.hashes.size, contents.printOf);
  /** The group plus 1; 0 for a content that cannot be compared. */
  const groupOf = counts();
  for (const [content, group] of near) groupOf.set(content, group + 1);
  return {
    get: (content) => (groupOf.get(content) === 0 ? undefined : groupOf.get(content) - 1),
    [Symbol.iterator]: () => near[Symbol.iterator](),
  };
}

interface ReadonlyNumbers extends Iterable<readonly [key: number, value: number]> {
  get(key: number): number | undefined;
}

/** The files of other sets with their contents, read from the manifests once more. */
function* filesOf(
  sets: readonly OtherSet[],
  { hashes }: Contents,
): Generator<readonly [content: number, file: Elsewhere]> {
  for (const { address, manifest, paths, contentOf } of sets) {
    const seen = flags();
    for (const line of linesNow(manifest)) {
      const record = parseRecord(line);
      if (record?.type !== 'file') continue;
      const number = paths.find(record.path);
      const content = hashes.find(record.hash);
      // Only the content that the file had last.
      if (number === undefined || content === undefined || contentOf.get(number) !== content) continue;
      if (seen.get(number) === 0) yield [content, { set: address, path: record.path }];
      seen.set(number, 1);
    }
  }
}

/** The lines of a file, read while it waits. */
function* linesNow(path: string): Generator<string> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
  try {
    const piece = Buffer.alloc(PIECE);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const read = readSync(file, piece, 0, PIECE, null);
      if (read === 0) return;
      const bytes: Buffer = Buffer.concat([rest, piece.subarray(0, read)]);
      let from = 0;
      for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
        yield bytes.toString('utf8', from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}
