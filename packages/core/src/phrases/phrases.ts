import type { Category } from '../vocabulary/category.ts';
import type { WARNING_CODES } from '../vocabulary/warning.ts';

/** Languages that Shoji's sentences are written in, by BCP 47 code. */
export type Language = 'en' | 'ja';

/** The details that the sentence of a warning may name. */
export interface WarningSubject {
  readonly check?: string | undefined;
  /** Position of the image; undefined for the prompt and the run. */
  readonly image?: number | undefined;
  /** The judged frames of an animation, and how many it had. */
  readonly frames?: { readonly kept: number; readonly of: number } | undefined;
}

/** Codes with a sentence here. The others need details that only the server knows, which `message` holds. */
export type SpokenCode = Exclude<(typeof WARNING_CODES)[number], 'field_dropped' | 'node_denied'>;

/** Codes that say what screening found or could not check. */
export type ScreeningCode = Extract<SpokenCode, `prompt_${string}` | `check_${string}`>;

/** Names of categories and sentences of warnings in one language. */
export interface Phrases {
  /** A category inside a sentence or list. */
  readonly names: Readonly<Record<Category, string>>;
  /** Why a prompt is warned about or refused. */
  readonly promptReasons: Readonly<Record<Category, string>>;
  /** Why an image is blurred or withheld. */
  readonly imageReasons: Readonly<Record<Category, string>>;
  /** How a refused prompt can be reworded. */
  readonly hints: Readonly<Record<Category, string>>;
  readonly warnings: Readonly<Record<SpokenCode, (about: WarningSubject) => string>>;
}
