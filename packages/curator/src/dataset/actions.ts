import { writeFile } from 'node:fs/promises';
import { isInfo } from './content/kinds.ts';
import type { FileResult, FileStatus } from './file-result.ts';
import type { Manifest } from './manifest.ts';
import type { ActedRecord } from './records.ts';
import { type Entry, type Leftover, type Problem, type Source, SourceError } from './sources/source.ts';

/** Actions on files that should not be in the set. `fix` leaves them out of a copy. */
export type Action = 'flag' | 'quarantine' | 'delete' | 'fix';

/** The result of an action on one file. */
export interface Acted {
  readonly path: string;
  readonly action: Action;
  readonly problem?: Problem;
  /** The remaining versions of it. */
  readonly leftover?: Leftover;
}

/** The files for an action. */
export interface ActionScope {
  /** The mildest decision that counts as unsafe. */
  readonly from: 'blur' | 'withhold';
  /** Also pictures that are not known to be safe. */
  readonly unchecked: boolean;
}

/** The pictures that should not be in the set. */
export function unsafeOf(results: Iterable<FileResult>, scope: ActionScope): FileResult[] {
  const unsafe: readonly FileStatus[] = [
    'withhold',
    ...(scope.from === 'blur' ? (['blur'] as const) : []),
    ...(scope.unchecked ? (['unchecked'] as const) : []),
  ];
  const found: FileResult[] = [];
  for (const result of results)
    if (unsafe.includes(result.status) && !isInfo(result.path)) found.push(result);
  return found;
}

/** How the files of an action are removed from the set. */
type Change = (entry: Entry) => Promise<Leftover | undefined>;

/**
 * Moves or deletes files one by one and yields each result; a file that has changed since it was judged stays. The
 * manifest has each file and the reason before it goes.
 * @param options `allVersions`: a deletion also takes the versions that the source keeps.
 */
export async function* act(
  action: ActedRecord['action'],
  files: readonly FileResult[],
  entries: Iterable<Entry>,
  source: Source,
  manifest: Pick<Manifest, 'append'>,
  { allVersions = false }: { readonly allVersions?: boolean } = {},
): AsyncGenerator<Acted> {
  const change = changeOf(action, source, allVersions);
  for (const { entry, ...file } of withEntries(files, entries)) {
    yield await attempt(file.path, action, async () => {
      assertContent(entry);
      const record = recordOf(action, file);
      if (record !== undefined) await manifest.append(record);
      return change(entry);
    });
  }
}

/** The file itself, in a source without versions. */
function changeOf(action: ActedRecord['action'], source: Source, allVersions: boolean): Change {
  const { removeVersions } = source;
  if (action === 'quarantine') return source.quarantine;
  if (!allVersions || removeVersions === undefined) return source.remove;
  return async (entry) => {
    await removeVersions(entry);
    return undefined;
  };
}

function recordOf(action: ActedRecord['action'], file: FileResult): ActedRecord | undefined {
  const { path, status, hash, reasons, message } = file;
  if (status !== 'blur' && status !== 'withhold' && status !== 'unchecked') return undefined;
  return {
    type: 'acted',
    path,
    action,
    status,
    reasons: reasons.map(({ check, category, label, score }) => ({ check, category, label, score })),
    ...(hash !== undefined && { hash }),
    ...(message !== undefined && { message }),
  };
}

/**
 * Flags files: as object tags where the source has them, and always as JSON Lines in `sidecar`, which is replaced.
 */
export async function* flag(
  files: readonly FileResult[],
  entries: Iterable<Entry>,
  source: Source,
  sidecar: string,
): AsyncGenerator<Acted> {
  const lines = files.map(({ path, hash, status, reasons }) =>
    JSON.stringify({ path, hash, status, reasons }),
  );
  await writeFile(sidecar, lines.map((line) => `${line}\n`).join(''));
  for (const { path, status, reasons, entry } of withEntries(files, entries)) {
    const category = reasons[0]?.category ?? 'none';
    yield await attempt(path, 'flag', async () => {
      await source.tag?.(entry, { 'shoji-decision': status, 'shoji-category': category });
      return undefined;
    });
  }
}

function withEntries(
  files: readonly FileResult[],
  entries: Iterable<Entry>,
): (FileResult & { entry: Entry })[] {
  const paths = new Set(files.map(({ path }) => path));
  const byPath = new Map<string, Entry>();
  for (const entry of entries) if (paths.has(entry.path)) byPath.set(entry.path, entry);
  return files.flatMap((file) => {
    const entry = byPath.get(file.path);
    return entry === undefined ? [] : [{ ...file, entry }];
  });
}

/** A link, or a folder that cannot be listed, has no version by which it could be known to be unchanged. */
function assertContent({ problem, bytes, version }: Entry): void {
  const isFile = problem === undefined || (bytes > 0 && version !== '');
  if (!isFile) throw new SourceError(problem.code, problem.message);
}

async function attempt(
  path: string,
  action: Action,
  change: () => Promise<Leftover | undefined>,
): Promise<Acted> {
  try {
    const leftover = await change();
    return { path, action, ...(leftover && { leftover }) };
  } catch (error) {
    if (error instanceof SourceError) return { path, action, problem: error.problem };
    throw error;
  }
}
