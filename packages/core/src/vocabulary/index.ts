/** The vocabulary that checks, policies and answers share: outcomes, spans, usage, and the codes of warnings. */
export { HALF_CATEGORIES, isCategory, SEXUAL_CATEGORIES } from './category.ts';
export type { CheckFailure } from './check-error.ts';
export { severer } from './decision.ts';
export type { Notice, SkipReason, Span, Usage } from './finding.ts';
export { type CheckOutcome, NO_PROMPT, refuses } from './verdict.ts';
export { type CategoryWarningCode, categoryWarningCode, WARNING_CODES, type WarningCode } from './warning.ts';
