import { resilient } from '@shoji/capacity';
import {
  type Category,
  CheckError,
  type CheckReport,
  type EncodedImage,
  type ImageModerator,
  type PromptClassifier,
} from '@shoji/core';
import { lazy } from '@shoji/core/time';
import { isOutage, isRetryable, readAnswer, toCheckError } from '../errors.ts';
import { type AwsOptions, clientConfig, quotaOf } from '../options.ts';
import {
  answerSchema,
  FILTERS,
  filtersIn,
  findingsOf,
  type GuardrailAnswer,
  type GuardrailFilter,
  isWhole,
  usageOf,
} from './answer.ts';

/** Options for a guardrail of Amazon Bedrock. */
export interface BedrockGuardrailOptions extends AwsOptions {
  /** The guardrail's id or ARN. */
  readonly id: string;
  /** Its version, such as `1`, or `DRAFT`. */
  readonly version: string;
  /** The start of the names of the two checks. Needed only to tell two guardrails apart. */
  readonly name?: string;
  /**
   * The content filters that the guardrail has, for `covers`; for prompts all six when not given, for pictures all but
   * `PROMPT_ATTACK`. A notice names those that an answer does not have.
   */
  readonly filters?: readonly GuardrailFilter[];
  /** The meanings of denied topics, by their names; a topic without one is `toxicity`. */
  readonly topics?: Readonly<Record<string, Category>>;
}

/** The two checks of a guardrail. */
export interface BedrockGuardrail {
  /** The check for `prompt` of a configuration. */
  readonly prompt: PromptClassifier;
  /** The check for `image` of a configuration. */
  readonly image: ImageModerator;
}

// Limits of the input. Source: Bedrock user guide, "Block harmful images with content filters", and the quotas of
// ApplyGuardrail: 25 text units of 1,000 characters for content filters.
const MAX_CHARACTERS = 25_000;
const MAX_BYTES = 4 * 1_024 * 1_024;
const MAX_SIDE = 8_000;
/** Pictures a second and account; at least as many texts are allowed. */
const PER_SECOND = 25;

/** One thing to judge, as the service takes it. */
interface Asked {
  readonly check: string;
  readonly kind: 'text' | 'image';
  /** A prompt is input of the model behind; a picture is its output. */
  readonly source: 'INPUT' | 'OUTPUT';
  readonly content:
    | { text: { text: string } }
    | { image: { format: 'png' | 'jpeg'; source: { bytes: Uint8Array } } };
  readonly filters: readonly GuardrailFilter[];
}

/**
 * Judges prompts and pictures with a guardrail of Amazon Bedrock (`ApplyGuardrail`): no model is called. A prompt has at
 * most 25,000 characters, a longer one is skipped; a picture is PNG or JPEG with at most 8,000 px a side and 4 MB. What
 * the guardrail blocks or masks scores 1, and what a filter only detects scores by its confidence. The check fails when
 * the guardrail intervened for a reason that Shoji does not know, and when it has no policy for the kind of input.
 * @example
 * ```ts
 * const guardrail = bedrockGuardrail({ id: 'a1b2c3d4e5f6', version: '1', region: 'eu-west-1' });
 * export default defineConfig({ prompt: [rules(), guardrail.prompt], image: [guardrail.image] });
 * ```
 */
