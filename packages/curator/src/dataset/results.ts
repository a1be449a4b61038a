import type { Policy } from '@shoji/core';
import { captionResults, decidedByTexts } from './content/caption-results.ts';
import { captionNamesOf, isNotContent, textKindOf, unreadMessage } from './content/kinds.ts';
import { nearDuplicates } from './duplicates/near-duplicates.ts';
import { NO_OTHER_SETS, type OtherSets } from './duplicates/other-sets.ts';
import type { FileResult } from './file-result.ts';
import type { Manifest } from './manifest.ts';
import { isPictureName } from './picture-name.ts';
import type { PictureRecord } from './records.ts';
import type { Scanned } from './scan/scan.ts';
import type { PromptResult } from './scan/scan-options.ts';
import type { Problem } from './sources/source.ts';
import { verdictOf } from './verdict.ts';

/**
 * One result per file, in the order of the paths; then those that earlier runs removed from the set. Pure: the same
 * manifest under another policy gives other results.
 */
export function resultsOf(
  scanned: Scanned,
  manifest: Pick<Manifest, 'pictures' | 'acted'>,
  policy: Policy,
  checks: readonly string[],
  others: OtherSets = NO_OTHER_SETS,
): FileResult[] {
  const same = numbered([...Map.groupBy(scanned.hashes.keys(), (path) => scanned.hashes.get(path)).values()]);
  const like = numbered(alike(scanned, manifest));
  const captions = captionResults(scanned.prompts);
  const elsewhere = others.with(scanned.hashes, manifest.pictures);
  const present = scanned.entries.map(({ path, bytes, isArchive }): FileResult => {
    const nothing = { path, bytes, findings: [], reasons: [], margin: 1 };
    const problem = scanned.problems.get(path);
    if (problem !== undefined) return { ...nothing, ...ofProblem(problem, path) };
    if (isArchive) return { ...nothing, status: 'other' };
    if (scanned.texts.has(path)) {
      return decidedByTexts({ ...nothing, status: 'other' }, captions.in(path), policy);
    }
    const hash = scanned.hashes.get(path);
    const record = hash === undefined ? undefined : manifest.pictures.get(hash);
    if (hash === undefined || record === undefined) return { ...nothing, status: 'pending' };
    if (record.problem?.code === 'not-an-image' && !isPictureName(path)) {
      return { ...nothing, hash, ...ofNoPicture(path, bytes), ...groupsOf(path, same, like) };
    }
    const alsoIn = elsewhere.get(path);
    const judged = {
      path,
      bytes,
      hash,
      ...ofPicture(record, policy, checks),
      ...groupsOf(path, same, like),
      ...(alsoIn !== undefined && { alsoIn }),
    };
    const texts = captions.about(path);
    const mismatch = mismatchOf(judged.status, texts, isCaptioned(path, scanned));
    return decidedByTexts({ ...judged, ...(mismatch !== undefined && { mismatch }) }, texts, policy);
  });
  return [...present, ...removed(scanned, manifest)];
}

function isCaptioned(path: string, { captioned }: Scanned): boolean {
  return captionNamesOf(path).some((name) => captioned.has(name));
}

/** Whether a picture and its texts disagree; texts or pictures that could not be checked say nothing about it. */
function mismatchOf(
  status: FileResult['status'],
  texts: readonly PromptResult[],
  captioned: boolean,
): FileResult['mismatch'] {
  const isFlagged = texts.some(({ decision }) => decision === 'warn' || decision === 'reject');
  if (status === 'clear') return isFlagged ? 'text' : undefined;
  const isUnsafe = status === 'blur' || status === 'withhold';
  return isUnsafe && captioned && texts.length === 0 ? 'image' : undefined;
}

/** Files that an action of an earlier run removed from the set, with their recorded results. */
function removed({ entries }: Scanned, { acted }: Pick<Manifest, 'acted'>): FileResult[] {
  const present = new Set(entries.map(({ path }) => path));
  return [...acted.values()]
    .filter(({ path }) => !present.has(path))
    .map(({ path, action, status, hash, reasons, message }) => ({
      path,
      bytes: 0,
      status: 'removed',
      ...(hash !== undefined && { hash }),
      findings: reasons,
      reasons,
      margin: 1,
      message: `An earlier run took it out of the set: ${status}.${message === undefined ? '' : ` ${message}`}`,
      action,
    }));
}

function ofPicture(record: PictureRecord, policy: Policy, checks: readonly string[]) {
  const { status, findings, reasons, failed, margin } = verdictOf(record, policy, checks);
  const { width, height } = record;
  const message =
    record.problem?.message ??
    (failed.length > 0 ? `It could not be checked by ${failed.join(', ')}.` : undefined);
  return {
    status,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    findings,
    reasons,
    margin,
    ...(message !== undefined && { message }),
  };
}

/** Only an empty file, or a file whose name is known to hold no content, needs no check. */
function ofNoPicture(path: string, bytes: number): Pick<FileResult, 'status' | 'message'> {
  if (isNotContent(path) || bytes === 0) return { status: 'other' };
  return { status: 'unchecked', message: unreadMessage(path) };
}

function ofProblem({ code, message }: Problem, path: string): Pick<FileResult, 'status' | 'message'> {
  if (code === 'folder') return { status: 'other', message };
  const isRead = isPictureName(path) || textKindOf(path) !== undefined;
  if (code !== 'too-many-bytes' || isRead) return { status: 'unchecked', message };
  return isNotContent(path) ? { status: 'other' } : { status: 'unchecked', message: unreadMessage(path) };
}

function groupsOf(path: string, same: ReadonlyMap<string, number>, like: ReadonlyMap<string, number>) {
  const [sameAs, looksLike] = [same.get(path), like.get(path)];
  return {
    ...(sameAs !== undefined && { sameAs }),
    ...(looksLike !== undefined && { like: looksLike }),
  };
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
