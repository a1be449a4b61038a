import { mapUnordered } from '../parallel.ts';
import { isSettled } from '../records.ts';
import type { Entry, Problem, Source } from '../sources/source.ts';
import { lookAt } from './look-at.ts';
import { isInfo, scanPrompts } from './prompts.ts';
import type { PromptResult, ScanEvent, ScanOptions, Stopped } from './scan-options.ts';

/** The result of a scan; the answers about images are in the manifest. */
export interface Scanned {
  /** Every file there is, sorted by path. */
  readonly entries: readonly Entry[];
  /** The content of each file that was looked at, by path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly prompts: readonly PromptResult[];
  readonly stopped?: Stopped;
}

/** Pictures in a row that a moderator could not look at, after which going on only costs time. */
const MAX_FAILURES = 20;

/**
 * Looks at every file of a data set: lists, reads, names each by its content, and has each distinct content judged
 * once, unless the manifest knows it. An unreadable file is a `problem`; nothing is skipped silently.
 * @throws SourceError when the root cannot be listed.
 */
export async function* scan(source: Source, options: ScanOptions): AsyncGenerator<ScanEvent, Scanned> {
  const entries: Entry[] = [];
  for await (const entry of source.list()) entries.push(entry);
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  yield { type: 'listed', files: entries.length };

  const hashes = new Map<string, string>();
  const problems = new Map<string, Problem>();
  const prompts: PromptResult[] = [];
  const [infos, files] = [
    entries.filter(({ path }) => isInfo(path)),
    entries.filter(({ path }) => !isInfo(path)),
  ];
  for (const entry of infos) {
    for await (const event of scanPrompts(source, entry, options)) {
      if (event.type === 'prompt') prompts.push(event.result);
      else problems.set(event.path, event.problem);
      yield event;
    }
  }

  let stopped: Stopped | undefined;
  let failures = 0;
  const untilStopped = function* () {
    for (const entry of files) {
      if (options.signal.aborted) stopped ??= 'interrupted';
      if (stopped !== undefined) return;
      yield entry;
    }
  };
  for await (const event of mapUnordered(untilStopped(), options.concurrency, lookAt(source, options))) {
    if (event.type === 'stopped') {
      stopped ??= event.why;
      continue;
    }
    if (event.type === 'problem') problems.set(event.path, event.problem);
    else {
      hashes.set(event.path, event.record.hash);
      if (event.judged) failures = event.record.checks.every(isSettled) ? 0 : failures + 1;
      if (failures >= MAX_FAILURES) stopped ??= 'failing';
    }
    yield event;
  }
  return { entries, hashes, problems, prompts, ...(stopped !== undefined && { stopped }) };
}
