import { extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { tryJson } from '../try-json.ts';
import { type Complaint, complaintsText, LabelledDataError } from './complaints.ts';

/** The format of a file of labelled texts. */
export type DataFormat = 'csv' | 'tsv' | 'jsonl';

/** One record of a file: its fields by the names of their columns, or by their numbers from 1 without a header. */
export interface DataRecord {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ReadOptions {
  readonly format?: DataFormat | undefined;
  /** The separator of fields in a CSV file: a comma when omitted. */
  readonly delimiter?: string | undefined;
  /** False if the first line of a CSV or TSV file is a record. */
  readonly header?: boolean | undefined;
}

const FORMAT_OF: Readonly<Record<string, DataFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** Reads all records that can be read, and reports the lines that cannot. */
export function readRecords(
  file: string,
  text: string,
  { format, delimiter, header = true }: ReadOptions = {},
): { readonly records: readonly DataRecord[]; readonly complaints: readonly Complaint[] } {
  const kind = format ?? FORMAT_OF[extname(file).toLowerCase()];
  if (kind === undefined) {
    throw new LabelledDataError(
      `${file}: unknown file extension; set the format: --format csv, tsv or jsonl.`,
    );
  }
  if (kind === 'jsonl') return readJsonLines(file, text);
  return nameFields(file, readRows(file, text, kind, delimiter), header);
}

/** Lines with a stray quote after which a file is not CSV: each requires reading the rest again. */
const MOST_STRAY_QUOTES = 200;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a CSV or TSV text. An unclosed quote loses its line, not the rest of the file. */
function readRows(
  file: string,
  text: string,
  kind: 'csv' | 'tsv',
  delimiter = kind === 'tsv' ? '\t' : ',',
): { readonly rows: readonly Row[]; readonly complaints: readonly Complaint[] } {
  const rows: Row[] = [];
  const complaints: Complaint[] = [];
  let from = 0;
  let linesBefore = 0;
  while (from < text.length) {
    let ended = linesBefore;
    try {
      parse(text.slice(from), {
        delimiter,
        relax_column_count: true,
        // A tab-separated file has one record a line, in which quotes are ordinary characters.
        quote: kind === 'tsv' ? false : '"',
        record_delimiter: '\n',
        on_record: (cells, { lines }) => {
          ended = linesBefore + lines;
          const inside = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
          if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: ended - inside, cells });
          return null;
        },
      });
      break;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const line = ended + 1;
      complaints.push({
        code: 'syntax',
        file,
        line,
        what: 'a quoted field is not closed',
        remedy: 'quote the whole field and double each quote inside it',
      });
      if (complaints.length > MOST_STRAY_QUOTES) {
        throw new LabelledDataError(
          [
            `${file}: its quoting is not that of CSV. If quotes are ordinary characters in it, use --format tsv.`,
            complaintsText(complaints),
          ].join('\n'),
        );
      }
      for (; linesBefore < line; linesBefore++) {
        const end = text.indexOf('\n', from);
        from = end < 0 ? text.length : end + 1;
      }
    }
  }
  return { rows, complaints };
}

/** Gives the cells of each row the names of the first one, and reports rows that are shorter or longer than it. */
function nameFields(
  file: string,
  { rows, complaints }: ReturnType<typeof readRows>,
  header: boolean,
): ReturnType<typeof readRecords> {
  const [first] = rows;
  const names = (first?.cells ?? []).map((cell, index) => (header ? cell.trim() : String(index + 1)));
  const all = [...complaints];
  const records = rows.slice(header ? 1 : 0).flatMap(({ line, cells }): DataRecord[] => {
    if (cells.length === names.length) {
      return [{ line, fields: Object.fromEntries(names.map((name, index) => [name, cells[index]])) }];
    }
    all.push({
      code: 'columns',
      file,
      line,
      what: `${count(cells.length, 'field')} where the first line has ${names.length}`,
      remedy: 'quote texts that contain the delimiter',
    });
    return [];
  });
  return { records, complaints: all.sort((a, b) => a.line - b.line) };
}

const jsonObject = z.record(z.string(), z.unknown());

function readJsonLines(file: string, text: string): ReturnType<typeof readRecords> {
  const records: DataRecord[] = [];
  const complaints: Complaint[] = [];
  for (const [index, lineText] of text.split('\n').entries()) {
    if (lineText.trim() === '') continue;
    const line = index + 1;
    const fields = jsonObject.safeParse(tryJson(lineText));
    if (fields.success) records.push({ line, fields: fields.data });
    else {
      const remedy = 'write one {"text": …, "label": …} per line';
      complaints.push({ code: 'syntax', file, line, what: 'not a JSON object', remedy });
    }
  }
  return { records, complaints };
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
