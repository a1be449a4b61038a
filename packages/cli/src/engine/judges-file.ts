import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ImageModerator, OperatorError, type PromptClassifier, type PromptRules } from '@shoji/core';
import { CliError } from '../terminal/exit.ts';

/** The checks that a module exports. */
export interface ExportedChecks {
  readonly prompt: readonly (PromptRules | PromptClassifier)[];
  readonly image: readonly ImageModerator[];
}

/**
 * The checks among the exports of a module: each export is a check, or a judge with the two sides `prompt` and `image`.
 * Other exports are refused, because a check with a typing error would otherwise not be measured.
 * @throws CliError naming the file, and the export that is no check.
 */
export async function loadJudges(directory: string, path: string): Promise<ExportedChecks> {
  const file = resolve(directory, path);
  if (!existsSync(file)) throw new CliError(`${file}: there is no such file.`);
  const loaded: unknown = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new CliError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, {
      cause,
    });
  });
  const exported = isObject(loaded) ? Object.entries(loaded) : [];
  const checks = exported.flatMap(([name, value]) => {
    const found = checksIn(value);
    if (found.length > 0) return found;
    throw new CliError(`${file}: the export ${name} is not a check or a judge.`);
  });
  if (checks.length === 0) throw new CliError(`${file}: export at least one check or judge.`);
  return {
    prompt: checks.filter((check) => isPromptCheck(check)),
    image: checks.filter((check) => isModerator(check)),
  };
}

type Check = PromptRules | PromptClassifier | ImageModerator;

function checksIn(value: unknown): Check[] {
  if (!isObject(value)) return [];
  if (isPromptCheck(value) || isModerator(value)) return [value];
  return [side(value, 'prompt'), side(value, 'image')].filter(
    (check) => isPromptCheck(check) || isModerator(check),
  );
}

/** A side of a judge; undefined for a judge that does not have it. */
function side(judge: object, name: 'prompt' | 'image'): unknown {
  try {
    return Reflect.get(judge, name);
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

function isPromptCheck(value: unknown): value is PromptRules | PromptClassifier {
  return isNamed(value) && (has(value, 'classify') || has(value, 'match'));
}

function isModerator(value: unknown): value is ImageModerator {
  return isNamed(value) && has(value, 'moderate');
}

function isNamed(value: unknown): value is object {
  return (
    isObject(value) &&
    'name' in value &&
    typeof value.name === 'string' &&
    'covers' in value &&
    Array.isArray(value.covers)
  );
}

function has(value: object, method: string): boolean {
  return typeof Reflect.get(value, method) === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
