import type { Finding, Policy } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import type { FileResult, FileStatus } from '../file-result.ts';
import type { PromptResult } from '../scan/scan-options.ts';
import { captionNamesOf, textKindOf } from './kinds.ts';

/** The texts that were not allowed, by their file and by the picture that they describe. */
export interface CaptionResults {
  /** The texts of a caption file; empty for a table, which has the texts of many pictures and stays in the set. */
  in(path: string): readonly PromptResult[];
  about(path: string): readonly PromptResult[];
}

export function captionResults(results: readonly PromptResult[]): CaptionResults {
  const flagged = results.filter(({ decision }) => decision !== 'allow');
  const byFile = Map.groupBy(
    flagged.filter(({ path }) => textKindOf(path) === 'caption'),
    ({ path }) => path,
  );
  const byPicture = new Map<string, PromptResult[]>();
  for (const result of flagged) {
    for (const picture of result.pictures) {
      const known = byPicture.get(picture);
      if (known === undefined) byPicture.set(picture, [result]);
      else known.push(result);
    }
  }
  return {
    in: (path) => byFile.get(path) ?? [],
    about: (path) => captionNamesOf(path).flatMap((name) => byPicture.get(name) ?? []),
  };
}

/** From mild to severe; a decision on a text never makes a picture's milder. */
const SEVERITY: readonly FileStatus[] = ['pending', 'other', 'clear', 'unchecked', 'blur', 'withhold'];

/**
 * The result of a file with the findings of its texts: a rejected text withholds the picture, a warned one has the
 * effect that the policy defines.
 */
export function decidedByTexts(file: FileResult, texts: readonly PromptResult[], policy: Policy): FileResult {
  if (texts.length === 0) return file;
  const found = texts.flatMap(({ findings }): readonly Finding[] => findings);
  const [worst] = texts.toSorted(
    (a, b) => SEVERITY.indexOf(statusByText(b, policy)) - SEVERITY.indexOf(statusByText(a, policy)),
  );
  const status = worst === undefined ? file.status : statusByText(worst, policy);
  const isWorse = SEVERITY.indexOf(status) > SEVERITY.indexOf(file.status);
  return {
    ...file,
    findings: [...file.findings, ...found],
    reasons: [...file.reasons, ...decidePrompt(policy, found).reasons],
    // A picture whose text has another decision is shown first.
    margin: isWorse ? 0 : file.margin,
    ...(isWorse && worst !== undefined && { status, message: messageOf(worst) }),
  };
}

/** The status that a text gives to its picture. */
export function statusByText({ decision }: PromptResult, policy: Policy): FileStatus {
  if (decision === 'reject') return 'withhold';
  if (decision === 'warn') return policy.warnedPrompt === 'blur' ? 'blur' : 'other';
  return decision === 'unchecked' ? 'unchecked' : 'other';
}

const DECIDED = {
  allow: 'is allowed',
  warn: 'is warned about',
  reject: 'is rejected by the policy',
  unchecked: 'could not be checked',
};

function messageOf({ path, field, decision }: PromptResult): string {
  return `A text about it ${DECIDED[decision]}: ${path}${field === 'caption' ? '' : `, ${field}`}.`;
}
