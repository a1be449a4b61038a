import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@shoji/core';
import type { Records } from '../compact/record-index.ts';
import type { Elsewhere } from '../file-result.ts';
import { parseRecord } from '../manifest.ts';
import type { PictureRecord } from '../records.ts';
import { nearDuplicates } from './near-duplicates.ts';

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

/** Most pictures of other sets that are listed for one file; a logo may be in every set. */
const MOST_LISTED = 5;

export const NO_OTHER_SETS: OtherSets = { with: () => new Map() };

/** A content of another set, and its files. */
interface OtherContent {
  readonly files: Elsewhere[];
  fingerprint?: string;
}

/**
 * Reads the scan results of other sets. Files that were removed from a set since then are still in its manifest, and
 * are listed: they show what to remove here.
 * @param folders Folders of reports, `<set>.shoji`. They are only read.
 * @throws OtherSetError when a folder has no manifest that can be read.
 */
export async function otherSets(folders: readonly string[]): Promise<OtherSets> {
  const contents = new Map<string, OtherContent>();
  for (const folder of folders) await addSet(join(folder, 'manifest.jsonl'), contents);
  return { with: (hashes, pictures) => compared(contents, hashes, pictures) };
}

async function addSet(manifest: string, contents: Map<string, OtherContent>): Promise<void> {
  const contentOf = (hash: string): OtherContent => {
    const known = contents.get(hash) ?? { files: [] };
    contents.set(hash, known);
    return known;
  };
  let set: string | undefined;
  const files = new Map<string, string>();
  for await (const line of linesOf(manifest)) {
    const record = parseRecord(line);
    // A running scan may be writing the last line.
    if (record === undefined) continue;
    if (record.type === 'shoji-dataset') set = record.source;
    else if (record.type === 'file') files.set(record.path, record.hash);
    else if (record.type === 'picture' && record.fingerprint !== undefined)
      contentOf(record.hash).fingerprint = record.fingerprint;
  }
  if (set === undefined) throw new OtherSetError(`${manifest} is not the manifest of a scan.`);
  for (const [path, hash] of files) contentOf(hash).files.push({ set, path });
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    await using handle = await open(path);
    yield* handle.readLines({ autoClose: false });
  } catch (cause) {
    throw new OtherSetError(`${path} cannot be read. Scan that set first, or name the --out of its scan.`, {
      cause,
    });
  }
}

function compared(
  contents: ReadonlyMap<string, OtherContent>,
  hashes: Parameters<OtherSets['with']>[0],
  pictures: Parameters<OtherSets['with']>[1],
): ReadonlyMap<string, readonly Elsewhere[]> {
  if (contents.size === 0) return new Map();
  const prints = new Map<string, string>();
  for (const [, hash] of hashes) {
    if (prints.has(hash)) continue;
    const print = pictures.get(hash)?.fingerprint;
    if (print !== undefined) prints.set(hash, print);
  }
  for (const [hash, { fingerprint, files }] of contents)
    if (fingerprint !== undefined && files.length > 0) prints.set(hash, fingerprint);
  const groups = new Map(
    nearDuplicates(prints).flatMap((group) => group.map((hash) => [hash, group] as const)),
  );

  const found = new Map<string, readonly Elsewhere[]>();
  const byHash = new Map<string, readonly Elsewhere[]>();
  for (const [path, hash] of hashes) {
    const known = byHash.get(hash) ?? elsewhere([hash, ...(groups.get(hash) ?? [])], contents);
    byHash.set(hash, known);
    if (known.length > 0) found.set(path, known);
  }
  return found;
}

/** The files of some contents, those of the first content first. */
function elsewhere(
  hashes: readonly string[],
  contents: ReadonlyMap<string, OtherContent>,
): readonly Elsewhere[] {
  const found: Elsewhere[] = [];
  for (const hash of new Set(hashes)) {
    for (const file of contents.get(hash)?.files ?? []) {
      if (found.length === MOST_LISTED) return found;
      found.push(file);
    }
  }
  return found;
}
