import { warningOf } from '../phrases/warning-of.ts';
import type { Policy } from '../policy/schema.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';

/**
 * A prompt's verdict as far as callers may read it. Below `span` no matched word is named, because echoing it would let
 * anyone discover the operator's word list by trying.
 */
export function explainVerdict(verdict: PromptVerdict, explain: Policy['explain']): PromptVerdict {
  switch (explain) {
    case 'span':
      return verdict;
    case 'category':
      return {
        ...verdict,
        findings: distinct(
          verdict.findings.map(({ check, category }) => ({ check, category, label: category, score: 1 })),
        ),
        warnings: distinct(verdict.warnings.map(({ span: _, ...warning }) => warning)),
      };
    case 'none':
      return {
        ...verdict,
        findings: [],
        checks: [],
        warnings: [...bareReason(verdict), ...withoutCategory(verdict)],
      };
  }
}

function bareReason({ decision }: PromptVerdict): Warning[] {
  if (decision === 'allow') return [];
  if (decision === 'warn') return [warningOf('prompt_warned')];
  return [warningOf('prompt_rejected')];
}

function withoutCategory({ warnings }: PromptVerdict): Warning[] {
  return warnings.filter(({ category }) => category === undefined);
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
