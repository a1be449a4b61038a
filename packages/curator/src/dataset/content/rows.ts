import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { tryJson } from '../../try-json.ts';
import { isPictureName } from '../picture-name.ts';
import { SourceError } from '../sources/source.ts';
import type { TextKind } from './kinds.ts';

/** One text of a data set's file. */
export interface SetText {
  /** Its place in the file: `instance_prompt`, `caption`, or the row and column of a table (`3.text`). */
  readonly field: string;
  readonly text: string;
  /**
   * Names of the pictures that it describes, relative to the file's folder; empty for `dataset_info.json` and captions.
   */
  readonly names: readonly string[];
}

/** A part of a file that is kept or removed as a whole: a row of a table, or a whole caption. */
export interface Row {
  /** Its texts, in their order; empty ones are left out. */
  readonly texts: readonly SetText[];
  /** Names of the pictures that it describes, relative to the file's folder. */
  readonly names: readonly string[];
  /** Its content: a line of JSON Lines, the cells of a table, the key in a JSON object, or the number in a JSON list. */
  readonly place: Place;
}

export type Place =
  | { readonly in: 'file' }
  | { readonly in: 'lines'; readonly line: string }
  | { readonly in: 'table'; readonly cells: readonly string[]; readonly isHeader: boolean }
  | { readonly in: 'object'; readonly key: string }
  | { readonly in: 'list'; readonly index: number };

/**
 * The rows of a file of texts, in their order.
 * @throws SourceError `invalid-text` naming the line that cannot be read, after the rows before it.
 */
export function* rowsOf(kind: TextKind, content: string): Generator<Row> {
  if (kind === 'info') yield row(infoTexts(content));
  else if (kind === 'caption') {
    if (content.trim() !== '') yield row([{ field: 'caption', text: content, names: [] }]);
  } else if (kind === 'json') yield* jsonRows(content);
  else if (kind === 'jsonl') yield* jsonLines(content);
  else yield* tableRows(content, kind);
}

function row(texts: Iterable<SetText>, names: readonly string[] = [], place: Place = { in: 'file' }): Row {
  return { texts: [...texts], names, place };
}

/** Shape and names: SageMaker JumpStart, fine-tuning of Stable Diffusion. */
const infoSchema = z.looseObject({ instance_prompt: z.string().min(1), class_prompt: z.string().optional() });

function infoTexts(content: string): SetText[] {
  const parsed = infoSchema.safeParse(tryJson(content));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      `It is not a JSON object {"instance_prompt": "…", "class_prompt": "…"} (${issue?.path.join('.') || 'the file'}: ${issue?.message}).`,
    );
  }
  return (['instance_prompt', 'class_prompt'] as const).flatMap((field) => {
    const text = parsed.data[field];
    return text === undefined || text === '' ? [] : [{ field, text, names: [] }];
  });
}

/** One value, a list of rows, or kohya-ss's `{"<picture>": {"caption": …, "tags": …}}`. */
function* jsonRows(content: string): Generator<Row> {
  const value = tryJson(content);
  if (value === undefined) throw invalid('It is not JSON.');
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const names = namesIn(each);
      yield row(leavesOf(each, String(index + 1), names), names, { in: 'list', index });
    }
  } else if (isObject(value) && Object.values(value).some(isObject)) {
    const own = namesIn(value);
    for (const [key, each] of Object.entries(value)) {
      const names = isObject(each) ? [key, ...namesIn(each)] : own;
      yield row(leavesOf({ [key]: each }, '', names), names, { in: 'object', key });
    }
  } else {
    const names = namesIn(value);
    yield row(leavesOf(value, '', names), names);
  }
}

function* jsonLines(content: string): Generator<Row> {
  let number = 0;
  for (const line of linesOf(content)) {
    number += 1;
    if (line.trim() === '') continue;
    const value = tryJson(line);
    if (value === undefined) throw invalid(`Line ${number} is not JSON.`);
    const names = namesIn(value);
    yield row(leavesOf(value, String(number), names), names, { in: 'lines', line });
  }
}

/** A generator, because a table may have a million lines. */
function* linesOf(content: string): Generator<string> {
  for (let start = 0; start <= content.length; ) {
    const end = content.indexOf('\n', start);
    yield content.slice(start, end < 0 ? content.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function* tableRows(content: string, kind: 'csv' | 'tsv'): Generator<Row> {
  const [head = [], ...rows] = csvRows(content, kind);
  // A table without a header has its first caption there.
  const columns = head.flatMap((name, column) => [...leavesOf(name, `header.${column + 1}`, [])]);
  yield row(columns, [], { in: 'table', cells: head, isHeader: true });
  for (const [index, cells] of rows.entries()) {
    const value = Object.fromEntries(cells.map((cell, column) => [head[column] ?? String(column + 1), cell]));
    const names = namesIn(value);
    const texts = Object.entries(value).flatMap(([column, cell]) => [
      ...leavesOf(cell, `${index + 1}.${column}`, names),
    ]);
    yield row(texts, names, { in: 'table', cells, isHeader: false });
  }
}

/** The delimiter of a CSV file, by its first line: programs write semicolons where a comma is the decimal point. */
export function delimiterOf(content: string): ',' | ';' {
  const [head = ''] = content.split(/\r?\n/, 1);
  return head.includes(';') && !head.includes(',') ? ';' : ',';
}

function csvRows(content: string, kind: 'csv' | 'tsv'): string[][] {
  try {
    return parse(content, {
      bom: true,
      delimiter: kind === 'tsv' ? '\t' : delimiterOf(content),
      quote: kind === 'tsv' ? false : '"',
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (error instanceof CsvError) throw invalid(`It is not ${kind.toUpperCase()}: ${error.message}.`);
    throw error;
  }
}

/**
 * The texts among the leaves of a row, and among the keys of objects in it. Every string is a text, whatever its column's
 * name, except for names of pictures, addresses and identifiers.
 */
function* leavesOf(value: unknown, field: string, names: readonly string[]): Generator<SetText> {
  if (typeof value === 'string') {
    if (isWords(value)) yield { field, text: value, names };
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* leavesOf(each, `${field}.${index + 1}`, names);
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      const own = field === '' ? key : `${field}.${key}`;
      if (isPhrase(key)) yield { field: own, text: key, names };
      yield* leavesOf(each, own, names);
    }
  }
}

/** Whether the key of an object is a text and not the name of a field or a picture: `{"a dog": ["a.png"]}`. */
function isPhrase(key: string): boolean {
  return /\s|\P{ASCII}/u.test(key.trim()) && !isPictureName(key);
}

/** A web address without spaces, a number or time, or a hexadecimal hash or UUID. */
const NO_WORDS = /^(https?:\/\/\S+|[\d\s.,:+/TZ-]+|[\da-f-]{16,})$/i;

/** A name with spaces may be a caption that only ends like a name. */
function isWords(text: string): boolean {
  const isName = isPictureName(text) && !/\s/.test(text);
  return text.trim() !== '' && !isName && !NO_WORDS.test(text);
}

/** The pictures that a row names, in `file_name`, `file_names`, `image_file_name` or any other of its columns. */
function namesIn(row: unknown): string[] {
  if (!isObject(row)) return [];
  return Object.values(row)
    .flat()
    .filter((value) => typeof value === 'string')
    .filter((value) => isPictureName(value) && !/^https?:/i.test(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): SourceError {
  return new SourceError('invalid-text', message);
}
