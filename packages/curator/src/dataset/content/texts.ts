import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { isPictureName } from '../picture-name.ts';
import { SourceError } from '../sources/source.ts';
import type { TextKind } from './kinds.ts';

/** One text of a data set's file. */
export interface SetText {
  /** Where in the file it is: `instance_prompt`, `caption`, or the row and column of a table (`3.text`). */
  readonly field: string;
  readonly text: string;
  /** Names of the pictures that it is about, relative to the file's folder; none for `dataset_info.json` and captions. */
  readonly names: readonly string[];
}

/**
 * The text in a file's bytes: UTF-8, or UTF-16 with a byte order mark. Undefined when the bytes are no text, e.g. those
 * of a picture.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff && 'utf-16be';
  if (utf16) {
    try {
      return new TextDecoder(utf16, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }
  return isUtf8(bytes) && !bytes.includes(0) ? new TextDecoder().decode(bytes) : undefined;
}

/** Base64 of at least a small picture, alone or in a `data:` address. */
const ENCODED = /^(data:[^,\s]{0,200},)?[\w+/=-]{256,}$/;

/**
 * The texts of a file, in its order; empty ones are left out.
 * @throws SourceError `invalid-text` naming the line that cannot be read, after the texts before it; `encoded` naming
 * the first text that is encoded data, after all others.
 */
export function* textsOf(kind: TextKind, content: string): Generator<SetText> {
  let encoded: string | undefined;
  for (const text of textsOfKind(kind, content)) {
    if (ENCODED.test(text.text.trim())) encoded ??= text.field;
    else yield text;
  }
  if (encoded === undefined) return;
  const message = `Its field ${encoded} holds encoded data, e.g. a picture in Base64, which is not read. Put it into the set as a file.`;
  throw new SourceError('encoded', message);
}

function* textsOfKind(kind: TextKind, content: string): Generator<SetText> {
  if (kind === 'info') yield* infoTexts(content);
  else if (kind === 'caption') {
    if (content.trim() !== '') yield { field: 'caption', text: content, names: [] };
  } else if (kind === 'json') yield* jsonTexts(content);
  else if (kind === 'jsonl') yield* jsonLineTexts(content);
  else yield* tableTexts(content, kind);
}

/** Shape and names: SageMaker JumpStart, fine-tuning of Stable Diffusion. */
const infoSchema = z.looseObject({ instance_prompt: z.string().min(1), class_prompt: z.string().optional() });

function* infoTexts(content: string): Generator<SetText> {
  const parsed = infoSchema.safeParse(jsonOf(content));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      `It is not a JSON object {"instance_prompt": "…", "class_prompt": "…"} (${issue?.path.join('.') || 'the file'}: ${issue?.message}).`,
    );
  }
  for (const field of ['instance_prompt', 'class_prompt'] as const) {
    const text = parsed.data[field];
    if (text !== undefined && text !== '') yield { field, text, names: [] };
  }
}

/** One value, or kohya-ss's `{"<picture>": {"caption": …, "tags": …}}`. */
function* jsonTexts(content: string): Generator<SetText> {
  const value = jsonOf(content);
  if (value === undefined) throw invalid('It is not JSON.');
  if (!isObject(value)) return yield* leavesOf(value, '', []);
  const own = namesIn(value);
  for (const [key, each] of Object.entries(value))
    yield* leavesOf(each, key, isObject(each) ? [key, ...namesIn(each)] : own);
}

function* jsonLineTexts(content: string): Generator<SetText> {
  let number = 0;
  for (const line of linesOf(content)) {
    number += 1;
    if (line.trim() === '') continue;
    const value = jsonOf(line);
    if (value === undefined) throw invalid(`Line ${number} is not JSON.`);
    yield* leavesOf(value, String(number), namesIn(value));
  }
}

/** One by one, because a table of a million lines would be a list of as many. */
function* linesOf(content: string): Generator<string> {
  for (let start = 0; start <= content.length; ) {
    const end = content.indexOf('\n', start);
    yield content.slice(start, end < 0 ? content.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function* tableTexts(content: string, kind: 'csv' | 'tsv'): Generator<SetText> {
  const rows = csvRows(content, kind);
  const [head = []] = rows;
  // A table without a header has its first caption there.
  for (const [column, name] of head.entries()) yield* leavesOf(name, `header.${column + 1}`, []);
  for (const [index, cells] of rows.slice(1).entries()) {
    const row = Object.fromEntries(cells.map((cell, column) => [head[column] ?? String(column + 1), cell]));
    yield* leavesOf(row, String(index + 1), namesIn(row));
  }
}

function csvRows(content: string, kind: 'csv' | 'tsv'): string[][] {
  try {
    return parse(content, {
      bom: true,
      delimiter: kind === 'tsv' ? '\t' : ',',
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
 * The texts among the leaves of a row. Every string is one, whatever its column is called, except for names of pictures,
 * addresses and identifiers.
 */
function* leavesOf(value: unknown, field: string, names: readonly string[]): Generator<SetText> {
  if (typeof value === 'string') {
    if (isWords(value)) yield { field, text: value, names };
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* leavesOf(each, `${field}.${index + 1}`, names);
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      yield* leavesOf(each, field === '' ? key : `${field}.${key}`, names);
    }
  }
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

/** Undefined for what is not JSON. */
function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function invalid(message: string): SourceError {
  return new SourceError('invalid-text', message);
}
