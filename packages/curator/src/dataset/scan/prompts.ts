import { createHash } from 'node:crypto';
import { createScreening } from '@shoji/core';
import { captionKeyOf, namedIn, promptFoldersOf, type TextKind, textKindOf } from '../content/kinds.ts';
import type { SetText } from '../content/rows.ts';
import { decodeText, textsOf } from '../content/texts.ts';
import { DATASET_LIMITS } from '../judge.ts';
import { mapUnordered } from '../parallel.ts';
import { type Entry, type Source, SourceError } from '../sources/source.ts';
import type { PromptResult, ScanEvent, ScanOptions } from './scan-options.ts';

/** Concurrent texts of one file. */
const AT_ONCE = 8;

/** The context for screening the texts of one file. */
export type PromptOptions = Pick<ScanOptions, 'prompts' | 'manifest' | 'budget'>;

/** An event about a file of texts; `not-text` for a file whose content is not text, e.g. a picture called `a.txt`. */
export type TextEvent =
  | Extract<ScanEvent, { type: 'prompt' | 'problem' }>
  | { readonly type: 'not-text' }
  | { readonly type: 'stopped'; readonly why: 'max-cost' };

/** Screens the texts of one file: `dataset_info.json`, a caption, or a table of metadata. */
export async function* scanPrompts(
  source: Pick<Source, 'read'>,
  entry: Entry,
  options: PromptOptions,
): AsyncGenerator<TextEvent> {
  const { path } = entry;
  const kind = textKindOf(path);
  if (kind === undefined) return yield { type: 'not-text' };
  try {
    if (entry.problem !== undefined) return yield { type: 'problem', path, problem: entry.problem };
    const content = decodeText(await source.read(path, DATASET_LIMITS.maxBytes, entry.version));
    if (content === undefined) return yield { type: 'not-text' };
    yield* screenTexts(path, kind, textsOf(kind, content), options);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield { type: 'problem', path, problem: error.problem };
  }
}

/** Screens the names of the folders that are texts about the pictures in them. */
export async function* scanFolderNames(
  paths: Iterable<string>,
  options: PromptOptions,
): AsyncGenerator<Extract<TextEvent, { type: 'prompt' | 'stopped' }>> {
  const folders = new Map<string, string>();
  for (const path of paths) for (const { folder, text } of promptFoldersOf(path)) folders.set(folder, text);
  yield* mapUnordered(folders, AT_ONCE, async ([folder, text]) => {
    const path = folder.slice(0, -1);
    const screened = await screenText(path, text, options);
    if (screened === undefined) return { type: 'stopped', why: 'max-cost' } as const;
    return {
      type: 'prompt',
      result: { path, field: 'folder name', text, pictures: [folder], ...screened },
    } as const;
  });
}

/** @throws SourceError when a part of the file cannot be read, after the results of the texts before it. */
async function* screenTexts(
  path: string,
  kind: TextKind,
  texts: Iterable<SetText>,
  options: PromptOptions,
): AsyncGenerator<Extract<TextEvent, { type: 'prompt' | 'stopped' }>> {
  let failure: unknown;
  const readable = function* () {
    try {
      yield* texts;
    } catch (error) {
      failure = error;
    }
  };
  const results = mapUnordered(readable(), AT_ONCE, async ({ field, text, names }) => {
    const screened = await screenText(path, text, options);
    if (screened === undefined) return { type: 'stopped', why: 'max-cost' } as const;
    return {
      type: 'prompt',
      result: { path, field, text, pictures: picturesOf(path, kind, names), ...screened },
    } as const;
  });
  for await (const event of results) {
    yield event;
    if (event.type === 'stopped') return;
  }
  if (failure !== undefined) throw failure;
}

/** Paths in the set of the pictures that a text describes; without their extension for a caption. */
function picturesOf(path: string, kind: TextKind, names: readonly string[]): string[] {
  if (kind === 'info') return [];
  const named = names.map((name) => namedIn(path, name));
  // A JSON file may be a table, or describe the picture beside it.
  return kind === 'caption' || kind === 'json' ? [captionKeyOf(path), ...named] : named;
}

/**
 * Screens a text unless the manifest knows it already. A verdict from a failed check is not stored. Undefined when the
 * text's cost could exceed the limit.
 */
async function screenText(
  path: string,
  text: string,
  { prompts, manifest, budget }: PromptOptions,
): Promise<Pick<PromptResult, 'decision' | 'findings'> | undefined> {
  const checks = [...prompts.rules, ...prompts.classifiers].map(({ name }) => name);
  const key = createHash('sha256')
    .update(JSON.stringify([text, checks, prompts.policy]))
    .digest('hex');
  const known = manifest.prompts.get(key);
  if (known !== undefined) return { decision: known.decision, findings: known.findings };

  const settle = await budget.reserve('prompt');
  if (settle === undefined) return undefined;
  const { signal } = new AbortController();
  const screening = createScreening(prompts, { id: path, signal });
  try {
    // No person waits for one prompt of a set, so a busy machine must not make it unchecked.
    const { verdict } = await screening.prompt(text, { ms: Number.POSITIVE_INFINITY }).report;
    const findings = verdict.findings.map(({ check, category, label, score }) => ({
      check,
      category,
      label,
      score,
    }));
    if (verdict.unchecked) return { decision: 'unchecked', findings };
    const { decision } = verdict;
    await manifest.append({ type: 'prompt', key, decision, findings, usage: screening.usage() });
    return { decision, findings };
  } finally {
    settle(screening.usage());
  }
}
