import { sniff } from '@shoji/core/image';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { decodeText } from '../../content/texts.ts';
import { SourceError, tooManyBytes } from '../source.ts';
import { type ArchiveFile, damaged, MAX_MEMBERS } from './archive.ts';

/** A row of a table by its columns. */
export type Values = Readonly<Record<string, unknown>>;

/** A row group is unpacked whole; a larger one does not fit into a curator's memory. */
const MAX_GROUP_BYTES = 512 * 1024 * 1024;

/** The binary cells of a row, and its other values. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly texts: Readonly<Record<string, unknown>>;
}

interface Cell {
  /** Its column, and the places in lists and structures below it. */
  readonly field: string;
  /** Undefined if the row has only the path of a file. */
  readonly bytes: Uint8Array | undefined;
}

/** A row group, unpacked. */
export interface Group {
  /** Number of its first row in the file. */
  readonly start: number;
  readonly rows: readonly Row[];
}

export async function metadataOf(file: ArchiveFile): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(bufferOf(file));
  } catch (error) {
    throw error instanceof SourceError ? error : damaged('a Parquet file', error);
  }
}

/** A cache of the last unpacked row groups, because their cells are read one by one. */
const recent = new Map<string, Promise<Group>>();
const MAX_RECENT = 2;

export function groupOf(file: ArchiveFile, metadata: FileMetaData, index: number): Promise<Group> {
  const key = `${file.version}/${index}/${file.path}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const group = unpackGroup(file, metadata, index);
  recent.set(key, group);
  group.catch(() => recent.delete(key));
  for (const oldest of recent.keys()) {
    if (recent.size <= MAX_RECENT) break;
    recent.delete(oldest);
  }
  return group;
}

async function unpackGroup(file: ArchiveFile, metadata: FileMetaData, index: number): Promise<Group> {
  const { start, values } = await valuesOf(file, metadata, index);
  return { start, rows: values.map(rowOf) };
}

/** The rows of a group as they are in the file, and the number of the first. */
export async function valuesOf(
  file: ArchiveFile,
  metadata: FileMetaData,
  index: number,
): Promise<{ readonly start: number; readonly values: readonly Values[] }> {
  const sizes = metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
  const start = sizes.slice(0, index).reduce((sum, rows) => sum + rows, 0);
  const unpacked = Number(metadata.row_groups[index]?.total_byte_size ?? 0);
  if (unpacked > MAX_GROUP_BYTES) throw tooManyBytes(unpacked, MAX_GROUP_BYTES);
  // Empty rows take no bytes in the file, but some in memory.
  if ((sizes[index] ?? 0) > MAX_MEMBERS) throw tooManyRows(sizes[index] ?? 0);
  try {
    const values = await parquetReadObjects({
      file: bufferOf(file),
      metadata,
      compressors,
      rowStart: start,
      rowEnd: start + (sizes[index] ?? 0),
      // A column without a text type may hold pictures.
      utf8: false,
    });
    return { start, values };
  } catch (error) {
    throw error instanceof SourceError ? error : damaged('a Parquet file', error);
  }
}

function tooManyRows(rows: number): SourceError {
  const [has, most] = [rows, MAX_MEMBERS].map((value) => value.toLocaleString('en-US'));
  return new SourceError('too-many-members', `A row group has ${has} rows; the maximum is ${most}.`);
}

function bufferOf(file: ArchiveFile): AsyncBuffer {
  return {
    byteLength: file.bytes,
    slice: async (start, end = file.bytes) =>
      (await file.slice(start < 0 ? file.bytes + start : start, end)).buffer,
  };
}

export function rowOf(row: Values): Row {
  const cells: Cell[] = [];
  const texts = Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, withoutCells(value, column, cells)]),
  );
  return { cells, texts };
}

/** The value without possible pictures, which are added to `cells`. */
function withoutCells(value: unknown, field: string, cells: Cell[]): unknown {
  if (value instanceof Uint8Array) {
    const text = sniff(value) === 'unknown' ? decodeText(value) : undefined;
    if (text === undefined) cells.push({ field, bytes: value });
    return text;
  }
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map((each, at) => withoutCells(each, `${field}.${at}`, cells));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const fields = Object.entries(value);
  const { bytes, path }: { bytes?: unknown; path?: unknown } = value;
  if ('bytes' in value && bytes === null && typeof path === 'string') cells.push({ field, bytes: undefined });
  return Object.fromEntries(
    fields.map(([key, each]) => [
      key,
      withoutCells(each, key === 'bytes' ? field : `${field}.${key}`, cells),
    ]),
  );
}

/** `000017.image.png` */
export function nameOf(row: number, field: string, bytes: Uint8Array | undefined): string {
  const format = bytes === undefined ? 'unknown' : sniff(bytes);
  const extension = format === 'unknown' ? '' : `.${format}`;
  return `${String(row).padStart(6, '0')}.${field.replaceAll('/', '_')}${extension}`;
}

export function textName(start: number): string {
  return `rows from ${String(start).padStart(6, '0')}.jsonl`;
}

/** The texts of a row group in JSON Lines; empty when no row has any. */
export function textsOf({ start, rows }: Group): Uint8Array {
  if (!rows.some(({ texts }) => hasText(texts))) return new Uint8Array();
  const lines = rows.map(({ cells, texts }, number) => {
    const names = cells.map(({ field, bytes }) => nameOf(start + number, field, bytes));
    return `${JSON.stringify({ file_name: names, ...texts })}\n`;
  });
  return new TextEncoder().encode(lines.join(''));
}

function hasText(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null && Object.values(value).some(hasText);
}
