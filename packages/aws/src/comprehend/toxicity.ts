import { resilient } from '@shoji/capacity';
import {
  type Category,
  CheckError,
  type CheckReport,
  type Finding,
  type PromptClassifier,
} from '@shoji/core';
import { lazy } from '@shoji/core/time';
import * as z from 'zod/mini';
import { isNamed, isOutage, isRetryable, readAnswer, toCheckError } from '../errors.ts';
import { type AwsOptions, clientConfig } from '../options.ts';
import { canRead } from './language.ts';
import { billedUnits, MAX_REQUESTS, MAX_SEGMENT_BYTES, MAX_SEGMENTS } from './limits.ts';
import { COMPREHEND_CALLS } from './resilience.ts';
import { splitParts, splitSegments } from './segments.ts';

/** Options for Amazon Comprehend's toxicity detection, which needs no training. */
export interface ComprehendToxicityOptions extends AwsOptions {
  /** Needed only to tell two classifiers of this kind apart. */
  readonly name?: string;
  /** Lower scores (0–1) give no finding. Keep it at or under the policy's lowest threshold, which is 0.3 in every preset. */
  readonly minScore?: number;
}

/** The service's labels. Source: Comprehend API reference, ToxicContent. */
const CATEGORY_OF: Readonly<Record<string, Category>> = {
  GRAPHIC: 'graphic',
  HARASSMENT_OR_ABUSE: 'harassment',
  HATE_SPEECH: 'hate',
  INSULT: 'harassment',
  PROFANITY: 'profanity',
  SEXUAL: 'sexual',
  VIOLENCE_OR_THREAT: 'violence',
};
/** The label of the score over all kinds of toxicity together. */
const OVERALL = 'TOXICITY';

const score = z.number().check(z.minimum(0), z.maximum(1));
const answerSchema = z.object({
  ResultList: z.array(
    z.object({ Labels: z.array(z.object({ Name: z.string(), Score: score })), Toxicity: score }),
  ),
});
type Results = z.infer<typeof answerSchema>['ResultList'];

/**
 * Classifies prompts with DetectToxicContent. It reads English only, at most 10 segments of 1 KB; other prompts
 * are reported as skipped. A label's score is its highest in any segment.
 */
export function comprehendToxicity(options: ComprehendToxicityOptions = {}): PromptClassifier {
  const { name = 'comprehend-toxicity', minScore = 0.3 } = options;

  const service = lazy(async () => {
    const { ComprehendClient, DetectToxicContentCommand, ShortAnswers } = await import(
      '../clients/comprehend.ts'
    );
    const client = new ComprehendClient({ ...clientConfig(options), requestHandler: new ShortAnswers() });
    const run = resilient({
      // AWS publishes no quota of calls per second for this operation; it throttles by load.
      concurrency: 10,
      waiting: 100,
      ...COMPREHEND_CALLS,
      ...options.resilience,
      retryable: isRetryable,
      trips: isOutage,
    });
    return (segments: readonly string[], signal: AbortSignal) =>
      run(async (abortSignal) => {
        const command = new DetectToxicContentCommand({
          // The service refuses a lone surrogate, which has no UTF-8 encoding.
          TextSegments: segments.map((segment) => ({ Text: segment.toWellFormed() })),
          LanguageCode: 'en',
        });
        const answer = readAnswer(name, answerSchema, await client.send(command, { abortSignal }));
        if (answer.ResultList.length !== segments.length) {
          throw new CheckError(
            'invalid-answer',
            `${name}: ${answer.ResultList.length} results for ${segments.length} segments`,
          );
        }
        return answer.ResultList;
      }, signal);
  });

  return {
    name,
    specificationVersion: 1,
    covers: [...new Set([...Object.values(CATEGORY_OF), 'toxicity' as const])],
    async classify(prompt, { signal }): Promise<CheckReport> {
      const requests = requestsOf(prompt);
      if (requests.length > MAX_REQUESTS) return { findings: [], skipped: 'too-long' };
      const readable = canRead(prompt, 'en');
      if (readable === 'no') return { findings: [], skipped: 'language' };
      try {
        const detect = await service();
        const results = await Promise.all(requests.map((segments) => detect(segments, signal)));
        return {
          findings: findings(name, results.flat()).filter(({ score }) => score >= minScore),
          // The readable part counts, and the report says that some of the prompt was skipped.
          ...(readable === 'partly' && { skipped: 'language' }),
          usage: [
            {
              item: 'comprehend-toxicity.unit',
              quantity: requests.reduce((sum, segments) => sum + billedUnits(segments.join('')), 0),
            },
          ],
        };
      } catch (error) {
        if (isNamed(error, 'UnsupportedLanguageException')) return { findings: [], skipped: 'language' };
        throw toCheckError(name, error, signal);
      }
    },
  };
}

/** The segments of each request that a prompt takes: one for all but long ones. */
function requestsOf(prompt: string): string[][] {
  const whole = splitSegments(prompt, MAX_SEGMENT_BYTES, MAX_SEGMENTS);
  if (whole) return [whole];
  const segments = splitParts(prompt, MAX_SEGMENT_BYTES);
  return Array.from({ length: Math.ceil(segments.length / MAX_SEGMENTS) }, (_, index) =>
    segments.slice(index * MAX_SEGMENTS, (index + 1) * MAX_SEGMENTS),
  );
}

function findings(check: string, results: Results): Finding[] {
  const highest = new Map<string, number>();
  for (const { Labels, Toxicity } of results) {
    for (const { Name, Score } of [...Labels, { Name: OVERALL, Score: Toxicity }]) {
      highest.set(Name, Math.max(highest.get(Name) ?? 0, Score));
    }
  }
  return [...highest].map(([label, score]) => ({ check, category: categoryOf(check, label), label, score }));
}

function categoryOf(check: string, label: string): Category {
  if (label === OVERALL) return 'toxicity';
  const category = Object.hasOwn(CATEGORY_OF, label) ? CATEGORY_OF[label] : undefined;
  if (category === undefined) throw new CheckError('unknown-label', `${check}: label "${label}" is unknown`);
  return category;
}
