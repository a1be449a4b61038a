import { isInfo, textKindOf } from '../content/kinds.ts';
import { mapUnordered } from '../parallel.ts';
import { isSettled } from '../records.ts';
import type { Entry, Problem, Source } from '../sources/source.ts';
import { lookAt } from './look-at.ts';
import { scanPrompts, type TextEvent } from './prompts.ts';
import type { PromptResult, ScanEvent, ScanOptions, Stopped } from './scan-options.ts';

/** The result of a scan; the answers about images are in the manifest. */
export interface Scanned {
  /** All files, sorted by path. */
  readonly entries: readonly Entry[];
  /** The content hash of each file that was read, by path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly problems: ReadonlyMap<string, Problem>;
  /** Files whose texts have all been screened. */
  readonly texts: ReadonlySet<string>;
  /** The prompts of each `dataset_info.json`, and of all other texts those that are not allowed. */
  readonly prompts: readonly PromptResult[];
  /** Texts that were screened, allowed ones included. */
  readonly screened: number;
  /** Pictures that a text is about, by their paths, with or without their extension. */
  readonly captioned: ReadonlySet<string>;
  readonly stopped?: Stopped;
}

/** Consecutive failures of a moderator after which the scan stops. */
const MAX_FAILURES = 20;

/**
 * Processes every file of a data set: lists, screens the texts, reads and hashes every other file, and has each
 * distinct content judged once, unless the manifest knows it. An unreadable file is a `problem`; nothing is skipped
 * silently.
 * @throws SourceError when the root cannot be listed.
 */
export async function* scan(source: Source, options: ScanOptions): AsyncGenerator<ScanEvent, Scanned> {
  const entries: Entry[] = [];
  for await (const entry of source.list()) entries.push(entry);
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  const opened = entries.filter(({ isArchive }) => isArchive !== true);
  const files = opened.filter(({ path }) => textKindOf(path) === undefined);
  yield { type: 'listed', files: opened.length, texts: opened.length - files.length };

  const hashes = new Map<string, string>();
  const problems = new Map<string, Problem>();
  const texts = new Set<string>();
  const prompts: PromptResult[] = [];
  const captioned = new Set<string>();
  let screened = 0;
  let stopped: Stopped | undefined;
  const untilStopped = function* (files: readonly Entry[]) {
    for (const entry of files) {
      if (options.signal.aborted) stopped ??= 'interrupted';
      if (stopped !== undefined) return;
      yield entry;
    }
  };

  for await (const [entry, events] of textFiles(source, entries, untilStopped, options)) {
    let isWhole = true;
    for await (const event of events) {
      if (event.type === 'prompt') {
        screened += 1;
        for (const picture of event.result.pictures) captioned.add(picture);
        if (isInfo(entry.path) || event.result.decision !== 'allow') prompts.push(event.result);
      } else {
        isWhole = false;
        if (event.type === 'problem') problems.set(event.path, event.problem);
        else if (event.type === 'stopped') stopped ??= event.why;
        else files.push(entry);
      }
      if (event.type === 'prompt' || event.type === 'problem') yield event;
    }
    if (!isWhole) continue;
    texts.add(entry.path);
    yield { type: 'text', path: entry.path };
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));

  let failures = 0;
  for await (const event of mapUnordered(untilStopped(files), options.concurrency, lookAt(source, options))) {
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
  return {
    entries,
    hashes,
    problems,
    texts,
    prompts,
    screened,
    captioned,
    ...(stopped !== undefined && { stopped }),
  };
}

/** A file of texts, and what the report says about it. */
type TextFile = readonly [entry: Entry, events: AsyncIterable<TextEvent> | Iterable<TextEvent>];

/** Captions several at once, because each is one text; then the files of many texts, whose events are not collected. */
async function* textFiles(
  source: Source,
  entries: readonly Entry[],
  untilStopped: (files: readonly Entry[]) => Iterable<Entry>,
  options: ScanOptions,
): AsyncGenerator<TextFile> {
  const captions = entries.filter(({ path }) => textKindOf(path) === 'caption');
  const tables = entries.filter(({ path }) => !['caption', undefined].includes(textKindOf(path)));
  const collect = async (entry: Entry): Promise<TextFile> => {
    const events: TextEvent[] = [];
    for await (const event of scanPrompts(source, entry, options)) events.push(event);
    return [entry, events];
  };
  yield* mapUnordered(untilStopped(captions), options.concurrency, collect);
  for (const entry of untilStopped(tables)) yield [entry, scanPrompts(source, entry, options)];
}
