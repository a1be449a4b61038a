import type { UnscreenedImage } from '../sealed/picture.ts';
import type { ScreenedImage } from '../sealed/screened-image.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import type { Notice, Usage } from '../vocabulary/finding.ts';
import type { CallOptions } from './call.ts';
import type { EnginePart } from './part.ts';
import type { PromptLimit } from './prompt-limit.ts';

/**
 * The choices of a caller, each a name that `ImageGenerator.choices` lists.
 * @example
 * ```ts
 * const chosen: Chosen = { model: 'dreamshaper_8', sampler: 'Euler a', loras: [{ name: 'paper-cut', weight: 0.8 }] };
 * ```
 */
export interface Chosen {
  /** The checkpoint or model, in the generator's terms. */
  readonly model?: string | undefined;
  readonly sampler?: string | undefined;
  readonly scheduler?: string | undefined;
  /** Each with its weight, from -4 to 4. */
  readonly loras?: readonly { readonly name: string; readonly weight: number }[] | undefined;
}

/**
 * The names that may be chosen, as the generator's server lists them; empty if it has no list.
 * @example
 * ```ts
 * const choices: GeneratorChoices = {
 *   models: ['dreamshaper_8'],
 *   samplers: ['Euler a'],
 *   schedulers: [],
 *   loras: [],
 *   sizes: [{ width: 512, height: 512 }],
 * };
 * ```
 */
export interface GeneratorChoices {
  readonly models: readonly string[];
  readonly samplers: readonly string[];
  readonly schedulers: readonly string[];
  readonly loras: readonly string[];
  /** Sizes in pixels that the generator's models are made for. */
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
}

/**
 * The settings that pictures were made with, as the generator reports them.
 * @example
 * ```ts
 * const settings: GeneratorSettings = { model: 'dreamshaper_8', sampler: 'Euler a', steps: 20 };
 * ```
 */
export type GeneratorSettings = Readonly<Record<string, string | number>>;

/**
 * The picture that a model starts from. Only screening makes it, and only from a picture that it found clear.
 * @example
 * ```ts
 * const fields = ({ image, strength }: GivenImage) => ({ init: image.shown.bytes, denoising_strength: strength });
 * ```
 */
export interface GivenImage {
  readonly image: Extract<ScreenedImage, { readonly decision: 'clear' }>;
  /** How much of the picture is replaced, 0–1. */
  readonly strength: number;
}

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
  /** The merged prompt for each further negative prompt of the request, in its order. */
  readonly otherNegativePrompts: readonly string[];
  /** One picture per seed, in this order; each 0 – 2^32-1. */
  readonly seeds: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidanceScale: number;
  /** Only with `limits.inputImage`: the picture to start from. */
  readonly input?: GivenImage;
  /** Only what `limits.chooses` names. Every name was read by the rules. */
  readonly chosen?: Chosen;
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
  /** The longest prompt; 10,000 bytes of UTF-8 when left out. */
  readonly prompt?: PromptLimit;
  /** Size of a text encoder's window in tokens (77 for CLIP, start and end included), if it has one. */
  readonly promptTokens?: number;
  /** False if the model has no negative prompt. */
  readonly negativePrompt: boolean;
  /** True if a picture can be made without a prompt, e.g. from another picture. */
  readonly emptyPrompt?: boolean;
  /** True if the model can start from a picture. */
  readonly inputImage?: boolean;
  /** False if the model decides by itself how much of that picture it replaces, so that `strength` has no effect. */
  readonly inputStrength?: boolean;
  /** The fields that a caller may choose; none when left out. */
  readonly chooses?: readonly (keyof Chosen)[];
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
  /** For the caller: the settings that the pictures were made with. */
  readonly settings?: GeneratorSettings;
}

/**
 * The options of one call of a generator.
 * @example
 * ```ts
 * function tell(done: number, all: number, { onProgress }: GenerateOptions) {
 *   onProgress?.(done / all);
 * }
 * ```
 */
export interface GenerateOptions extends CallOptions {
  onProgress?(fraction: number): void;
  /**
   * Called with whether all work still waits, so that nothing is spent if time runs out now. A generator that does not
   * call it counts as paid from the start.
   */
  onWaiting?(waiting: boolean): void;
}

/**
 * A text-to-image model. Throws `GenerationError` with a code that distinguishes busy from broken.
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
  /** Fetches the choices of the generator's server. Throws `GenerationError` like `generate`. */
  choices?(options: CallOptions): Promise<GeneratorChoices>;
  generate(request: ScreenedRequest, options: GenerateOptions): Promise<GeneratedImages>;
}
