import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { tryJson } from '../../try-json.ts';
import { wholeLines } from '../whole-lines.ts';
import type { Entry, OrderedSource, Source } from './source.ts';

/** Entries per write: a page of S3. */
const BATCH = 1_000;

/**
 * A listing that began longer ago is not continued, in milliseconds. Objects that were added since under earlier names
 * are not in it, so it may be little older than a listing of a million keys takes.
 */
const MOST_AGE = 60 * 60 * 1_000;

const headerSchema = z.object({ type: z.literal('shoji-listing'), source: z.string(), began: z.number() });
const entrySchema = z.tuple([z.string(), z.number(), z.string()]);

/**
 * A source whose listing continues where a kill stopped it: a million keys are a thousand requests. The entries so far
 * are in a file, JSON Lines, which is removed when the list is complete. Memory does not grow with their number.
 * @param file Written, with its folder, as soon as there is an entry.
 */
export function resumable(source: OrderedSource, file: string): Source {
  return {
    ...source,
    async *list() {
      let last: string | undefined;
      for await (const entry of kept(file, source.uri)) {
        last = entry.path;
        yield entry;
      }
      let batch: Entry[] = [];
      for await (const entry of last === undefined ? source.list() : source.listAfter(last)) {
        batch.push(entry);
        if (batch.length < BATCH) continue;
        await keep(file, source.uri, batch);
        yield* batch;
        batch = [];
      }
      await rm(file, { force: true });
      yield* batch;
    },
  };
}

/** The entries that an earlier listing has kept; empty if it is too old, or of another source. */
async function* kept(file: string, source: string): AsyncGenerator<Entry> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r+');
  } catch {
    return;
  }
  try {
    let isHeader = true;
    for await (const { text } of wholeLines(handle)) {
      if (isHeader) {
        const header = headerSchema.safeParse(tryJson(text)).data;
        const isUsable = header?.source === source && Date.now() - header.began < MOST_AGE;
        if (!isUsable) return await rm(file);
        isHeader = false;
      } else {
        const entry = entrySchema.safeParse(tryJson(text)).data;
        // A damaged line: everything after it is listed again.
        if (entry === undefined) return await rm(file);
        const [path, bytes, version] = entry;
        yield { path, bytes, version };
      }
    }
  } finally {
    await handle.close();
  }
}

async function keep(file: string, source: string, entries: readonly Entry[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await using handle = await open(file, 'a');
  const { size } = await handle.stat();
  const header = { type: 'shoji-listing', source, began: Date.now() };
  const lines = entries.map(({ path, bytes, version }) => [path, bytes, version]);
  await handle.appendFile(
    [...(size === 0 ? [header] : []), ...lines].map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
}
