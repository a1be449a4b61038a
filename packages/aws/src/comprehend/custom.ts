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
import { isOutage, isRetryable, readAnswer, toCheckError } from '../errors.ts';
import { type AwsOptions, clientConfig } from '../options.ts';
import { canRead, type TextLanguage } from './language.ts';
import { billedUnits, MAX_REQUESTS, MAX_TEXT_BYTES } from './limits.ts';
import { COMPREHEND_CALLS } from './resilience.ts';
import { splitParts } from './segments.ts';

/** Options for an Amazon Comprehend endpoint. The Region is taken from the endpoint's ARN. */
export interface ComprehendCustomOptions extends Omit<AwsOptions, 'region'> {
  /** Needed only to tell two classifiers of this kind apart. */
  readonly name?: string;
  /** ARN of the document classifier's endpoint; also the built-in `…:aws:document-classifier-endpoint/prompt-safety`. */
  readonly endpointArn: string;
  /** The meaning of each class of the model. When left out: `Toxic`, `Not Toxic`, `UNSAFE_PROMPT` and `SAFE_PROMPT`. */
  readonly classes?: Readonly<Record<string, Category | 'safe'>>;
  /** The language the model was trained for; a model has one. English when left out. */
  readonly language?: TextLanguage;
  /** Inference units of the endpoint: each takes 2 prompts a second. 1 when left out. */
  readonly inferenceUnits?: number;
  /** Lower scores (0–1) give no finding. Keep it at or under the policy's lowest threshold, which is 0.3 in every preset. */
  readonly minScore?: number;
}

/** The classes of AWS's toxicity training lab and of the built-in prompt-safety endpoint. */
export const USUAL_CLASSES: Readonly<Record<string, Category | 'safe'>> = {
  Toxic: 'toxicity',
  'Not Toxic': 'safe',
  UNSAFE_PROMPT: 'toxicity',
  SAFE_PROMPT: 'safe',
};

// Documents per second and inference unit. Source: Comprehend developer guide, "Managing endpoints".
const PROMPTS_PER_UNIT = 2;

const scored = z.array(z.object({ Name: z.string(), Score: z.number().check(z.minimum(0), z.maximum(1)) }));
/** Multi-class models answer `Classes`, multi-label models `Labels`. */
const answerSchema = z
  .object({ Classes: z._default(scored, []), Labels: z._default(scored, []) })
  .check(z.refine(({ Classes, Labels }) => Classes.length + Labels.length > 0, 'no class'));

/**
 * Classifies prompts with ClassifyDocument on a custom classifier's endpoint. A prompt over 10 KB is sent in
 * parts, and is as unsafe as the worst of them. One in a script or language that the model was not trained for is reported
 * as skipped, because the service would guess.
 * A class that has no meaning here is a `CheckError`.
 * @throws Error when the ARN is not the ARN of a classifier's endpoint.
 */
export function comprehendCustom(options: ComprehendCustomOptions): PromptClassifier {
  const { name = 'comprehend-custom', endpointArn, classes = USUAL_CLASSES } = options;
  const { language = 'en', minScore = 0.3 } = options;
  const { region, shared } = parseArn(endpointArn);
  const meaning = lowerCaseKeys(classes);
  const perSecond = PROMPTS_PER_UNIT * (options.inferenceUnits ?? 1);

  const service = lazy(async () => {
    const { ComprehendClient, ClassifyDocumentCommand, ShortAnswers } = await import(
      '../clients/comprehend.ts'
    );
    const client = new ComprehendClient({
      ...clientConfig({ ...options, region }),
      requestHandler: new ShortAnswers(),
    });
    const run = resilient({
      // The built-in endpoint has no inference units.
      ...(!shared && { perSecond }),
      concurrency: shared ? 10 : perSecond,
      waiting: 50,
      ...COMPREHEND_CALLS,
      ...options.resilience,
      retryable: isRetryable,
      trips: isOutage,
    });
    return (text: string, signal: AbortSignal) =>
      run(async (abortSignal) => {
        // The service refuses a lone surrogate, which has no UTF-8 encoding.
        const command = new ClassifyDocumentCommand({ EndpointArn: endpointArn, Text: text.toWellFormed() });
        const answer = readAnswer(name, answerSchema, await client.send(command, { abortSignal }));
        return [...answer.Classes, ...answer.Labels];
      }, signal);
  });

  const findings = (classes: z.infer<typeof scored>): Finding[] =>
    classes.flatMap(({ Name, Score }) => {
      const category = meaning.get(Name.toLowerCase());
      if (category === undefined) {
        throw new CheckError('unknown-label', `${name}: class "${Name}" is unknown; add it to classes`);
      }
      if (category === 'safe' || Score < minScore) return [];
      return [{ check: name, category, label: Name, score: Score }];
    });

  return {
    name,
    specificationVersion: 1,
    covers: covered(classes),
    async classify(prompt, { signal }): Promise<CheckReport> {
      const parts = splitParts(prompt, MAX_TEXT_BYTES);
      if (parts.length > MAX_REQUESTS) return { findings: [], skipped: 'too-long' };
      const readable = canRead(prompt, language);
      if (readable === 'no') return { findings: [], skipped: 'language' };
      try {
        const classify = await service();
        const classes = await Promise.all(parts.map((part) => classify(part, signal)));
        return {
          findings: findings(highest(classes.flat())),
          // The readable part counts, and the report says that some of the prompt was skipped.
          ...(readable === 'partly' && { skipped: 'language' }),
          usage: [
            { item: 'comprehend.unit', quantity: parts.reduce((sum, part) => sum + billedUnits(part), 0) },
          ],
        };
      } catch (error) {
        throw toCheckError(name, error, signal);
      }
    },
  };
}

/** The highest score of each class over all parts: a prompt is as unsafe as its worst part. */
function highest(classes: z.infer<typeof scored>): z.infer<typeof scored> {
  const worst = new Map<string, z.infer<typeof scored>[number]>();
  for (const each of classes)
    if (each.Score > (worst.get(each.Name)?.Score ?? -1)) worst.set(each.Name, each);
  return [...worst.values()];
}

function parseArn(arn: string): { region: string; shared: boolean } {
  const match = /^arn:aws[\w-]*:comprehend:([\w-]+):(aws|\d{12}):document-classifier-endpoint\/.+$/.exec(arn);
  const [, region, account] = match ?? [];
  if (region === undefined) {
    throw new Error(
      `comprehendCustom: endpointArn must be like arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/name, not ${JSON.stringify(arn)}.`,
    );
  }
  return { region, shared: account === 'aws' };
}

function covered(classes: Readonly<Record<string, Category | 'safe'>>): Category[] {
  return [...new Set(Object.values(classes))].filter((category) => category !== 'safe');
}

function lowerCaseKeys<Value>(record: Readonly<Record<string, Value>>): Map<string, Value> {
  return new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}
