import { GenerationError, UnscreenedImage } from '@shoji/core';
import type { Notice, Usage } from '@shoji/core/vocabulary';
import * as z from 'zod/mini';
import { fromBase64 } from './base64.ts';
import { type ModelWarning, readWarnings } from './read-warnings.ts';

/** Tokens that a provider reports for one call. */
export interface TokenUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly totalTokens: number | undefined;
}

/** Result of one call of a model. */
export interface ModelAnswer {
  /** At least one. */
  readonly images: readonly UnscreenedImage[];
  readonly warnings: readonly ModelWarning[];
  readonly tokens: TokenUsage | undefined;
}

const count = z.optional(z.nullable(z.number().check(z.nonnegative())));
const tokensSchema = z.object({ inputTokens: count, outputTokens: count, totalTokens: count });
const answerSchema = z.object({
  images: z.array(z.union([z.string(), z.instanceof(Uint8Array)])).check(z.minLength(1)),
  warnings: z.optional(z.unknown()),
  usage: z.optional(z.unknown()),
});

/**
 * Reads the answer of `doGenerate`: pictures as base64 or bytes, warnings and tokens. Everything else is dropped.
 * @throws GenerationError `answer_unusable` for an answer of another shape or without pictures.
 */
export function readAnswer(answer: unknown): ModelAnswer {
  const read = answerSchema.safeParse(answer);
  if (!read.success) throw unusable(read.error);
  const { images, warnings, usage } = read.data;
  return { images: images.map(sealed), warnings: readWarnings(warnings), tokens: readTokens(usage) };
}

function sealed(image: string | Uint8Array): UnscreenedImage {
  try {
    // A copy: the provider's code may still hold the bytes, and must not change what is judged.
    return new UnscreenedImage(typeof image === 'string' ? fromBase64(image) : new Uint8Array(image));
  } catch (error) {
    throw unusable(error);
  }
}

function readTokens(usage: unknown): TokenUsage | undefined {
  const read = tokensSchema.safeParse(usage);
  if (!read.success) return undefined;
  const { inputTokens, outputTokens, totalTokens } = read.data;
  return {
    inputTokens: inputTokens ?? undefined,
    outputTokens: outputTokens ?? undefined,
    totalTokens: totalTokens ?? undefined,
  };
}

function unusable(cause: unknown): GenerationError {
  return new GenerationError('answer_unusable', 'The image model’s answer cannot be read.', { cause });
}

/** Usage of an answer, by the names of the price table: `ai-sdk.image`, `ai-sdk.input-token`, `ai-sdk.output-token`. */
export function usageOf({ images, tokens }: ModelAnswer): Usage[] {
  return [
    { item: 'ai-sdk.image', quantity: images.length },
    { item: 'ai-sdk.input-token', quantity: tokens?.inputTokens ?? 0 },
    { item: 'ai-sdk.output-token', quantity: tokens?.outputTokens ?? 0 },
  ].filter(({ quantity }) => quantity > 0);
}

/** A provider's warnings for the operator. */
export function noticesOf({ warnings }: ModelAnswer): Notice[] {
  return warnings.map(({ feature, text }) => ({
    code: 'provider-warning',
    message: [feature, text].filter((part) => part !== undefined && part !== '').join(': '),
  }));
}

/** The pictures of an answer at the positions that were asked for; a picture that was not delivered is empty. */
export function picturesOf({ images }: ModelAnswer, wanted: number): UnscreenedImage[] {
  return Array.from({ length: wanted }, (_, at) => images[at] ?? new UnscreenedImage(new Uint8Array()));
}
