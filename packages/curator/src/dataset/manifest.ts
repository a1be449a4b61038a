import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '@shoji/core';
import {
  type ActedRecord,
  type CheckRecord,
  type FileRecord,
  type ManifestRecord,
  type PictureRecord,
  type PromptRecord,
  recordSchema,
} from './records.ts';
import { wholeLines } from './whole-lines.ts';

/** A manifest that cannot be used; `message` names the file, the line and the remedy. */
export class ManifestError extends OperatorError {
  override readonly name = 'ManifestError';
}

/** The known facts of a data set. A record survives a kill and a power failure once `append` has resolved. */
export interface Manifest {
  /** By hash of the content. */
  readonly pictures: ReadonlyMap<string, PictureRecord>;
  /** By path. */
  readonly files: ReadonlyMap<string, Pick<FileRecord, 'version' | 'hash'>>;
  /** By key. */
  readonly prompts: ReadonlyMap<string, PromptRecord>;
  /** By path: files that an action removed from the set, or was about to remove. */
  readonly acted: ReadonlyMap<string, ActedRecord>;
  append(record: ManifestRecord): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens or starts a manifest, JSON Lines in UTF-8. A truncated last line is dropped; later lines about the same subject
 * replace earlier ones. Lock the folder first: two writers would pay twice.
 * @param source The data set's address, so that one manifest is not used for another set.
 * @throws ManifestError
 */
export async function openManifest(path: string, source: string): Promise<Manifest> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'a+');
  const pictures = new Map<string, PictureRecord>();
  const files = new Map<string, Pick<FileRecord, 'version' | 'hash'>>();
  const prompts = new Map<string, PromptRecord>();
  const acted = new Map<string, ActedRecord>();
  let started = false;
  const remember = (record: ManifestRecord, line?: number) => {
    if (record.type === 'picture') pictures.set(record.hash, compact(record));
    else if (record.type === 'file') files.set(record.path, { version: record.version, hash: record.hash });
    else if (record.type === 'prompt') prompts.set(record.key, record);
    else if (record.type === 'acted') acted.set(record.path, record);
    else if (record.source === source) started = true;
    else {
      throw new ManifestError(
        `${path}: line ${line}: this is the manifest of ${record.source}. Choose another folder with --out.`,
      );
    }
  };

  let number = 0;
  for await (const line of wholeLines(handle)) {
    number += 1;
    remember(parse(line, path, number), number);
  }
  const write = groupCommit(handle);
  const append = async (record: ManifestRecord) => {
    await write(`${JSON.stringify(record)}\n`);
    remember(record);
  };
  if (!started) await append({ type: 'shoji-dataset', format: 1, source });
  return { pictures, files, prompts, acted, append, close: () => handle.close() };
}

function parse(line: string, path: string, number: number): ManifestRecord {
  const record = parseRecord(line);
  if (record !== undefined) return record;
  throw new ManifestError(`${path}: line ${number} is damaged. Delete that line; the scan repeats its work.`);
}

/** A line of a manifest; undefined for a damaged one. */
export function parseRecord(line: string): ManifestRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Appends durably. All records that arrive during a write are written by the next one, with a single fsync. */
function groupCommit(handle: FileHandle): (line: string) => Promise<void> {
  let batch: string[] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const writeBatch = async () => {
    const lines = batch.join('');
    batch = [];
    next = undefined;
    await handle.appendFile(lines);
    await handle.datasync();
  };
  return (line) => {
    batch.push(line);
    if (next === undefined) {
      next = last.then(writeBatch);
      last = next;
    }
    return next;
  };
}

/** Most pictures of a set have equal answers, so they share one object: a hundred thousand then need little memory. */
const shared = new Map<string, CheckRecord>();

function compact(record: PictureRecord): PictureRecord {
  return {
    ...record,
    checks: record.checks.map((check) => {
      if (check.findings.length > 0) return check;
      const key = JSON.stringify(check);
      const known = shared.get(key);
      if (known === undefined && shared.size < 1_000) shared.set(key, check);
      return known ?? check;
    }),
  };
}
