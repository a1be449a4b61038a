import type { Category } from '../vocabulary/category.ts';
import type { CheckReport, Finding } from '../vocabulary/finding.ts';
import type { CallOptions } from './call.ts';
import type { EnginePart } from './part.ts';

/**
 * Rules that read a prompt synchronously, in microseconds, before any classifier runs.
 * @example
 * ```ts
 * const shouting: PromptRules = {
 *   name: 'shouting',
 *   covers: ['profanity'],
 *   match: (prompt) =>
 *     prompt === prompt.toUpperCase() ? [{ check: 'shouting', category: 'profanity', label: 'caps', score: 0.6 }] : [],
 * };
 * ```
 */
export interface PromptRules {
  readonly name: string;
  readonly covers: readonly Category[];
  /** @param beside The facts of the request's other texts. Rules that do not care about them leave it out. */
  match(prompt: string, beside?: BesideTexts): readonly Finding[];
}

/** The facts of a request's other texts that matter for how one text is read. */
export interface BesideTexts {
  /** Another text names a person under 18, so no context excuses sexual words in this one. */
  readonly namesMinor: boolean;
}

/**
 * A classifier of prompts, local or remote. Throws `CheckError` when it cannot answer; reports `skipped` when it cannot read.
 * @example
 * ```ts
 * const classifier: PromptClassifier = {
 *   name: 'acme',
 *   covers: ['hate'],
 *   async classify(prompt, { signal }) {
 *     const score = await askAcme(prompt, signal);
 *     return { findings: [{ check: 'acme', category: 'hate', label: 'hateful', score }] };
 *   },
 * };
 * ```
 */
export interface PromptClassifier extends EnginePart {
  /** The categories that it can detect. `GET /v1/policy` shows the categories that no check covers. */
  readonly covers: readonly Category[];
  classify(prompt: string, options: CallOptions): Promise<CheckReport>;
}
