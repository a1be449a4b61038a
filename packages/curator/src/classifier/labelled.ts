import type { Category } from '@shoji/core';
import { type Complaint, complaintsText, LabelledDataError } from './complaints.ts';
import { type Meaning, meaningOfAll, meaningsOf } from './labels/meanings.ts';
import { type LabelledRow, type RowOptions, readRows } from './rows.ts';

/** A labelled prompt. */
export interface LabelledPrompt {
  readonly text: string;
  readonly unsafe: boolean;
  /** Absent if the prompt is safe or its label has no category. */
  readonly category?: Category;
  readonly language: string;
  readonly source: string;
  /** Its place, as `file:line`. */
  readonly at: string;
}

export interface LabelledOptions extends RowOptions {
  /** Meanings of labels that are not self-explanatory. */
  readonly classes?: Readonly<Record<string, Meaning>>;
  /** The language of texts without a value in the language column; English when left out. */
  readonly language?: string;
}

/** The columns of Shoji's own format, in their order. */
export const OWN_HEADER = ['text', 'label', 'category', 'lang', 'source'] as const;

/**
 * Reads labelled prompts: by default Shoji's own format, which has the columns {@link OWN_HEADER}.
 * @throws LabelledDataError naming the malformed lines, and those whose label has no known meaning.
 */
export function readLabelledPrompts(
  files: string | readonly string[],
  options: LabelledOptions = {},
): LabelledPrompt[] {
  const { rows, complaints } = readRows([files].flat(), options);
  const meaningOf = meaningsOf(options.classes);
  const unknown: Complaint[] = [];
  const prompts = rows.flatMap((row): LabelledPrompt[] => {
    const meanings = row.labels.flatMap((label) => meaningOf(label) ?? []);
    if (meanings.length < row.labels.length) unknown.push(unknownLabel(row, meaningOf));
    return [promptOf(row, meaningOfAll(meanings), meaningOf, options.language)];
  });
  const all = [...complaints, ...unknown];
  if (all.length > 0) throw new LabelledDataError(complaintsText(all));
  return prompts;
}

/** A row as a labelled text, given the meaning of its labels. */
export function promptOf(
  { text, category, language, source, file, line }: LabelledRow,
  meaning: Meaning,
  meaningOf: (label: string) => Meaning | undefined,
  spoken = 'en',
): LabelledPrompt {
  const said = meaning === 'toxicity' ? meaningOf(category ?? '') : meaning;
  const named = said === 'safe' || said === 'toxicity' ? undefined : said;
  return {
    text,
    unsafe: meaning !== 'safe',
    ...(named !== undefined && { category: named }),
    language: language ?? spoken,
    source: source ?? file,
    at: `${file}:${line}`,
  };
}

/** The complaint about a row's label without a known meaning, with the remedy. */
export function unknownLabel(
  { file, line, labels }: LabelledRow,
  meaningOf: (label: string) => Meaning | undefined,
): Complaint {
  const label = labels.find((each) => meaningOf(each) === undefined) ?? '';
  return {
    code: 'label',
    file,
    line,
    what: `the label ${JSON.stringify(label)} has no known meaning`,
    remedy: `set it: --class "${label}=safe", "${label}=toxicity" for unsafe, or a category such as "${label}=violence"`,
  };
}
