import { type Complaint, LabelledDataError } from './complaints.ts';
import { readText } from './decode.ts';
import { type Columns, OWN_COLUMNS } from './labels/columns.ts';
import { type DataRecord, type ReadOptions, readRecords } from './records.ts';

export interface RowOptions extends ReadOptions {
  readonly encoding?: string | undefined;
  readonly columns?: Partial<Columns>;
  /** The separator of several labels of one text. JSON arrays need none. */
  readonly labelDelimiter?: string | undefined;
}

/** One labelled text as it is in its file. */
export interface LabelledRow {
  readonly file: string;
  /** The line where the record starts, from 1. */
  readonly line: number;
  readonly text: string;
  /** At least one; exactly one unless texts can have several. */
  readonly labels: readonly string[];
  readonly category?: string;
  readonly language?: string;
  readonly source?: string;
}

/**
 * Reads labelled texts from CSV, TSV and JSON Lines files, and reports every malformed line.
 * @throws LabelledDataError when a file cannot be read at all, or has no such column.
 */
export function readRows(
  files: readonly string[],
  options: RowOptions = {},
): { readonly rows: readonly LabelledRow[]; readonly complaints: readonly Complaint[] } {
  const columns = { ...OWN_COLUMNS, ...options.columns };
  const complaints: Complaint[] = [];
  const rows = files.flatMap((file) => {
    const { text, isDamaged } = readText(file, options.encoding);
    const read = readRecords(file, text, options);
    complaints.push(...read.complaints);
    assertColumns(file, read.records, columns);
    return read.records.flatMap((record) => {
      const row = rowOf(file, record, columns, { delimiter: options.labelDelimiter, isDamaged });
      if (!('code' in row)) return [row];
      complaints.push(row);
      return [];
    });
  });
  return { rows, complaints };
}

function assertColumns(file: string, records: readonly DataRecord[], { text, label }: Columns): void {
  const [first] = records;
  if (first === undefined) return;
  for (const [flag, name] of [
    ['--text-column', text],
    ['--label-column', label],
  ]) {
    if (name === undefined || records.some(({ fields }) => Object.hasOwn(fields, name))) continue;
    const names = Object.keys(first.fields).map((each) => JSON.stringify(each));
    throw new LabelledDataError(
      `${file}: the column ${JSON.stringify(name)} is missing; set it with ${flag}. Columns: ${names.join(', ')}.`,
    );
  }
}

function rowOf(
  file: string,
  { line, fields }: DataRecord,
  columns: Columns,
  { delimiter, isDamaged }: { delimiter: string | undefined; isDamaged: boolean },
): LabelledRow | Complaint {
  const complain = (code: Complaint['code'], what: string, remedy: string): Complaint => ({
    code,
    file,
    line,
    what,
    remedy,
  });
  const text = textOf(fields[columns.text]);
  if (text === undefined || text.trim() === '') {
    return complain('no-text', 'the text is missing', 'add a text or remove the line');
  }
  if (isDamaged && text.includes('\uFFFD')) {
    return complain(
      'encoding',
      'the text has bytes that are invalid in the file’s encoding',
      'convert the file to UTF-8, or set its encoding, e.g. --encoding windows-1252',
    );
  }
  const labels = labelsOf(fields[columns.label], delimiter);
  if (labels.length === 0) {
    return complain('no-label', 'the label is missing', 'add a label or remove the line');
  }
  if (labels.length > 1 && delimiter === undefined) {
    return complain('label', 'it has several labels', 'if texts can have several, add --multi-label');
  }
  const optional = (column: string) => textOf(fields[column])?.trim() || undefined;
  const [category, language, source] = [
    optional(columns.category),
    optional(columns.language),
    optional(columns.source),
  ];
  return {
    file,
    line,
    text,
    labels,
    ...(category !== undefined && columns.category !== columns.label && { category }),
    ...(language !== undefined && { language }),
    ...(source !== undefined && { source }),
  };
}

/** In JSON Lines, numbers and booleans may be labels too. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function labelsOf(value: unknown, delimiter: string | undefined): string[] {
  const list = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  const parts = delimiter !== undefined && !Array.isArray(value) ? list[0]?.split(delimiter) : list;
  const labels = (parts ?? []).map((label) => (label ?? '').replace(/\s+/g, ' ').trim().normalize('NFC'));
  return [...new Set(labels.filter((label) => label !== ''))];
}
