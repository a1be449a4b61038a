import { type Category, CheckError, type Finding } from '@shoji/core';
import type { Usage } from '@shoji/core/vocabulary';
import * as z from 'zod/mini';

/** The content filters, and what each means here. Source: Bedrock API reference, GuardrailContentFilter. */
export const FILTERS = {
  HATE: 'hate',
  INSULTS: 'harassment',
  SEXUAL: 'sexual',
  VIOLENCE: 'violence',
  MISCONDUCT: 'illegal',
  PROMPT_ATTACK: 'toxicity',
} as const satisfies Record<string, Category>;
/** The name of a content filter. */
export type GuardrailFilter = keyof typeof FILTERS;

/** The score of what a filter or list found without blocking it. */
const SCORE_OF = { NONE: 0, LOW: 0.4, MEDIUM: 0.7, HIGH: 0.95 };
const DETECTED = 0.5;
/** The score of what the guardrail blocks or masks: the operator has configured that. */
const INTERVENED = 1;

const action = z.enum(['NONE', 'BLOCKED', 'ANONYMIZED']);
const detected = z.optional(z.boolean());
const units = z.optional(z.int().check(z.gte(0)));
const coverage = z.optional(z.object({ guarded: z.int(), total: z.int() }));

/** The part of ApplyGuardrail's answer that is read. Source: Bedrock API reference, ApplyGuardrail. */
export const answerSchema = z.object({
  action: z.enum(['NONE', 'GUARDRAIL_INTERVENED']),
  assessments: z.array(
    z.object({
      contentPolicy: z.optional(
        z.object({
          filters: z.array(
            z.object({
              type: z.string(),
              confidence: z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH']),
              action,
            }),
          ),
        }),
      ),
      topicPolicy: z.optional(
        z.object({ topics: z.array(z.object({ name: z.string(), action, detected })) }),
      ),
      wordPolicy: z.optional(
        z.object({
          customWords: z.array(z.object({ action, detected })),
          managedWordLists: z.array(z.object({ type: z.string(), action, detected })),
        }),
      ),
      sensitiveInformationPolicy: z.optional(
        z.object({
          piiEntities: z.array(z.object({ type: z.string(), action, detected })),
          regexes: z.array(z.object({ action, detected })),
        }),
      ),
    }),
  ),
  usage: z.object({
    topicPolicyUnits: units,
    contentPolicyUnits: units,
    contentPolicyImageUnits: units,
    wordPolicyUnits: units,
    sensitiveInformationPolicyUnits: units,
  }),
  guardrailCoverage: z.optional(z.object({ textCharacters: coverage, images: coverage })),
});
export type GuardrailAnswer = z.infer<typeof answerSchema>;

/** How an answer is read. */
export interface Reading {
  readonly check: string;
  readonly topics: Readonly<Record<string, Category>>;
}

/**
 * The findings of an answer. A denied topic is `toxicity` unless it has a meaning; so is a word of the operator's and
 * sensitive information.
 * @throws CheckError `unknown-label` for an unknown filter or word list, and when the guardrail intervened for a reason
 * that is not in the answer.
 */
export function findingsOf({ action: taken, assessments }: GuardrailAnswer, reading: Reading): Finding[] {
  const found = assessments.flatMap((assessment) => ofAssessment(assessment, reading));
  if (taken === 'GUARDRAIL_INTERVENED' && !found.some(({ score }) => score === INTERVENED)) {
    throw new CheckError('unknown-label', `${reading.check}: the guardrail intervened for an unknown reason`);
  }
  return found;
}

function ofAssessment(
  assessment: GuardrailAnswer['assessments'][number],
  { check, topics }: Reading,
): Finding[] {
  const { contentPolicy, topicPolicy, wordPolicy, sensitiveInformationPolicy } = assessment;
  const finding = (category: Category, label: string, score: number): Finding[] =>
    score > 0 ? [{ check, category, label, score }] : [];
  const scoreOf = (taken: z.infer<typeof action>, without: number) =>
    taken === 'NONE' ? without : INTERVENED;
  const ifDetected = (entry: { action: z.infer<typeof action>; detected?: boolean | undefined }) =>
    scoreOf(entry.action, entry.detected === false ? 0 : DETECTED);
  return [
    ...(contentPolicy?.filters ?? []).flatMap(({ type, confidence, action: taken }) =>
      finding(categoryOf(check, type), type, scoreOf(taken, SCORE_OF[confidence])),
    ),
    ...(topicPolicy?.topics ?? []).flatMap((topic) =>
      finding(
        (Object.hasOwn(topics, topic.name) ? topics[topic.name] : undefined) ?? 'toxicity',
        `topic ${topic.name}`,
        ifDetected(topic),
      ),
    ),
    ...(wordPolicy?.customWords ?? []).flatMap((word) => finding('toxicity', 'word', ifDetected(word))),
    ...(wordPolicy?.managedWordLists ?? []).flatMap((word) => {
      if (word.type !== 'PROFANITY') throw unknownLabel(check, `word list ${word.type}`);
      return finding('profanity', 'PROFANITY', ifDetected(word));
    }),
    ...(sensitiveInformationPolicy?.piiEntities ?? []).flatMap((entity) =>
      finding('toxicity', entity.type, ifDetected(entity)),
    ),
    ...(sensitiveInformationPolicy?.regexes ?? []).flatMap((regex) =>
      finding('toxicity', 'pattern', ifDetected(regex)),
    ),
  ];
}

function categoryOf(check: string, type: string): Category {
  if (isFilter(type)) return FILTERS[type];
  throw unknownLabel(check, `filter ${type}`);
}

function isFilter(type: string): type is GuardrailFilter {
  return Object.hasOwn(FILTERS, type);
}

function unknownLabel(check: string, label: string): CheckError {
  return new CheckError('unknown-label', `${check}: unknown ${label}`);
}

/** The content filters in an answer of full scope, which lists also those that found nothing. */
export function filtersIn({ assessments }: GuardrailAnswer): Set<string> {
  return new Set(
    assessments.flatMap(({ contentPolicy }) => contentPolicy?.filters.map(({ type }) => type) ?? []),
  );
}

/** Whether the guardrail judged all of the text, or the picture: it skips what it has no policy for. */
export function isWhole({ guardrailCoverage, usage }: GuardrailAnswer, kind: 'text' | 'image'): boolean {
  const covered = kind === 'text' ? guardrailCoverage?.textCharacters : guardrailCoverage?.images;
  if (covered) return covered.total > 0 && covered.guarded === covered.total;
  const { contentPolicyImageUnits = 0, ...ofText } = usage;
  return kind === 'image'
    ? contentPolicyImageUnits > 0
    : Object.values(ofText).some((count = 0) => count > 0);
}

/** The billed usage of an answer. */
export function usageOf({ usage }: GuardrailAnswer): Usage[] {
  const items: [string, number | undefined][] = [
    ['bedrock-guardrail.content-unit', usage.contentPolicyUnits],
    ['bedrock-guardrail.topic-unit', usage.topicPolicyUnits],
    ['bedrock-guardrail.word-unit', usage.wordPolicyUnits],
    ['bedrock-guardrail.sensitive-unit', usage.sensitiveInformationPolicyUnits],
    ['bedrock-guardrail.image', usage.contentPolicyImageUnits],
  ];
  return items.flatMap(([item, quantity = 0]) => (quantity > 0 ? [{ item, quantity }] : []));
}
