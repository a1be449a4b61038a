import { policyAnswer } from '@shoji/core/wire';
import type { Connection } from './connection.ts';
import { read } from './decode.ts';
import { DEFAULT_LIMITS, type Limits } from './defaults.ts';
import { bodyOf, type RequestOptions, request } from './request.ts';

/** The public part of the operator's policy and generator. */
export interface PolicyFacts {
  readonly name: string;
  /** Whether blurred pictures may be revealed. */
  readonly reveal: boolean;
  readonly generator: { readonly name: string; readonly kind: 'model' | 'sample' } | undefined;
  readonly limits: Limits;
  /** Categories that no configured check detects, by type of content; undefined if the server does not report them. */
  readonly uncovered: { readonly prompt: readonly string[]; readonly image: readonly string[] } | undefined;
  /** Decisions by category, if the operator publishes them. */
  readonly prompt?: PromptPolicy | undefined;
}

/** The public part of how prompts are judged. */
export interface PromptPolicy {
  /** Scores 0–1 from which a category is warned about or rejected. */
  readonly thresholds: Readonly<
    Record<string, { readonly warn?: number | undefined; readonly reject?: number | undefined }>
  >;
  /** Whether refusals name the words, or only the category. */
  readonly namesWords: boolean;
  /** Names of the checks that read prompts. */
  readonly checks: readonly string[];
}

/** Reads `GET /v1/policy`. @throws ClientError */
export async function readPolicy(connection: Connection, signal: AbortSignal): Promise<PolicyFacts> {
  return parsePolicy(await fetchPolicy(connection, { signal }));
}

/**
 * The answer of `GET /v1/policy` as it came, which may be kept.
 * @throws ClientError
 * @throws the signal's reason if it is aborted
 */
export async function fetchPolicy(
  connection: Connection,
  options: Pick<RequestOptions, 'signal' | 'onSilence' | 'patienceMs'>,
): Promise<string> {
  const reply = await request(connection, '/v1/policy', options);
  if (!reply.ok) throw reply.error;
  return bodyOf(reply.response, options.signal);
}

/** The facts in an answer of `GET /v1/policy`. @throws ClientError `stranger`. */
export function parsePolicy(json: string): PolicyFacts {
  const { name, reveal, generator, uncovered, explain, prompt, checks } = read(policyAnswer, json);
  const side = generator?.side;
  return {
    name,
    reveal,
    generator: generator ? { name: generator.name, kind: generator.kind } : undefined,
    limits: {
      maxImages: generator?.max_images ?? DEFAULT_LIMITS.maxImages,
      side: side ? { min: side.min, max: side.max, multipleOf: side.multiple_of } : DEFAULT_LIMITS.side,
      negativePrompt: generator?.negative_prompt ?? DEFAULT_LIMITS.negativePrompt,
      inputImage: generator?.input_image ?? DEFAULT_LIMITS.inputImage,
      inputStrength: generator?.input_strength ?? DEFAULT_LIMITS.inputStrength,
      prompt: generator?.prompt_limit ?? DEFAULT_LIMITS.prompt,
    },
    uncovered: uncovered ?? undefined,
    prompt:
      explain === 'none' || !prompt
        ? undefined
        : {
            thresholds: prompt,
            namesWords: explain === 'span',
            checks: checks.flatMap(({ name, on }) => (on === 'prompt' ? [name] : [])),
          },
  };
}
