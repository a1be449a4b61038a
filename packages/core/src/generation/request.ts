import type { CallOptions } from '../ports/call.ts';
import type { Chosen } from '../ports/generator.ts';
import type { RequestEvidence } from '../screen/joined/request-evidence.ts';
import type { Account } from '../screen/ledger/account.ts';
import type { UnscreenedImage } from '../sealed/picture.ts';

/**
 * A picture that the model starts from, in place of noise. It is judged before the model gets it.
 * @example
 * ```ts
 * const input: InputImage = { image: new UnscreenedImage(bytes), strength: 0.6 };
 * ```
 */
export interface InputImage {
  readonly image: UnscreenedImage;
  /** How much of the picture is replaced, 0–1 (the denoising strength); 0.75 when left out. */
  readonly strength?: number | undefined;
}

/**
 * A prompt with the other parameters of Stable Diffusion. Nothing here can choose or weaken the policy.
 * @example
 * ```ts
 * const request: GenerationRequest = { prompt: 'a dog in a suit', negativePrompt: 'blurry', n: 2, seed: 7 };
 * ```
 */
export interface GenerationRequest {
  readonly prompt: string;
  /** Every further text that conditions the model, e.g. the prompt of a second pass. One verdict covers all of them. */
  readonly otherPrompts?: readonly string[] | undefined;
  /**
   * Short strings that go to the model's server but condition nothing, e.g. a sampler's name; only the rules read them.
   */
  readonly names?: readonly string[] | undefined;
  readonly negativePrompt?: string | undefined;
  /** Negative prompts of further passes; each is merged with the operator's like the first. */
  readonly otherNegativePrompts?: readonly string[] | undefined;
  /** Number of pictures; 1 when left out. */
  readonly n?: number | undefined;
  /** Sides in pixels; 512 when left out. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** 0 – 2^32-1; random when left out. The second picture's seed is the next number. */
  readonly seed?: number | undefined;
  readonly steps?: number | undefined;
  readonly guidanceScale?: number | undefined;
  /** Only for a generator with `limits.inputImage`. */
  readonly input?: InputImage | undefined;
  /** Only what the generator's `limits.chooses` names. */
  readonly chosen?: Chosen | undefined;
}

/**
 * The options of a generation: its id, its signal, and the account of its cost.
 * @example
 * ```ts
 * const options: GenerationOptions = { id: 'gen_1', signal: AbortSignal.timeout(60_000) };
 * ```
 */
export interface GenerationOptions extends CallOptions {
  /** Names the request in answers and observations. */
  readonly id: string;
  /** The account of the request that this generation is a part of; a new one when left out. */
  readonly account?: Account;
  /** The evidence of the request that this generation is a part of; new when left out. */
  readonly evidence?: RequestEvidence;
  /**
   * Work before the first call of the model, such as judging input images. It starts once the prompt may go to the model;
   * an error that it throws ends the generation.
   */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}
