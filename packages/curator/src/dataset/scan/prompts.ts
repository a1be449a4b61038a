import { createHash } from 'node:crypto';
import { createScreening } from '@shoji/core';
import { z } from 'zod';
import { type Entry, type Problem, type Source, SourceError } from '../sources/source.ts';
import type { PromptResult, ScanEvent, ScanOptions } from './scan-options.ts';

/** The file that says what the pictures of a set show. Source: SageMaker JumpStart, fine-tuning of Stable Diffusion. */
const INFO_FILE = 'dataset_info.json';

/** Whether a path is that of such a file. */
export function isInfo(path: string): boolean {
  return path === INFO_FILE || path.endsWith(`/${INFO_FILE}`);
}

/** Two prompts and some notes; a larger file is not such a file. */
const MAX_INFO_BYTES = 1024 * 1024;

const infoSchema = z.looseObject({ instance_prompt: z.string().min(1), class_prompt: z.string().optional() });
export type DatasetInfo = z.infer<typeof infoSchema>;

/** The prompts in the file's bytes, or the problem with them. */
function readInfo(bytes: Uint8Array): { readonly info: DatasetInfo } | { readonly problem: Problem } {
  try {
    const parsed = infoSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (parsed.success) return { info: parsed.data };
    const [issue] = parsed.error.issues;
    return invalid(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
}

function invalid(detail: string): { readonly problem: Problem } {
  const message = `It is not a JSON object {"instance_prompt": "…", "class_prompt": "…"} (${detail}).`;
  return { problem: { code: 'invalid-info', message } };
}

/** Screens the prompts of one `dataset_info.json`. */
export async function* scanPrompts(
  source: Pick<Source, 'read'>,
  entry: Entry,
  options: Pick<ScanOptions, 'prompts' | 'manifest' | 'budget'>,
): AsyncGenerator<Extract<ScanEvent, { type: 'prompt' | 'problem' }>> {
  const { path } = entry;
  const read = await readEntry(source, entry);
  if ('problem' in read) return yield { type: 'problem', path, problem: read.problem };
  const { info } = read;
  for (const field of ['instance_prompt', 'class_prompt'] as const) {
    const text = info[field];
    if (text !== undefined && text !== '') {
      yield { type: 'prompt', result: { path, field, text, ...(await screenText(path, text, options)) } };
    }
  }
}

async function readEntry(source: Pick<Source, 'read'>, entry: Entry): Promise<ReturnType<typeof readInfo>> {
  if (entry.problem !== undefined) return { problem: entry.problem };
  try {
    return readInfo(await source.read(entry.path, MAX_INFO_BYTES, entry.version));
  } catch (error) {
    if (error instanceof SourceError) return { problem: error.problem };
    throw error;
  }
}

/** Screens a prompt unless the manifest knows it already. A verdict that a check's failure made is not kept. */
async function screenText(
  path: string,
  text: string,
  { prompts, manifest, budget }: Pick<ScanOptions, 'prompts' | 'manifest' | 'budget'>,
): Promise<Pick<PromptResult, 'decision' | 'findings'>> {
  const checks = [...prompts.rules, ...prompts.classifiers].map(({ name }) => name);
  const key = createHash('sha256')
    .update(JSON.stringify([text, checks, prompts.policy]))
    .digest('hex');
  const known = manifest.prompts.get(key);
  if (known !== undefined) return { decision: known.decision, findings: known.findings };

  const { signal } = new AbortController();
  const screening = createScreening(prompts, { id: path, signal });
  // No person waits for one prompt of a set, so a busy machine must not make it unchecked.
  const { verdict } = await screening.prompt(text, { ms: Number.POSITIVE_INFINITY }).report;
  const findings = verdict.findings.map(({ check, category, label, score }) => ({
    check,
    category,
    label,
    score,
  }));
  const usage = screening.usage();
  budget.book(usage);
  if (verdict.unchecked) return { decision: 'unchecked', findings };
  await manifest.append({ type: 'prompt', key, decision: verdict.decision, findings, usage });
  return { decision: verdict.decision, findings };
}
