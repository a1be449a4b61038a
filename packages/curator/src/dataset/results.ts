import type { Finding, ImageDecision, Policy } from '@shoji/core';
import { nearDuplicates } from './duplicates/near-duplicates.ts';
import type { Manifest } from './manifest.ts';
import { isPictureName } from './picture-name.ts';
import { isInfo } from './scan/prompts.ts';
import type { Scanned } from './scan/scan.ts';
import type { Problem } from './sources/source.ts';
import { verdictOf } from './verdict.ts';

/**
 * The status of a file. `unchecked`: an image by its name that is not known to be safe; `other`: not an image, by name
 * and content; `pending`: not looked at, because the scan stopped before.
 */
export type FileStatus = ImageDecision | 'unchecked' | 'other' | 'pending';

/** A scan's result for one file. */
export interface FileResult {
  readonly path: string;
  readonly bytes: number;
  readonly status: FileStatus;
  readonly hash?: string;
  readonly width?: number;
  readonly height?: number;
  readonly findings: readonly Finding[];
  /** Those of the findings that made the status. */
  readonly reasons: readonly Finding[];
  /** How far the closest score is from a threshold, 0–1. */
  readonly margin: number;
  /** Why it could not be checked, in one sentence. */
  readonly message?: string;
  /** Files with the same number hold the same bytes. */
  readonly sameAs?: number;
  /** Files with the same number look alike: the same bytes, or versions of one picture. */
  readonly like?: number;
}

/** One result a file, in the order of the paths. Pure: the same manifest under another policy gives other results. */
export function resultsOf(
  scanned: Scanned,
  manifest: Pick<Manifest, 'pictures'>,
  policy: Policy,
  checks: readonly string[],
): FileResult[] {
  const same = numbered([...Map.groupBy(scanned.hashes.keys(), (path) => scanned.hashes.get(path)).values()]);
  const like = numbered(alike(scanned, manifest));
  return scanned.entries.map(({ path, bytes }) => {
    const nothing = { path, bytes, findings: [], reasons: [], margin: 1 };
    const problem = scanned.problems.get(path);
    if (problem !== undefined) {
      return { ...nothing, status: statusOf(problem, path), message: problem.message };
    }
    if (isInfo(path)) return { ...nothing, status: 'other' };
    const hash = scanned.hashes.get(path);
    const record = hash === undefined ? undefined : manifest.pictures.get(hash);
    if (hash === undefined || record === undefined) return { ...nothing, status: 'pending' };

    const { status, findings, reasons, failed, margin } = verdictOf(record, policy, checks);
    const { width, height } = record;
    const notPicture = record.problem?.code === 'not-an-image' && !isPictureName(path);
    const message =
      record.problem?.message ??
      (failed.length > 0 ? `It could not be checked by ${failed.join(', ')}.` : undefined);
    const [sameAs, looksLike] = [same.get(path), like.get(path)];
    return {
      path,
      bytes,
      status: notPicture ? 'other' : status,
      hash,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      findings,
      reasons,
      margin,
      ...(message !== undefined && !notPicture && { message }),
      ...(sameAs !== undefined && { sameAs }),
      ...(looksLike !== undefined && { like: looksLike }),
    };
  });
}

/** A file that was not opened counts as an image, unless it is large and its name is not that of an image. */
function statusOf({ code }: Problem, path: string): FileStatus {
  const other = code === 'folder' || (code === 'too-many-bytes' && !isPictureName(path) && !isInfo(path));
  return other ? 'other' : 'unchecked';
}

/** Paths of pictures that look alike; the same bytes under two names look alike, too. */
function alike({ hashes }: Scanned, manifest: Pick<Manifest, 'pictures'>): string[][] {
  const prints = new Map<string, string>();
  for (const [path, hash] of hashes) {
    const print = manifest.pictures.get(hash)?.fingerprint;
    if (print !== undefined) prints.set(path, print);
  }
  return nearDuplicates(prints);
}

/** Numbers groups of at least two from 1 in the order of their first path, so that two scans give the same numbers. */
function numbered(groups: readonly string[][]): Map<string, number> {
  const sorted = groups
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted())
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  return new Map(sorted.flatMap((group, index) => group.map((path) => [path, index + 1] as const)));
}
