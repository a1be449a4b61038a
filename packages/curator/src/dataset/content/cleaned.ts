import { stringify } from 'csv-stringify/sync';
import type { TextKind } from './kinds.ts';
import { delimiterOf, type Row, rowsOf } from './rows.ts';

/** A file of texts without some of its rows. */
export interface Cleaned {
  /** Undefined when no row is left. */
  readonly content: string | undefined;
  /** Numbers of the rows that are left out, from 0, headers not counted. */
  readonly left: ReadonlySet<number>;
}

/**
 * A file of texts without the rows that `isUnsafe` names, in the same format. Rows that stay keep their order and
 * cells. A table with an unsafe first line, e.g. because it has no header, is left out as a whole.
 * @returns Undefined when nothing is unsafe: the file can then be copied unchanged.
 * @throws SourceError `invalid-text` when a row cannot be read.
 */
export function cleaned(
  kind: TextKind,
  content: string,
  isUnsafe: (row: Row) => boolean,
): Cleaned | undefined {
  const kept: Row[] = [];
  const left = new Set<number>();
  let number = 0;
  for (const row of rowsOf(kind, content)) {
    const isHeader = row.place.in === 'table' && row.place.isHeader;
    const unsafe = isUnsafe(row);
    if (isHeader && unsafe) return { content: undefined, left };
    if (unsafe) left.add(number);
    else kept.push(row);
    if (!isHeader) number += 1;
  }
  if (left.size === 0) return undefined;
  return { content: left.size === number ? undefined : written(kind, content, kept, left), left };
}

function written(kind: TextKind, content: string, kept: readonly Row[], left: ReadonlySet<number>): string {
  if (kind === 'json') return withoutKeys(content, kept, left);
  if (kind === 'csv' || kind === 'tsv') {
    const rows = kept.flatMap(({ place }) => (place.in === 'table' ? [place.cells] : []));
    if (kind === 'tsv') return rows.map((cells) => `${cells.join('\t')}\n`).join('');
    return stringify(
      rows.map((cells) => [...cells]),
      { delimiter: delimiterOf(content), record_delimiter: content.includes('\r\n') ? 'windows' : 'unix' },
    );
  }
  return kept.flatMap(({ place }) => (place.in === 'lines' ? [`${place.line}\n`] : [])).join('');
}

function withoutKeys(content: string, kept: readonly Row[], left: ReadonlySet<number>): string {
  const value: unknown = JSON.parse(content);
  const keys = new Set(kept.flatMap(({ place }) => (place.in === 'object' ? [place.key] : [])));
  const rest = Array.isArray(value)
    ? value.filter((_, index) => !left.has(index))
    : Object.fromEntries(Object.entries(Object(value)).filter(([key]) => keys.has(key)));
  return `${JSON.stringify(rest, null, 2)}\n`;
}
