import { join } from 'node:path';
import type { FileResult, Manifest, Scanned, Source } from '@shoji/curator/dataset';
import { type Acted, act, flag, unsafeOf } from '@shoji/curator/dataset';
import { printable } from '../../terminal/terminal.ts';
import type { ScanFlags } from './flags.ts';

/** Performs the requested action on the pictures that should not be in the set, and prints failures. */
export async function takeActions(
  results: Iterable<FileResult>,
  scanned: Scanned,
  source: Source,
  manifest: Manifest,
  out: string,
  flags: ScanFlags,
): Promise<Map<string, Acted>> {
  const unsafe = unsafeOf(results, { from: flags.from, unchecked: flags.includeUnchecked ?? false });
  // The bucket may keep versions of files that earlier runs removed from the set.
  const removed: FileResult[] = [];
  if (flags.allVersions) for (const file of results) if (file.status === 'removed') removed.push(file);
  const files = [...unsafe, ...removed];
  const entries = function* () {
    yield* scanned.entries;
    for (const { path } of removed) yield { path, bytes: 0, version: '' };
  };
  const acted = new Map<string, Acted>();
  if (flags.delete && !flags.yes) {
    for (const { path, status } of files)
      console.error(`would delete  ${status.padEnd(9)}  ${printable(path)}`);
    console.error(`${files.length} files would be deleted; run it again with --yes to delete them.`);
    return acted;
  }
  const actions = flags.flag
    ? flag(files, entries(), source, join(out, 'flagged.jsonl'))
    : flags.quarantine
      ? act('quarantine', files, entries(), source, manifest)
      : flags.delete
        ? act('delete', files, entries(), source, manifest, { allVersions: flags.allVersions ?? false })
        : [];
  for await (const done of actions) {
    acted.set(done.path, done);
    if (done.problem !== undefined) {
      console.error(`shoji: ${printable(done.path)}: not ${PAST[done.action]}: ${done.problem.message}`);
    }
  }
  return acted;
}

const PAST = { flag: 'flagged', quarantine: 'moved', delete: 'deleted', fix: 'copied' };
