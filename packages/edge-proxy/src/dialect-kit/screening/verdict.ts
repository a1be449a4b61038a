import {
  CATEGORIES,
  type Category,
  GenerationError,
  type GenerationResult,
  type PromptVerdict,
  type Warning,
} from '@shoji/core';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import type { Verdict } from '../call/call.ts';
import type { Reason } from '../placeholder/phrases.ts';

/** A request, or all pictures of it, that the policy refuses. Thrown through the flow, so it is one of its errors. */
export class Blocked extends GenerationError {
  readonly reason: Reason;
  readonly verdict: Verdict;

  constructor(reason: Reason, verdict: Verdict) {
    super('generator_rejected', 'The policy refuses this.');
    this.reason = reason;
    this.verdict = verdict;
  }
}

/** The verdict of a finished generation. */
export function verdictOf(result: GenerationResult): Verdict {
  const { id, prompt, warnings } = result;
  const told = { id, prompt: prompt.decision, warnings };
  return result.status === 'completed'
    ? { ...told, decision: result.decision, images: result.images.map(({ decision }) => decision) }
    : { ...told, decision: result.status, images: [] };
}

/** Why a refused prompt, an input picture or a made picture is not shown, derived from its warnings. */
export function reasonOf(what: Reason['what'], warnings: readonly Warning[], unchecked = false): Reason {
  const named = new Set(warnings.map(({ category }) => category));
  const categories = CATEGORIES.filter((category: Category) => named.has(category));
  return { what, unchecked, categories };
}

/** Why a prompt is refused, by its whole verdict and the warnings that its caller may read. */
export function promptReason(
  { unchecked, unreadable }: Pick<PromptVerdict, 'unchecked' | 'unreadable'>,
  warnings: readonly Warning[],
): Reason {
  return { ...reasonOf('prompt', warnings, unchecked), unreadable };
}

/** Why one picture is not shown; "could not be checked" only when no check found anything. */
export function pictureReason(warnings: readonly Warning[]): Reason {
  const failed = warnings.some(({ code }) => code === 'check_failed');
  return reasonOf('picture', warnings, failed && !warnings.some(({ category }) => category));
}

/** The verdict for clients that read headers. Codes only, because sentences do not belong in a header. */
export function verdictHeaders({ id, decision, prompt, images, warnings }: Verdict): Record<string, string> {
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return {
    'X-Shoji-Id': id,
    'X-Shoji-Decision': decision,
    'X-Shoji-Prompt': prompt,
    ...(images.length > 0 && { 'X-Shoji-Images': images.join(', ') }),
    ...(codes.length > 0 && { 'X-Shoji-Warnings': codes.join(', ') }),
  };
}

/**
 * The verdict as the `shoji` field of an answer, where a protocol tolerates a further field. Without their spans, two
 * warnings of one prompt may be equal; they are merged.
 */
export function verdictField({ id, decision, prompt, images, warnings }: Verdict): JsonObject {
  return {
    id,
    decision,
    prompt,
    images,
    warnings: [...new Map(warnings.map(bareWarning).map((each) => [JSON.stringify(each), each])).values()],
  };
}

function bareWarning({ code, message, category, image }: Warning): JsonObject {
  return { code, message, ...(category && { category }), ...(image !== undefined && { image }) };
}

/** The verdict for one picture of a streamed answer: its own warnings, and, with the first picture, the prompt's. */
export function verdictAt(verdict: Verdict, index: number): Verdict {
  const warnings = verdict.warnings.filter(({ image }) => (image ?? 0) === index);
  return { ...verdict, warnings };
}

/** Why a picture is blurred, also when its prompt is the reason. */
export function blurReason(warnings: readonly Warning[], prompt: readonly Warning[]): Reason {
  const byPrompt = warnings.some(({ code }) => code === 'prompt_warned');
  return reasonOf('picture', byPrompt ? [...warnings, ...prompt] : warnings);
}
