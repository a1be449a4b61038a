import { entryList, type ListedFile } from '../compact/entry-list.ts';
import { type TextKeys, textKeys } from '../compact/keys.ts';
import { isInfo, textKindOf } from '../content/kinds.ts';
import { mapUnordered } from '../parallel.ts';
import { isSettled } from '../records.ts';
import type { Source } from '../sources/source.ts';
import { lookAt } from './look-at.ts';
import { scanFolderNames, scanPrompts, type TextEvent } from './prompts.ts';
import type { PromptResult, ScanEvent, ScanOptions, Stopped } from './scan-options.ts';

/** The result of a scan; the answers about images are in the manifest. */
export interface Scanned {
  /** All files, sorted by path, each with the problem that the scan had with it. */
  readonly entries: Iterable<ListedFile>;
  /** The prompts of each `dataset_info.json`, and of all other texts those that are not allowed. */
  readonly prompts: readonly PromptResult[];
  /** Texts that were screened, allowed ones included. */
  readonly screened: number;
  /** Pictures that a text is about, by their paths, with or without their extension. */
  readonly captioned: Pick<TextKeys, 'has'>;
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
  const entries = entryList();
  for await (const entry of source.list()) entries.add(entry);
  entries.sort();
  yield { type: 'listed', ...countOf(entries) };

  const prompts: PromptResult[] = [];
  const captioned = textKeys();
  /** Files that are called like texts, and are not. */
  const notTexts = new Set<number>();
  let screened = 0;
  let stopped: Stopped | undefined;
  let isMoneySpent = false;
  const untilStopped = function* (chosen: (file: ListedFile, position: number) => boolean) {
    for (let position = 0; position < entries.size; position += 1) {
      if (options.signal.aborted) stopped ??= 'interrupted';
      if (stopped !== undefined || isMoneySpent) return;
      const file = entries.at(position);
      if (file.isArchive !== true && chosen(file, position)) yield { file, position };
    }
  };

  const add = (result: PromptResult, isListed: boolean) => {
    screened += 1;
    for (const picture of result.pictures) captioned.add(picture);
    if (isListed || result.decision !== 'allow') prompts.push(result);
  };

  for await (const event of scanFolderNames(pathsOf(entries), options)) {
    if (event.type === 'stopped') isMoneySpent = true;
    else {
      add(event.result, false);
      yield event;
    }
  }
  for await (const { file, position, events } of textFiles(source, untilStopped, options)) {
    let isWhole = true;
    for await (const event of events) {
      if (event.type === 'prompt') add(event.result, isInfo(file.path));
      else {
        isWhole = false;
        if (event.type === 'problem') entries.setProblem(position, event.problem);
        else if (event.type === 'stopped') isMoneySpent = true;
        else notTexts.add(position);
      }
      if (event.type === 'prompt' || event.type === 'problem') yield event;
    }
    if (!isWhole) continue;
    entries.setScreened(position);
    yield { type: 'text', path: file.path };
  }

  // Texts may cost money, and pictures nothing.
  const isMoneySpentOnTexts = isMoneySpent;
  isMoneySpent = false;
  let failures = 0;
  const look = lookAt(source, options);
  const others = untilStopped(
    ({ path }, position) => textKindOf(path) === undefined || notTexts.has(position),
  );
  const looked = mapUnordered(others, options.concurrency, async ({ file, position }) => ({
    position,
    event: await look(file),
  }));
  for await (const { position, event } of looked) {
    if (event.type === 'stopped') {
      stopped ??= event.why;
      continue;
    }
    if (event.type === 'problem') entries.setProblem(position, event.problem);
    else {
      if (event.judged) failures = event.record.checks.every(isSettled) ? 0 : failures + 1;
      if (failures >= MAX_FAILURES) stopped ??= 'failing';
    }
    yield event;
  }
  if (isMoneySpentOnTexts) stopped ??= 'max-cost';
  return { entries, prompts, screened, captioned, ...(stopped !== undefined && { stopped }) };
}

function* pathsOf(entries: Iterable<ListedFile>): Generator<string> {
  for (const { path } of entries) yield path;
}

/** Files that are opened, and files of texts among them. */
function countOf(entries: Iterable<ListedFile>): { files: number; texts: number } {
  let [files, texts] = [0, 0];
  for (const { path, isArchive } of entries) {
    if (isArchive) continue;
    files += 1;
    if (textKindOf(path) !== undefined) texts += 1;
  }
  return { files, texts };
}

/** A file, and its position in the list. */
interface Chosen {
  readonly file: ListedFile;
  readonly position: number;
}

/** A file of texts, and what the report says about it. */
interface TextFile extends Chosen {
  readonly events: AsyncIterable<TextEvent> | Iterable<TextEvent>;
}

/** Captions several at once, because each is one text; then the files of many texts, whose events are not collected. */
async function* textFiles(
  source: Source,
  untilStopped: (chosen: (file: ListedFile) => boolean) => Iterable<Chosen>,
  options: ScanOptions,
): AsyncGenerator<TextFile> {
  const captions = untilStopped(({ path }) => textKindOf(path) === 'caption');
  yield* mapUnordered(captions, options.concurrency, async (chosen): Promise<TextFile> => {
    const events: TextEvent[] = [];
    for await (const event of scanPrompts(source, chosen.file, options)) events.push(event);
    return { ...chosen, events };
  });
  const tables = untilStopped(({ path }) => !['caption', undefined].includes(textKindOf(path)));
  for (const chosen of tables) yield { ...chosen, events: scanPrompts(source, chosen.file, options) };
}
