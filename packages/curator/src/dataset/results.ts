import type { Policy } from '@shoji/core';
import type { ListedFile } from './compact/entry-list.ts';
import { textKeys } from './compact/keys.ts';
import { captionResults, decidedByTexts } from './content/caption-results.ts';
import { captionNamesOf, isNotContent, textKindOf, unreadMessage } from './content/kinds.ts';
import { type Content, type Contents, contentsOf } from './contents.ts';
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
 * One result per file, in the order of the paths; then those that earlier runs removed from the set. Each is made from
 * the manifest when it is asked for, because all results of a large set would not fit into the memory. Pure: the same
 * manifest under another policy gives other results.
 */
export function resultsOf(
  scanned: Scanned,
  manifest: Pick<Manifest, 'pictures' | 'files' | 'acted'>,
  policy: Policy,
  checks: readonly string[],
  others: OtherSets = NO_OTHER_SETS,
): Iterable<FileResult> {
  const { entries } = scanned;
  const contents = contentsOf(entries, manifest);
  const captions = captionResults(scanned.prompts);
  const elsewhere = others.with(hashesOf(entries, contents), manifest.pictures);

  const resultOf = (file: ListedFile, content: Content | undefined): FileResult => {
    const { path, bytes, problem } = file;
    const nothing = { path, bytes, findings: [], reasons: [], margin: 1 };
    if (problem !== undefined) return { ...nothing, ...ofProblem(problem, path) };
    if (file.isArchive) return { ...nothing, status: 'other' };
    if (file.isScreened) return decidedByTexts({ ...nothing, status: 'other' }, captions.in(path), policy);
    const record = content === undefined ? undefined : manifest.pictures.get(content.hash);
    if (content === undefined || record === undefined) return { ...nothing, status: 'pending' };
    if (record.problem?.code === 'not-an-image' && !isPictureName(path))
      return { ...nothing, ...content, ...ofNoPicture(path, bytes) };
    const alsoIn = elsewhere.get(path);
    const judged = {
      path,
      bytes,
      ...content,
      ...ofPicture(record, policy, checks),
      ...(alsoIn !== undefined && { alsoIn }),
    };
    const texts = captions.about(path);
    const mismatch = mismatchOf(judged.status, texts, isCaptioned(path, scanned));
    return decidedByTexts({ ...judged, ...(mismatch !== undefined && { mismatch }) }, texts, policy);
  };
  return {
    *[Symbol.iterator]() {
      let position = 0;
      for (const file of entries) {
        yield resultOf(file, contents.of(position));
        position += 1;
      }
      yield* removed(entries, manifest);
    },
  };
}

/** Files that were read, with their contents. */
function hashesOf(entries: Iterable<ListedFile>, contents: Contents): Iterable<readonly [string, string]> {
  return {
    *[Symbol.iterator]() {
      let position = 0;
      for (const { path, problem } of entries) {
        const content = problem === undefined ? contents.of(position) : undefined;
        if (content !== undefined) yield [path, content.hash];
        position += 1;
      }
    },
  };
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
function* removed(entries: Iterable<ListedFile>, { acted }: Pick<Manifest, 'acted'>): Generator<FileResult> {
  if (acted.size === 0) return;
  const present = textKeys();
  for (const { path } of entries) if (acted.has(path)) present.add(path);
  for (const { path, action, status, hash, reasons, message } of acted.values()) {
    if (present.has(path)) continue;
    yield {
      path,
      bytes: 0,
      status: 'removed',
      ...(hash !== undefined && { hash }),
      findings: reasons,
      reasons,
      margin: 1,
      message: `An earlier run took it out of the set: ${status}.${message === undefined ? '' : ` ${message}`}`,
      action,
    };
  }
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
