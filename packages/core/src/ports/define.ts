import type { ImageGenerator } from './generator.ts';
import type { ImageModerator } from './image.ts';
import { versioned } from './part.ts';
import type { PromptClassifier } from './prompt.ts';

/**
 * Types a factory of prompt classifiers, so that its author writes no annotation twice, and marks what it makes
 * with the version of the port that this core has.
 * @example
 * ```ts
 * export const acme = defineClassifier(({ apiKey }: { apiKey: string }) => ({
 *   name: 'acme',
 *   covers: ['hate', 'harassment'],
 *   async classify(prompt, { signal }) {
 *     const score = await askAcme(prompt, apiKey, signal);
 *     return { findings: [{ check: 'acme', category: 'hate', label: 'hateful', score }] };
 *   },
 * }));
 * ```
 */
export function defineClassifier<Options extends readonly unknown[]>(
  make: (...options: Options) => PromptClassifier,
): (...options: Options) => PromptClassifier {
  return (...options) => versioned(make(...options));
}

/**
 * Types a factory of image moderators, so that its author writes no annotation twice, and marks what it makes
 * with the version of the port that this core has.
 * @example
 * ```ts
 * export const acme = defineModerator(({ apiKey }: { apiKey: string }) => ({
 *   name: 'acme',
 *   covers: ['nudity', 'violence'],
 *   async moderate(image, { signal }) {
 *     const labels = await askAcme(image.bytes, image.mediaType, apiKey, signal);
 *     return { findings: labels.map(({ name, score }) => finding(name, score)) };
 *   },
 * }));
 * ```
 */
export function defineModerator<Options extends readonly unknown[]>(
  make: (...options: Options) => ImageModerator,
): (...options: Options) => ImageModerator {
  return (...options) => versioned(make(...options));
}

/**
 * Types a factory of image generators, so that its author writes no annotation twice, and marks what it makes
 * with the version of the port that this core has.
 * @example
 * ```ts
 * export const acme = defineGenerator(({ url }: { url: string }) => ({
 *   name: 'acme',
 *   kind: 'model',
 *   limits: { maxImages: 4, side: { min: 256, max: 1024, multipleOf: 64 }, negativePrompt: true },
 *   async generate({ prompt, negativePrompt, seeds }, { signal }) {
 *     const made = await Promise.all(seeds.map((seed) => paint(url, prompt.text, negativePrompt, seed, signal)));
 *     return { images: made.map((bytes) => new UnscreenedImage(bytes)) };
 *   },
 * }));
 * ```
 */
export function defineGenerator<Options extends readonly unknown[]>(
  make: (...options: Options) => ImageGenerator,
): (...options: Options) => ImageGenerator {
  return (...options) => versioned(make(...options));
}
