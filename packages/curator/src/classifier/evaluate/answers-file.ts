import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { CATEGORIES, type CheckReport } from '@shoji/core';
import { z } from 'zod';
import { tryJson } from '../../try-json.ts';
import { LabelledDataError } from '../complaints.ts';

/** Billed answers, kept so that they are not paid for twice. */
export interface AnswersFile {
  get(check: string, prompt: string): CheckReport | undefined;
  keep(check: string, prompt: string, report: CheckReport): void;
}

const line = z.object({
  check: z.string(),
  prompt: z.string(),
  findings: z.array(
    z.object({ check: z.string(), category: z.enum(CATEGORIES), label: z.string(), score: z.number() }),
  ),
  skipped: z.enum(['language', 'too-long']).optional(),
  usage: z.array(z.object({ item: z.string(), quantity: z.number() })).optional(),
});

/**
 * Opens a file of answers (JSON Lines, appended to), which is created if it is missing. It holds prompts only as
 * hashes. A truncated last line is dropped.
 * @throws LabelledDataError when the file has another format.
 */
export function openAnswers(file: string): AnswersFile {
  const known = new Map<string, CheckReport>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  for (const [index, row] of whole.split('\n').entries()) {
    if (row === '') continue;
    const parsed = line.safeParse(tryJson(row));
    if (!parsed.success) {
      throw new LabelledDataError(
        `${file}:${index + 1}: not a stored answer; choose another file with --answers.`,
      );
    }
    const { check, prompt, findings, skipped, usage } = parsed.data;
    known.set(`${check} ${prompt}`, { findings, ...(skipped && { skipped }), ...(usage && { usage }) });
  }
  return {
    get: (check, prompt) => known.get(`${check} ${hash(prompt)}`),
    keep(check, prompt, { findings, skipped, usage }) {
      const kept = findings.map(({ check, category, label, score }) => ({ check, category, label, score }));
      const row = { check, prompt: hash(prompt), findings: kept, skipped, usage };
      appendFileSync(file, `${JSON.stringify(row)}\n`);
    },
  };
}

function hash(prompt: string): string {
  return createHash('sha256').update(prompt).digest('hex');
}
