import { counts } from './compact/columns.ts';
import { keysOf } from './compact/keys.ts';
import { nearContents } from './duplicates/near-duplicates.ts';
import type { Manifest } from './manifest.ts';
import type { Entry } from './sources/source.ts';

/** The contents of a set's files, as far as the manifest knows them. */
export interface Contents {
  /** @param position Of the file in the list. */
  of(position: number): Content | undefined;
}

/** The content of a file. */
export interface Content {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  /** Files with the same number hold the same bytes. */
  readonly sameAs?: number;
  /** Files with the same number look alike; the same bytes under two names look alike, too. */
  readonly like?: number;
}

/** Bytes of a SHA-256. */
const HASH = 32;

/**
 * The contents of the files whose version the manifest knows, and which of them are the same or look alike. Keeps about
 * 60 bytes for each distinct content and 4 for each file. Groups are numbered from 1 in the order of their first files,
 * so that two scans give the same numbers.
 */
export function contentsOf(
  entries: Iterable<Entry>,
  { files, pictures }: Pick<Manifest, 'files' | 'pictures'>,
): Contents {
  const hashes = keysOf(HASH);
  /** The number of each file's content plus 1; 0 for a file that was not read. */
  const contentOf = counts();
  let length = 0;
  for (const { path, version } of entries) {
    const known = files.get(path);
    if (known?.version === version) contentOf.set(length, hashes.add(Buffer.from(known.hash, 'hex')) + 1);
    length += 1;
  }
  const hashOf = (content: number) => Buffer.from(hashes.at(content)).toString('hex');

  const own = Uint32Array.from({ length: hashes.size }, (_, content) => content);
  const same = numbered(own, contentOf, length);
  const alike = new Uint32Array(hashes.size).fill(ALONE);
  const printOf = (content: number) => pictures.get(hashOf(content))?.fingerprint;
  for (const [content, group] of nearContents(hashes.size, printOf)) alike[content] = group;
  const like = numbered(alike, contentOf, length);
  return {
    of(position) {
      const content = contentOf.get(position) - 1;
      if (content < 0) return undefined;
      const [sameAs = 0, looksLike = 0] = [same[content], like[content]];
      return {
        hash: hashOf(content),
        ...(sameAs > 0 && { sameAs }),
        ...(looksLike > 0 && { like: looksLike }),
      };
    },
  };
}

/** No group: the picture cannot be compared. */
const ALONE = 2 ** 32 - 1;

/** Numbers the groups that have at least two files, for each content; 0 for any other. */
function numbered(
  groups: Uint32Array,
  contentOf: { get(position: number): number },
  length: number,
): Uint32Array {
  const groupOf = (position: number) => groups[contentOf.get(position) - 1] ?? ALONE;
  const files = new Uint32Array(groups.length);
  for (let position = 0; position < length; position += 1) {
    const group = groupOf(position);
    if (group !== ALONE) files[group] = (files[group] ?? 0) + 1;
  }
  const numbers = new Uint32Array(groups.length);
  let last = 0;
  for (let position = 0; position < length; position += 1) {
    const group = groupOf(position);
    if (group === ALONE || (files[group] ?? 0) < 2 || numbers[group] !== 0) continue;
    last += 1;
    numbers[group] = last;
  }
  return groups.map((group) => (group === ALONE ? 0 : (numbers[group] ?? 0)));
}
