import type { Category } from '@shoji/core';
import type { LabelledPrompt } from '../labelled.ts';
import {
  type Confusion,
  confusionOf,
  type Rates,
  ratesOf,
  type ThresholdRow,
  thresholdTable,
} from './confusion.ts';
import { type Point, precisionRecallCurve, rocCurve } from './curves.ts';
import { areaUnderCurve, averagePrecision, caughtAt } from './ranking.ts';
import { type Reliability, reliability } from './reliability.ts';
import { type SourceTrade, tradeOf } from './trade.ts';

/** A check's answer to one prompt; `unread` and `failed` are not answers, and `not-asked` cost nothing. */
export type Answer =
  | {
      readonly kind: 'read';
      readonly score: number;
      readonly flagged: boolean;
      readonly category?: Category;
      /** Time of the answer, in milliseconds; absent for a stored one. */
      readonly ms?: number;
    }
  | { readonly kind: 'unread' | 'failed' | 'not-asked' };

/** A check's answers, one for each prompt, in their order. */
export interface CheckAnswers {
  readonly name: string;
  readonly answers: readonly Answer[];
}

/** A prompt that a check got wrong. */
export interface Mistake {
  readonly at: string;
  readonly text: string;
  readonly score: number;
  /** Its label, and the check's answer. */
  readonly labelled: string;
  readonly taken: string;
}

/** The results for the unsafe prompts of one category. */
export interface CategoryMeasure {
  readonly category: Category | 'unspecified';
  readonly prompts: number;
  readonly caught: number;
  /** Caught under the labelled category. */
  readonly named: number;
  /** Against all safe prompts. */
  readonly areaUnderCurve: number;
}