export function bedrockGuardrail(options: BedrockGuardrailOptions): BedrockGuardrail {
  const { id, version, name = 'bedrock-guardrail', topics = {} } = options;
  const service = lazy(async () => {
    const { ApplyGuardrailCommand, BedrockRuntimeClient, ShortAnswers } = await import(
      '../clients/bedrock-guardrail.ts'
    );
    const client = new BedrockRuntimeClient({ ...clientConfig(options), requestHandler: new ShortAnswers() });
    const run = resilient({
      ...quotaOf(PER_SECOND),
      backoff: 300,
      ...options.resilience,
      retryable: isRetryable,
      trips: isOutage,
    });
    return ({ check, source, content }: Asked, signal: AbortSignal) =>
      run(async (abortSignal) => {
        const command = new ApplyGuardrailCommand({
          guardrailIdentifier: id,
          guardrailVersion: version,
          source,
          content: [content],
          // Lists also the filters that found nothing, so that a missing one is noticed.
          outputScope: 'FULL',
        });
        return readAnswer(check, answerSchema, await client.send(command, { abortSignal }));
      }, signal);
  });
  const ask = async (asked: Asked, signal: AbortSignal): Promise<CheckReport> => {
    try {
      const apply = await service();
      return report(asked, await apply(asked, signal), topics);
    } catch (error) {
      throw toCheckError(asked.check, error, signal);
    }
  };

  const all: readonly GuardrailFilter[] = ['HATE', 'INSULTS', 'SEXUAL', 'VIOLENCE', 'MISCONDUCT'];
  const inPrompts = options.filters ?? [...all, 'PROMPT_ATTACK'];
  const inPictures = (options.filters ?? all).filter((filter) => filter !== 'PROMPT_ATTACK');
  const covers = (filters: readonly GuardrailFilter[]) => filters.map((filter) => FILTERS[filter]);
  const [promptCheck, imageCheck] = [`${name}-prompt`, `${name}-image`];
  return {
    prompt: {
      name: promptCheck,
      specificationVersion: 1,
      // Words, topics and sensitive information are found, too.
      covers: [
        ...new Set([
          ...covers(inPrompts),
          'profanity' as const,
          'toxicity' as const,
          ...Object.values(topics),
        ]),
      ],
      async classify(prompt, { signal }) {
        signal.throwIfAborted();
        // The service refuses an empty text, and a blank one says nothing.
        if (prompt.trim() === '') return { findings: [] };
        if ([...prompt].length > MAX_CHARACTERS) return { findings: [], skipped: 'too-long' };
        const content = { text: { text: prompt.toWellFormed() } };
        return ask(
          { check: promptCheck, kind: 'text', source: 'INPUT', content, filters: inPrompts },
          signal,
        );
      },
    },
    image: {
      name: imageCheck,
      specificationVersion: 1,
      covers: covers(inPictures),
      async moderate(image, { signal }) {
        signal.throwIfAborted();
        const content = { image: { format: formatOf(imageCheck, image), source: { bytes: image.bytes } } };
        return ask(
          { check: imageCheck, kind: 'image', source: 'OUTPUT', content, filters: inPictures },
          signal,
        );
      },
    },
  };
}

function report(
  { check, kind, filters }: Asked,
  answer: GuardrailAnswer,
  topics: Record<string, Category>,
): CheckReport {
  const findings = findingsOf(answer, { check, topics });
  if (!isWhole(answer, kind)) {
    throw new CheckError(
      'invalid-answer',
      `${check}: the guardrail did not judge the whole ${kind}. It needs a policy for ${kind === 'text' ? 'texts' : 'images'}.`,
    );
  }
  const listed = filtersIn(answer);
  const missing = filters.filter((filter) => !listed.has(filter));
  return {
    findings,
    ...(missing.length > 0 && {
      notices: [
        {
          code: 'filter-missing',
          message: `The guardrail has no filter ${missing.join(', ')} for this kind of input. Add it, or leave it out of \`filters\`.`,
        },
      ],
    }),
    usage: usageOf(answer),
  };
}

function formatOf(check: string, { mediaType, width, height, bytes }: EncodedImage): 'png' | 'jpeg' {
  const refuse = (reads: string) => new CheckError('invalid-input', `${check}: reads ${reads}`);
  if (mediaType === 'image/webp') throw refuse('JPEG and PNG, not WebP');
  if (Math.max(width, height) > MAX_SIDE) throw refuse(`up to ${MAX_SIDE} px a side, not ${width}×${height}`);
  if (bytes.length > MAX_BYTES) throw refuse(`${MAX_BYTES} bytes, not ${bytes.length}`);
  return mediaType === 'image/png' ? 'png' : 'jpeg';
}
