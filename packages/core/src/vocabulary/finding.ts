import type { Category } from './category.ts';

/** Start and end in UTF-16 offsets of the prompt as typed; `end` is exclusive. */
export type Span = readonly [start: number, end: number];

/**
 * One finding of one check.
 * @example
 * ```ts
 * const finding: Finding = { check: 'acme', category: 'drugs', label: 'Pills', score: 0.93 };
 * ```
 */
export interface Finding {
  /** Name of the check, e.g. `rules` or `rekognition`. */
  readonly check: string;
  readonly category: Category;
  /** The check's own label, e.g. of Rekognition. */
  readonly label: string;
  /** Confidence, 0–1. */
  readonly score: number;
  readonly span?: Span;
  /** For an animation: position of the frame that shows it best, from 0. */
  readonly frame?: number;
}

/**
 * Why a check skipped its input. `too-long` counts as not checked. For a prompt in a `language` that the check does not
 * know, the policy's `unreadPrompt` decides.
 */
export type SkipReason = 'language' | 'too-long';

/** A quantity that a provider bills, named as in the price table, e.g. `{ item: 'rekognition.image', quantity: 1 }`. */
export interface Usage {
  readonly item: string;
  readonly quantity: number;
}

/** Information for the operator about a check; it does not change the decision. */
export interface Notice {
  /** Stable, kebab-case, e.g. `adapter-dropped`. */
  readonly code: string;
  readonly message: string;
}

/**
 * The answer of a check. A check that cannot answer throws `CheckError` instead.
 * @example
 * ```ts
 * const nothingFound: CheckReport = { findings: [], model: 'acme-2' };
 * const notRead: CheckReport = { findings: [], skipped: 'language' };
 * ```
 */
export interface CheckReport {
  readonly findings: readonly Finding[];
  /** Set when the check could not read the input: "not checked", which is not "passed". */
  readonly skipped?: SkipReason;
  /**
   * The likelihood that a prompt is unsafe, 0–1, from a check with calibrated scores; such a check reports it for every
   * prompt that it reads, also without findings. The findings of rules are weighed with it (see `weigh`).
   */
  readonly likelihood?: number;
  /** How sure the check is that a picture is drawn or animated, 0–1. */
  readonly illustrated?: number;
  /** Version of the model that answered. */
  readonly model?: string;
  readonly notices?: readonly Notice[];
  readonly usage?: readonly Usage[];
}
