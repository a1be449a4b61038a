import { Semaphore } from 'async-mutex';
import { DATASET_LIMITS, hashOf, JudgeLostError } from '../judge.ts';
import { isSettled, type PictureRecord } from '../records.ts';
import { type Entry, type Source, SourceError, tooManyBytes } from '../sources/source.ts';
import type { ScanEvent, ScanOptions, Stopped } from './scan-options.ts';

/** MiB of files in memory at once, independent of the number of running pictures. */
const MAX_MIB_HELD = 256;

/** The result for one file; a file that was not judged because the scan stops is left for the next scan. */
export type Looked =
  | Extract<ScanEvent, { type: 'picture' | 'problem' }>
  | { readonly type: 'stopped'; readonly why: Exclude<Stopped, 'failing'> };

/**
 * Makes the function that processes one file: reads it, unless its times or ETag show that its content is known, and
 * has it judged by the moderators that have not judged this content yet.
 */
export function lookAt(source: Source, options: ScanOptions): (entry: Entry) => Promise<Looked> {
  const { judge, checks, manifest, budget, signal } = options;
  const memory = new Semaphore(MAX_MIB_HELD);
  const running = new Map<string, Promise<PictureRecord | 'max-cost'>>();

  const missing = (hash: string): readonly string[] => {
    const record = manifest.pictures.get(hash);
    if (record?.problem !== undefined) return [];
    return checks.filter((name) => !record?.checks.some((each) => each.check === name && isSettled(each)));
  };

  const askModerators = async ({ path, version }: Entry, hash: string, bytes: Uint8Array<ArrayBuffer>) => {
    const settle = await budget.reserve('picture');
    if (settle === undefined) return 'max-cost';
    let answer: PictureRecord | undefined;
    try {
      const asked = missing(hash);
      answer = await judge({ path, version, hash, bytes, checks: asked });
      const kept = manifest.pictures.get(hash)?.checks.filter(({ check }) => !asked.includes(check)) ?? [];
      const byName = [...kept, ...answer.checks].sort((a, b) => (a.check < b.check ? -1 : 1));
      const record = { ...answer, checks: byName };
      await manifest.append(record);
      return record;
    } finally {
      settle(answer?.checks.flatMap(({ usage }) => usage ?? []) ?? []);
    }
  };

  const judgeOnce = async (entry: Entry, hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<Looked> => {
    const { path } = entry;
    const known = manifest.pictures.get(hash);
    if (known !== undefined && missing(hash).length === 0)
      return { type: 'picture', path, record: known, judged: false };
    const another = running.get(hash);
    if (another !== undefined) {
      const record = await another.catch(() => undefined);
      // The other file could no longer be read, e.g. by a worker; this one can.
      if (record === undefined) return judgeOnce(entry, hash, bytes);
      return record === 'max-cost'
        ? { type: 'stopped', why: record }
        : { type: 'picture', path, record, judged: false };
    }
    const own = askModerators(entry, hash, bytes).finally(() => running.delete(hash));
    running.set(hash, own);
    const record = await own;
    return record === 'max-cost'
      ? { type: 'stopped', why: record }
      : { type: 'picture', path, record, judged: true };
  };

  const readAndJudge = async (entry: Entry): Promise<Looked> => {
    const { path, version } = entry;
    const bytes = await source.read(path, DATASET_LIMITS.maxBytes, version);
    const hash = hashOf(bytes);
    const [, looked] = await Promise.all([
      knownHash(entry) === hash ? undefined : manifest.append({ type: 'file', path, version, hash }),
      judgeOnce(entry, hash, bytes),
    ]);
    return looked;
  };

  const knownHash = ({ path, version }: Entry): string | undefined => {
    const file = manifest.files.get(path);
    return file?.version === version ? file.hash : undefined;
  };

  return async (entry) => {
    const { path, bytes } = entry;
    if (entry.problem !== undefined) return { type: 'problem', path, problem: entry.problem };
    if (bytes > DATASET_LIMITS.maxBytes) {
      return { type: 'problem', path, problem: tooManyBytes(bytes, DATASET_LIMITS.maxBytes).problem };
    }
    const hash = knownHash(entry);
    const record = hash === undefined ? undefined : manifest.pictures.get(hash);
    if (record !== undefined && missing(record.hash).length === 0) {
      return { type: 'picture', path, record, judged: false };
    }
    const [, release] = await memory.acquire(Math.max(1, Math.ceil(bytes / 2 ** 20)));
    try {
      if (signal.aborted) return { type: 'stopped', why: 'interrupted' };
      return await readAndJudge(entry);
    } catch (error) {
      if (error instanceof SourceError) return { type: 'problem', path, problem: error.problem };
      if (error instanceof JudgeLostError) return { type: 'stopped', why: 'judge-lost' };
      if (signal.aborted) return { type: 'stopped', why: 'interrupted' };
      throw error;
    } finally {
      release();
    }
  };
}
