import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '@shoji/core';
import type { z } from 'zod';
import { tryJson } from '../try-json.ts';
import { lineAt, type Records, recordIndex } from './compact/record-index.ts';
import {
  type ActedRecord,
  type FileRecord,
  type ManifestRecord,
  type PictureRecord,
  type PromptRecord,
  recordSchema,
  schemas,
} from './records.ts';
import { wholeLines } from './whole-lines.ts';

/** A manifest that cannot be used; `message` names the file, the line and the remedy. */
export class ManifestError extends OperatorError {
  override readonly name = 'ManifestError';
}

/**
 * The known facts of a data set. A record survives a kill and a power failure once `append` has resolved. The records
 * stay in the file; the memory has their places, about 40 bytes each.
 */
export interface Manifest {
  /** By hash of the content. */
  readonly pictures: Records<PictureRecord>;
  /** By path. */
  readonly files: Records<FileRecord>;
  /** By key. */
  readonly prompts: Records<PromptRecord>;
  /** By path: files that an action removed from the set, or was about to remove. */
  readonly acted: Records<ActedRecord>;
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
  const recordAt =
    <Kind extends ManifestRecord>(schema: z.ZodType<Kind>) =>
    (start: number): Kind => {
      const record = schema.safeParse(tryJson(lineAt(handle.fd, start))).data;
      if (record === undefined)
        throw new ManifestError(`${path} was changed while it was open. Run the command again.`);
      return record;
    };
  const pictures = recordIndex(recordAt(schemas.picture));
  const files = recordIndex(recordAt(schemas.file));
  const prompts = recordIndex(recordAt(schemas.prompt));
  const acted = recordIndex(recordAt(schemas.acted));
  let started = false;
  const remember = (record: ManifestRecord, start: number, line?: number) => {
    if (record.type === 'picture') pictures.set(record.hash, start);
    else if (record.type === 'file') files.set(record.path, start);
    else if (record.type === 'prompt') prompts.set(record.key, start);
    else if (record.type === 'acted') acted.set(record.path, start);
    else if (record.source === source) started = true;
    else {
      throw new ManifestError(
        `${path}: line ${line}: this is the manifest of ${record.source}. Choose another folder with --out.`,
      );
    }
  };

  let number = 0;
  for await (const { text, start } of wholeLines(handle)) {
    number += 1;
    remember(parse(text, path, number), start, number);
  }
  const write = groupCommit(handle);
  let end = (await handle.stat()).size;
  const append = async (record: ManifestRecord) => {
    const line = `${JSON.stringify(record)}\n`;
    const start = end;
    end += Buffer.byteLength(line);
    await write(line);
    remember(record, start);
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
