import { type ImageModerator, OperatorError, type PromptClassifier } from '@shoji/core';
import type { JudgeResilience } from './http/service.ts';

/** Options that all judges behind an address have. */
export interface JudgeOptions {
  /**
   * The start of the names of the two checks, which end in `-prompt` and `-image`. Needed only to tell two judges of one
   * kind apart.
   */
  readonly name?: string;
  /** Overrides single limits of the judge: concurrency, retries, time-outs. */
  readonly resilience?: JudgeResilience;
}

/**
 * A judge of prompts and of pictures. The sides are two checks, because a judge sees other categories in a picture than
 * in a text; they share the limits of one service.
 * @example
 * ```ts
 * import { rules } from '@shoji/core';
 * import { defineConfig } from '@shoji/edge-proxy';
 * import { openaiModeration } from '@shoji/judges';
 *
 * const openai = openaiModeration({ apiKey: process.env.OPENAI_API_KEY });
 * export default defineConfig({ prompt: [rules(), openai.prompt], image: [openai.image] });
 * ```
 */
export interface Judge {
  /** The check for `prompt` of a configuration. */
  readonly prompt: PromptClassifier;
  /** The check for `image` of a configuration. */
  readonly image: ImageModerator;
}

/**
 * A key that must not be missing.
 * @throws OperatorError that names the option.
 */
export function requiredKey(judge: string, option: string, key: string | undefined): string {
  if (key) return key;
  throw new OperatorError(`${judge}: ${option} is missing. Set its environment variable, or pass the key.`);
}

/**
 * The address of an operation below a base URL.
 * @throws OperatorError when the base is no URL of http or https, or has a user name in it.
 */
export function urlBelow(judge: string, base: string, path: string): string {
  const url = URL.parse(base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new OperatorError(`${judge}: the address must be a URL of http or https without a user name.`);
  }
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url.href;
}

/** A picture's bytes as base64. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
