import type { Category } from './category.ts';
import type { Span } from './finding.ts';

/** The codes of warnings that belong to no category. Clients localise a warning by its code, so codes are stable. */
export const WARNING_CODES = [
  /** The policy refuses the prompt without an explanation. */
  'prompt_rejected',
  /** The prompt is close to what the policy refuses; with `image`, that image is blurred because of it. */
  'prompt_warned',
  /** A check failed, and its input is withheld. */
  'check_failed',
  /** A check failed, and the operator's policy let its input pass. */
  'check_failed_open',
  /** A check cannot read the prompt, e.g. for its language. */
  'check_skipped',
  /** At this guidance scale the negative prompt has no effect. */
  'negative_prompt_powerless',
  /** The model takes no negative prompt. */
  'negative_prompt_unsupported',
  /** The end of the negative prompt did not fit into the model's window. */
  'negative_prompt_truncated',
  /** The images are illustrations of the sample generator. */
  'sample_generator',
  /** An animation had more frames than are judged; only the judged ones are shown. */
  'animation_sampled',
  /** A later attempt failed; the images are those of the attempts before. */
  'regenerate_stopped',
  /** A field of the request was left out because the operator has not opened it. */
  'field_dropped',
  /** A ComfyUI workflow has a node that the operator has not allowed. */
  'node_denied',
] as const;

/** `prompt_<category>` or `image_<category>`: the policy's reason, with the category in snake case. */
export type CategoryWarningCode = `${'prompt' | 'image'}_${(typeof CATEGORY_CODES)[Category]}`;

/** Every code of a {@link Warning}. */
export type WarningCode = (typeof WARNING_CODES)[number] | CategoryWarningCode;

/**
 * A reason for a person. Clients localise it by `code`; `message` is the plain English sentence.
 * @example
 * ```ts
 * const warning: Warning = { code: 'image_nudity', message: 'The picture may show nudity.', category: 'nudity', image: 0 };
 * ```
 */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly category?: Category;
  readonly check?: string;
  readonly span?: Span;
  /** Position of the image it is about; absent for the prompt and the run. */
  readonly image?: number;
  /** For `animation_sampled`: how many frames were judged and are shown, of how many. */
  readonly frames?: { readonly kept: number; readonly of: number };
}

const CATEGORY_CODES = {
  sexual: 'sexual',
  nudity: 'nudity',
  suggestive: 'suggestive',
  'sexual-minors': 'sexual_minors',
  minor: 'minor',
  'real-person': 'real_person',
  face: 'face',
  violence: 'violence',
  graphic: 'graphic',
  hate: 'hate',
  harassment: 'harassment',
  'self-harm': 'self_harm',
  drugs: 'drugs',
  'alcohol-tobacco': 'alcohol_tobacco',
  gambling: 'gambling',
  'rude-gestures': 'rude_gestures',
  profanity: 'profanity',
  illegal: 'illegal',
  blocked: 'blocked',
  toxicity: 'toxicity',
} as const satisfies Record<Category, string>;

/** The code of the warning that a category gives about a prompt or an image. */
export function categoryWarningCode(side: 'prompt' | 'image', category: Category): CategoryWarningCode {
  return `${side}_${CATEGORY_CODES[category]}`;
}