/** A check, measured on the prompts that are compared. Shares of nothing are NaN. */
export interface CheckMeasure extends Rates {
  readonly name: string;
  /** Of all prompts. */
  readonly counts: Readonly<Record<Answer['kind'], number>>;
  readonly confusion: Confusion;
  /** Share of the compared prompts that it flags or passes as the first check does. */
  readonly agreement: number;
  /** Median time of an answer, in milliseconds. */
  readonly medianMs: number;
  readonly areaUnderCurve: number;
  readonly averagePrecision: number;
  /** Share of unsafe prompts above the score that one safe prompt in a hundred exceeds. */
  readonly caughtAtOnePercent: number;
  readonly thresholds: readonly ThresholdRow[];
  /** The effect of the policy and of other thresholds on the prompts of each source. */
  readonly trade: readonly SourceTrade[];
  readonly roc: readonly Point[];
  readonly precisionRecall: readonly Point[];
  readonly reliability: Reliability;
  readonly categories: readonly CategoryMeasure[];
  /** Prompts by label, then by the judged category. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly missed: readonly Mistake[];
  readonly falseAlarms: readonly Mistake[];
}

/** Checks side by side on the same prompts. */
export interface Measured {
  readonly prompts: number;
  /** Prompts that were read by every check that read any; the measures are computed on these. */
  readonly compared: number;
  readonly unsafe: number;
  /** The assumed share of unsafe prompts in traffic, 0–1. */
  readonly prior: number;
  readonly checks: readonly CheckMeasure[];
}

/** The most mistakes kept of each kind. */
const WORST = 20;

/** The label of a prompt: `safe`, its category, or `unspecified`. */
function labelOf({ unsafe, category }: LabelledPrompt): string {
  return unsafe ? (category ?? 'unspecified') : 'safe';
}

/**
 * Measures checks on the prompts that all of them read, so that a check that reads only easy prompts has no advantage.
 * A check that read no prompt is listed, and does not reduce the set.
 * @param prior Share of unsafe prompts in traffic, 0–1.
 */
export function measure(
  prompts: readonly LabelledPrompt[],
  checks: readonly CheckAnswers[],
  prior: number,
): Measured {
  const reading = checks.filter(({ answers }) => answers.some(({ kind }) => kind === 'read'));
  const compared = prompts.flatMap((_, index) =>
    reading.length > 0 && reading.every(({ answers }) => answers[index]?.kind === 'read') ? [index] : [],
  );
  return {
    prompts: prompts.length,
    compared: compared.length,
    unsafe: compared.filter((index) => prompts[index]?.unsafe).length,
    prior,
    checks: checks.map((check) => ({
      ...measureCheck(prompts, check, compared, prior),
      agreement: agreementOf(check, reading[0] ?? check, compared),
    })),
  };
}

interface Case {
  readonly prompt: LabelledPrompt;
  readonly answer: Extract<Answer, { kind: 'read' }>;
}

function measureCheck(
  prompts: readonly LabelledPrompt[],
  { name, answers }: CheckAnswers,
  compared: readonly number[],
  prior: number,
): Omit<CheckMeasure, 'agreement'> {
  const counts = { read: 0, unread: 0, failed: 0, 'not-asked': 0 };
  for (const { kind } of answers) counts[kind] += 1;
  const cases = compared.flatMap((index): Case[] => {
    const [prompt, answer] = [prompts[index], answers[index]];
    return prompt && answer?.kind === 'read' ? [{ prompt, answer }] : [];
  });
  const scores = cases.map(({ answer }) => answer.score);
  const unsafe = cases.map(({ prompt }) => prompt.unsafe);
  const confusion = confusionOf(
    cases.map(({ answer }) => answer.flagged),
    unsafe,
  );
  return {
    name,
    counts,
    confusion,
    medianMs: medianOf(answers.flatMap((answer) => (answer.kind === 'read' ? (answer.ms ?? []) : []))),
    ...ratesOf(confusion, prior),
    areaUnderCurve: areaUnderCurve(scores, unsafe),
    averagePrecision: averagePrecision({ scores, unsafe }),
    caughtAtOnePercent: caughtAt(scores, unsafe, 0.01),
    thresholds: thresholdTable(scores, unsafe, prior),
    trade: tradeOf(cases),
    roc: rocCurve({ scores, unsafe }),
    precisionRecall: precisionRecallCurve({ scores, unsafe }),
    reliability: reliability({ scores, unsafe }, prior),
    categories: categoriesOf(cases),
    matrix: matrixOf(cases),
    missed: worst(cases, true),
    falseAlarms: worst(cases, false),
  };
}

function agreementOf(check: CheckAnswers, first: CheckAnswers, compared: readonly number[]): number {
  const same = compared.flatMap((index) => {
    const [own, other] = [check.answers[index], first.answers[index]];
    return own?.kind === 'read' && other?.kind === 'read' ? [own.flagged === other.flagged] : [];
  });
  return same.length === 0 ? Number.NaN : same.filter(Boolean).length / same.length;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function categoriesOf(cases: readonly Case[]): CategoryMeasure[] {
  const safe = cases.filter(({ prompt }) => !prompt.unsafe);
  const unsafe = cases.filter(({ prompt }) => prompt.unsafe);
  return [...Map.groupBy(unsafe, ({ prompt }) => prompt.category ?? ('unspecified' as const))]
    .map(([category, group]) => {
      const against = [...group, ...safe];
      return {
        category,
        prompts: group.length,
        caught: group.filter(({ answer }) => answer.flagged).length,
        named: group.filter(({ answer }) => answer.flagged && answer.category === category).length,
        areaUnderCurve: areaUnderCurve(
          against.map(({ answer }) => answer.score),
          against.map(({ prompt }) => prompt.unsafe),
        ),
      };
    })
    .sort((a, b) => b.prompts - a.prompts);
}

const takenFor = ({ flagged, category }: Case['answer']): string =>
  flagged ? (category ?? 'toxicity') : 'passed';

function matrixOf(cases: readonly Case[]): Record<string, Record<string, number>> {
  const rows = Map.groupBy(cases, ({ prompt }) => labelOf(prompt));
  return Object.fromEntries(
    [...rows].map(([label, group]) => {
      const taken = Map.groupBy(group, ({ answer }) => takenFor(answer));
      return [label, Object.fromEntries([...taken].map(([name, cases]) => [name, cases.length]))];
    }),
  );
}

/** Unsafe prompts that passed, the lowest score first; or safe ones that were flagged, the highest first. */
function worst(cases: readonly Case[], unsafe: boolean): Mistake[] {
  return cases
    .filter(({ prompt, answer }) => prompt.unsafe === unsafe && answer.flagged !== unsafe)
    .sort((a, b) => (unsafe ? 1 : -1) * (a.answer.score - b.answer.score))
    .slice(0, WORST)
    .map(({ prompt, answer }) => ({
      at: prompt.at,
      text: prompt.text,
      score: answer.score,
      labelled: labelOf(prompt),
      taken: takenFor(answer),
    }));
}
