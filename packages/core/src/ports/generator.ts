import type { UnscreenedImage } from '../sealed/picture.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import type { Notice, Usage } from '../vocabulary/finding.ts';
import type { CallOptions } from './call.ts';
import type { EnginePart } from './part.ts';
import type { PromptLimit } from './prompt-limit.ts';

/**
 * The request to a generator. Only screening makes the prompt in it.
 * @example
 * ```ts
 * function bodyOf({ prompt, negativePrompt, seeds }: ScreenedRequest) {
 *   return { prompt: prompt.text, negative_prompt: negativePrompt, seed: seeds[0] };
 * }
 * ```
 */
export interface ScreenedRequest {
  readonly prompt: ScreenedPrompt;
  /** The operator's and the creator's negative prompts, merged. */
  readonly negativePrompt: string;
  /** The same for each of the request's further negative prompts, in its order. */
  readonly otherNegativePrompts: readonly string[];
  /** One picture per seed, in this order; each 0 – 2^32-1. */
  readonly seeds: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidanceScale: number;
}

/**
 * The limits of a generator, by which a request is refused before anything is spent.
 * @example
 * ```ts
 * const limits: GeneratorLimits = {
 *   maxImages: 4,
 *   side: { min: 256, max: 1024, multipleOf: 64 },
 *   promptTokens: 77,
 *   negativePrompt: true,
 * };
 * ```
 */
export interface GeneratorLimits {
  /** Most pictures in one request. */
  readonly maxImages: number;
  /** Sides in pixels: smallest, largest, and what they must be a multiple of. */
  readonly side: { readonly min: number; readonly max: number; readonly multipleOf: number };
  /** How long a prompt may be; 10,000 bytes of UTF-8 when left out. */
  readonly prompt?: PromptLimit;
  /** Size of a text encoder's window in tokens (77 for CLIP, start and end included), if it has one. */
  readonly promptTokens?: number;
  /** False where the model has no negative prompt. */
  readonly negativePrompt: boolean;
  /** True where a picture can be made without any words, e.g. from another picture. */
  readonly emptyPrompt?: boolean;
}

/**
 * The pictures of one call, in the order of the request's seeds.
 * @example
 * ```ts
 * return { images: pngs.map((bytes) => new UnscreenedImage(bytes)), usage: [{ item: 'acme.image', quantity: 1 }] };
 * ```
 */
export interface GeneratedImages {
  readonly images: readonly UnscreenedImage[];
  readonly usage?: readonly Usage[];
  /** For the operator, e.g. that the model ignored a part of the request. */
  readonly notices?: readonly Notice[];
}

/** The options of one call of a generator. */
export interface GenerateOptions extends CallOptions {
  onProgress?(fraction: number): void;
  /**
   * Says whether all of the work still waits, so that nothing is spent if time runs out now. A generator that does not
   * say counts as one that is paid from the start.
   */
  onWaiting?(waiting: boolean): void;
}

/**
 * A text-to-image model. Throws `GenerationError` with a code that tells busy from broken.
 * @example
 * ```ts
 * const generator: ImageGenerator = {
 *   name: 'acme',
 *   kind: 'model',
 *   limits,
 *   async generate({ prompt, seeds }, { signal }) {
 *     const images = await Promise.all(seeds.map((seed) => paint(prompt.text, seed, signal)));
 *     return { images: images.map((bytes) => new UnscreenedImage(bytes)) };
 *   },
 * };
 * ```
 */
export interface ImageGenerator extends EnginePart {
  /** `sample` composes illustrations without an image model; answers say so. */
  readonly kind: 'model' | 'sample';
  readonly limits: GeneratorLimits;
  generate(request: ScreenedRequest, options: GenerateOptions): Promise<GeneratedImages>;
}
