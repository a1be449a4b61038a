import { basename } from 'node:path';
import type { Category } from '@shoji/core';
import { comparable, isPromptWithinLimit, MAX_PROMPT_BYTES } from '@shoji/core/text';
import type { Complaint } from '../complaints.ts';
import { promptOf, unknownLabel } from '../labelled.ts';
import { type Meaning, meaningOfAll } from '../labels/meanings.ts';
import type { LabelledRow } from '../rows.ts';
import { cleanText } from './clean.ts';

/** A visible character: not a control, format or combining character, and not a space. */
const VISIBLE = /[^\p{Cc}\p{Cf}\p{M}\p{Z}]/u;

/** A labelled text, cleaned. */
export interface LabelledDocument {
  readonly text: string;
  /** In alphabetical order. */
  readonly labels: readonly string[];
  readonly unsafe: boolean;
  readonly category?: Category;
  readonly language: string;
  readonly source: string;
  /** A key that is equal for texts that look equal to a reader. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

/** Cleans rows, unifies the spelling of labels, and reports unusable rows. */
export function documentsOf(
  rows: readonly LabelledRow[],
  meaningOf: (label: string) => Meaning | undefined,
  language: string,
): { readonly documents: readonly LabelledDocument[]; readonly complaints: readonly Complaint[] } {
  const spelling = commonSpellings(rows);
  const complaints: Complaint[] = [];
  const told = new Set<string>();
  const documents = rows.flatMap((row): LabelledDocument[] => {
    const { file, line } = row;
    const complain = (code: Complaint['code'], what: string, remedy: string) =>
      complaints.push({ code, file, line, what, remedy });
    const text = cleanText(row.text);
    if (!VISIBLE.test(text)) {
      complain('no-text', 'the text has only invisible characters', 'add a text or remove the line');
      return [];
    }
    if (!isPromptWithinLimit(text)) {
      const most = MAX_PROMPT_BYTES.toLocaleString('en-US');
      complain('too-long', `the text is longer than ${most} bytes, the maximum of a prompt`, 'shorten it');
      return [];
    }
    const meanings = row.labels.flatMap((label) => meaningOf(label) ?? []);
    if (meanings.length < row.labels.length) {
      complaints.push(unknownLabel(row, meaningOf));
      return [];
    }
    for (const label of row.labels) {
      const common = spelling(label);
      if (label === common || told.has(label)) continue;
      told.add(label);
      complain('label-spelling', `the label "${label}" is usually spelled "${common}"`, 'use one spelling');
    }
    const prompt = promptOf(row, meaningOfAll(meanings), meaningOf, language);
    const source = cleanText(row.source ?? basename(file)) || 'unnamed';
    const labels = [...new Set(row.labels.map(spelling))].sort();
    return [
      {
        text,
        labels,
        unsafe: prompt.unsafe,
        ...(prompt.category !== undefined && { category: prompt.category }),
        language: (cleanText(prompt.language) || language).toLowerCase(),
        source,
        key: comparable(text) || text,
        file,
        line,
      },
    ];
  });
  return { documents, complaints };
}

/** Labels that differ only in case are one class, with its most frequent spelling. */
function commonSpellings(rows: readonly LabelledRow[]): (label: string) => string {
  const counts = new Map<string, number>();
  for (const label of rows.flatMap(({ labels }) => labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const common = new Map<string, string>();
  for (const [label, count] of counts) {
    const key = label.toLowerCase();
    const known = common.get(key);
    if (known === undefined || count > (counts.get(known) ?? 0)) common.set(key, label);
  }
  return (label) => common.get(label.toLowerCase()) ?? label;
}
