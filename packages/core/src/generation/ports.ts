import type { EncodedImage } from '../image/formats.ts';
import type { NormalisedImage, UnscreenedImage } from '../image/sealed.ts';
import type { Category } from '../policy/categories.ts';
import type { CheckReport, Finding, Usage } from '../policy/findings.ts';
import type { ScreenedPrompt } from './screen-prompt.ts';

/** What every port is handed: it must stop, and reject, when `signal` aborts. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** Rules that read a prompt in microseconds, on the spot, before any classifier is asked. */
export interface PromptRules {
  readonly name: string;
  readonly covers: readonly Category[];
  match(prompt: string): readonly Finding[];
}

/** A classifier of prompts, local or remote. Throws `CheckError` when it cannot answer; reports `skipped` when it cannot read. */
export interface PromptClassifier {
  readonly name: string;
  /** The categories it can see. Honest: `GET /v1/policy` shows what no check covers. */
  readonly covers: readonly Category[];
  classify(prompt: string, options: CallOptions): Promise<CheckReport>;
}

/** A judge of pictures. Throws `CheckError` when it cannot answer or answers a label that it does not know. */
export interface ImageModerator {
  readonly name: string;
  readonly covers: readonly Category[];
  moderate(image: NormalisedImage, options: CallOptions): Promise<CheckReport>;
}

/** What a generator is asked for: only screening makes the prompt in it. */
export interface ScreenedRequest {
  readonly prompt: ScreenedPrompt;
  /** The operator's and the creator's negative prompts, merged. */
  readonly negativePrompt: string;
  /** One picture per seed, in this order; each 0 – 2^32-1. */
  readonly seeds: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidanceScale: number;
}

/** What a generator can do, so that a request is refused before anything is spent. */
export interface GeneratorLimits {
  /** Most pictures in one request. */
  readonly maxImages: number;
  /** Sides in pixels: smallest, largest, and what they must be a multiple of. */
  readonly side: { readonly min: number; readonly max: number; readonly multipleOf: number };
  /** Size of a text encoder's window in tokens (77 for CLIP, start and end included), if it has one. */
  readonly promptTokens?: number;
  /** False where the model has no negative prompt. */
  readonly negativePrompt: boolean;
}

/** The pictures of one call, in the order of the request's seeds. */
export interface GeneratedImages {
  readonly images: readonly UnscreenedImage[];
  readonly usage?: readonly Usage[];
}

/** A text-to-image model. Throws `GenerationError` with a code that tells busy from broken. */
export interface ImageGenerator {
  readonly name: string;
  /** `sample` composes illustrations and is no image model; answers say so. */
  readonly kind: 'model' | 'sample';
  readonly limits: GeneratorLimits;
  generate(
    request: ScreenedRequest,
    options: CallOptions & { onProgress?(fraction: number): void },
  ): Promise<GeneratedImages>;
}

/** Decoding, re-encoding and blurring, which need a native library and so live outside core. */
export interface ImageCodec {
  /** Sniffs, checks the limits, decodes, drops all metadata, re-encodes. Throws `ImageError`. */
  normalise(image: UnscreenedImage, options: CallOptions): Promise<NormalisedImage>;
  /** A picture of the same size in which nothing can be recognised. */
  blur(image: NormalisedImage, options: CallOptions): Promise<EncodedImage>;
}
