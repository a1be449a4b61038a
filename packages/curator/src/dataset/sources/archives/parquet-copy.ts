import { open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FileMetaData } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { SourceError } from '../source.ts';
import type { ArchiveFile, MemberChoice } from './archive.ts';
import { type Group, metadataOf, rowOf, textsOf, type Values, valuesOf } from './parquet-rows.ts';

/**
 * Writes the rows of a Parquet file of which every cell is kept, with the schema and metadata of the file, and reads
 * them back, because a column that cannot be written must not change.
 */
export async function copyParquet(
  file: ArchiveFile,
  choices: readonly MemberChoice[],
  to: string,
): Promise<number> {
  const metadata = await metadataOf(file);
  const { schema, key_value_metadata: kvMetadata } = metadata;
  const columns = topColumns(metadata);
  // The writer itself replaces what is there.
  await (await open(to, 'wx')).close();
  const writing = new ParquetWriter({ writer: fileWriter(to), schema, ...(kvMetadata && { kvMetadata }) });
  /** The rows of each group that stay. */
  const kept: { readonly group: number; readonly left: ReadonlySet<number> }[] = [];
  const rest = choices.values();
  let count = 0;
  try {
    for (const index of metadata.row_groups.keys()) {
      const { start, values } = await valuesOf(file, metadata, index);
      const group = { start, rows: values.map(rowOf) };
      const left = leftOut(group, () => rest.next().value ?? 'leave');
      const rows = without(values, left);
      if (rows.length === 0) continue;
      const columnData = columns.map((name) => ({ name, data: rows.map((row) => row[name]) }));
      await writing.write({ columnData, rowGroupSize: rows.length });
      kept.push({ group: index, left });
      count += rows.length;
    }
    await writing.finish();
  } catch (error) {
    throw error instanceof SourceError ? error : unwritable(error);
  }
  await assertSame(file, metadata, kept, to);
  return count;
}

/** Numbers of the rows with a cell, or a text, that is left out. @param next Gives the choice for the next member. */
function leftOut(group: Group, next: () => MemberChoice): ReadonlySet<number> {
  const left = new Set<number>();
  for (const [place, { cells }] of group.rows.entries())
    for (const _ of cells) if (next() !== 'keep') left.add(place);
  if (textsOf(group).length === 0) return left;
  const choice = next();
  if (choice === 'keep') return left;
  return choice === 'leave' || 'copy' in choice
    ? new Set(group.rows.keys())
    : new Set([...left, ...choice.left]);
}

function without(values: readonly Values[], left: ReadonlySet<number>): Values[] {
  return values.filter((_, place) => !left.has(place));
}

/** The columns of a table; what is below a column is part of its values. */
function topColumns({ schema: [root, ...elements] }: FileMetaData): string[] {
  const names: string[] = [];
  let at = 0;
  const skip = (): void => {
    const children = elements[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children; child += 1) skip();
  };
  for (let column = 0; column < (root?.num_children ?? 0); column += 1) {
    names.push(elements[at]?.name ?? '');
    skip();
  }
  return names;
}

async function assertSame(
  file: ArchiveFile,
  metadata: FileMetaData,
  kept: readonly { readonly group: number; readonly left: ReadonlySet<number> }[],
  to: string,
): Promise<void> {
  await using handle = await open(to);
  const { size } = await handle.stat();
  const copy: ArchiveFile = {
    path: to,
    bytes: size,
    version: '',
    slice: async (start, end) => {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
  };
  const written = await metadataOf(copy);
  for (const [index, { group, left }] of kept.entries()) {
    const before = without((await valuesOf(file, metadata, group)).values, left);
    const after = (await valuesOf(copy, written, index)).values;
    if (!isDeepStrictEqual(before, after))
      throw unwritable(new Error('a column reads differently afterwards'));
  }
}

function unwritable(error: unknown): SourceError {
  const detail = error instanceof Error ? error.message : String(error);
  return new SourceError(
    'unwritable',
    `It cannot be written as a Parquet file without its unsafe rows: ${detail}.`,
    { cause: error },
  );
}
