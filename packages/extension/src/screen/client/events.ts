import type { ImageDecision, PromptDecision } from '@shoji/core';

/** One finding of one check. `category` may be newer than this client, so it is any string. */
export interface Finding {
  readonly check: string;
  readonly category: string;
  readonly label: string;
  /** Confidence, 0–1. */
  readonly score: number;
  /** UTF-16 offsets of the prompt as typed; the end is exclusive. */
  readonly span?: readonly [start: number, end: number] | undefined;
}

/** A reason for a person; localised by `code`, with the server's `message` for codes this client does not know. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly category?: string | undefined;
  readonly check?: string | undefined;
  readonly span?: readonly [start: number, end: number] | undefined;
  /** Position of the picture that the warning is about. */
  readonly image?: number | undefined;
  /** How many frames of an animation are shown, of how many. */
  readonly frames?: { readonly kept: number; readonly of: number } | undefined;
}

/** The outcome of one check. */
export interface CheckOutcome {
  readonly check: string;
  readonly on: 'prompt' | 'image';
  readonly status: 'passed' | 'flagged' | 'failed' | 'skipped';
  readonly ms: number;
}

export interface PromptVerdict {
  readonly decision: PromptDecision;
  readonly findings: readonly Finding[];
}

/** A screened picture. A withheld one has no pixels; only a blurred one may have an original. */
export interface GeneratedImage {
  readonly decision: ImageDecision;
  /** The pixels that may be shown at once. */
  readonly shown: Blob | null;
  /** The uncovered picture, where the policy lets a person reveal it; kept elsewhere, it is fetched only then. */
  readonly original: Blob | (() => Promise<Blob | undefined>) | null;
  readonly findings: readonly Finding[];
  /** Why it is not clear. */
  readonly warnings: readonly Warning[];
}

/** The facts of a completed generation; its pictures came before, one by one. */
export interface Completed {
  readonly id: string;
  readonly decisions: readonly ImageDecision[];
  readonly warnings: readonly Warning[];
  readonly checks: readonly CheckOutcome[];
  readonly attempts: number;
  readonly seeds: readonly number[];
  readonly generator: { readonly name: string; readonly kind: 'model' | 'sample' } | undefined;
  /** Milliseconds per stage. */
  readonly timings: Readonly<Record<string, number | undefined>>;
  /** Estimated cost in US dollars. */
  readonly cost: number | undefined;
}

/** Events of a running generation. The last one is `generation.completed` or `prompt.rejected`. */
export type GenerationEvent =
  /** The proxy has not answered yet; later, it has answered. */
  | { readonly type: 'connection.silent' | 'connection.answered' }
  | {
      readonly type: 'prompt.screened';
      readonly prompt: PromptVerdict;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly type: 'prompt.rejected';
      readonly prompt: PromptVerdict;
      readonly warnings: readonly Warning[];
    }
  | { readonly type: 'generation.started'; readonly attempt: number }
  | { readonly type: 'generation.progress'; readonly fraction: number }
  | { readonly type: 'image.screened'; readonly index: number; readonly image: GeneratedImage }
  | {
      readonly type: 'generation.regenerating';
      readonly attempt: number;
      readonly images: readonly number[];
    }
  | { readonly type: 'generation.completed'; readonly completed: Completed };

/** A picture to start from. */
export interface InputPicture {
  /** JPEG, in base64. */
  readonly b64: string;
  /** How much of it is replaced, 0–1. */
  readonly strength: number;
}

/** A LoRA, with how strongly it changes the model. */
export interface WeightedLora {
  /** A name that `GET /v1/generators` lists. */
  readonly name: string;
  /** From -4 to 4; 1 is its full effect. */
  readonly weight: number;
}

/** The creator's request. The server chooses the values of omitted fields. */
export interface GenerationInput {
  readonly prompt: string;
  readonly negativePrompt?: string | undefined;
  readonly n: number;
  /** Sides in pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 – 2^32-1. */
  readonly seed?: number | undefined;
  readonly steps?: number | undefined;
  readonly guidanceScale?: number | undefined;
  /** Names that `GET /v1/generators` lists. */
  readonly model?: string | undefined;
  readonly sampler?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly loras?: readonly WeightedLora[] | undefined;
  /** Only where the generator can start from a picture. */
  readonly image?: InputPicture | undefined;
}
