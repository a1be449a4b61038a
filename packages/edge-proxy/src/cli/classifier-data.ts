import { readFileSync } from 'node:fs';
import type { Category } from '@shoji/core';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CliError } from './exit.ts';

/** A labelled prompt. */
export interface LabelledPrompt {
  readonly text: string;
  readonly unsafe: boolean;
  /** Absent where the prompt is safe or its label does not say. */
  readonly category?: Category;
  readonly language: string;
  readonly source: string;
}

/** What the data set's categories are called in Shoji's taxonomy. */
const CATEGORY_OF: Readonly<Record<string, Category>> = {
  sexual: 'sexual',
  violence: 'violence',
  hate: 'hate',
  harassment: 'harassment',
  'self-harm': 'self-harm',
  shocking: 'graphic',
  illegal: 'illegal',
};

const row = z.object({
  text: z.string().min(1),
  label: z.enum(['safe', 'unsafe']),
  category: z.string(),
  lang: z.string(),
  source: z.string(),
});

/**
 * Reads labelled prompts: a CSV file with the header `text,label,category,lang,source`.
 * @throws CliError naming the row that is not so.
 */
export function readLabelledPrompts(file: string): LabelledPrompt[] {
  const records = z.array(z.unknown()).parse(parse(readFileSync(file), { columns: true, bom: true }));
  return records.map((record, index) => {
    const parsed = row.safeParse(record);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new CliError(
        `${file}: row ${index + 2}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`,
      );
    }
    const { text, label, category, lang, source } = parsed.data;
    const named = CATEGORY_OF[category];
    return { text, unsafe: label === 'unsafe', ...(named && { category: named }), language: lang, source };
  });
}
