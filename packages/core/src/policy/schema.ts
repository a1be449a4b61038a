import * as z from 'zod/mini';
import { CATEGORIES } from '../vocabulary/category.ts';

const score = z.number().check(z.minimum(0), z.maximum(1));
const milliseconds = z.int().check(z.minimum(1), z.maximum(900_000));

const promptThresholds = z.strictObject({ warn: z.optional(score), reject: z.optional(score) });
const imageThresholds = z.strictObject({ blur: z.optional(score), withhold: z.optional(score) });
const perCategory = <Value extends z.core.$ZodType>(value: Value) =>
  z.partialRecord(z.enum(CATEGORIES), value);

/** The operator's policy. Thresholds are scores 0–1 at which an action starts; a category without one is not restricted. */
export const policySchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Scores from which a prompt is warned about or rejected. */
  prompt: perCategory(promptThresholds),
  /** Scores from which a picture is blurred or withheld. */
  image: perCategory(imageThresholds),
  /** Replaces `image` for categories named here when a moderator finds the picture drawn or animated. */
  illustrated: perCategory(imageThresholds),
  /** How sure a moderator must be that a picture is illustrated, 0–1. */
  illustratedFrom: score,
  /** Whether a person may uncover a blurred picture. */
  reveal: z.boolean(),
  /** Whether the images of a warned prompt are blurred. */
  warnedPrompt: z.enum(['blur', 'show']),
  /** The decision about a prompt that a classifier could not read, e.g. for its language. */
  unreadPrompt: z.enum(['allow', 'warn', 'reject']),
  /** Whether classifiers run before generation (nothing is spent on a bad prompt) or beside it (no added latency). */
  classify: z.enum(['before', 'beside']),
  regenerate: z.strictObject({
    /** Attempts in all, the first one included. */
    attempts: z.int().check(z.minimum(1), z.maximum(10)),
    /** The mildest decision that is worth another attempt. */
    from: z.enum(['blur', 'withhold']),
    /**
     * Milliseconds from the start within which another attempt must be expected to end; when left out, only the
     * deadlines count.
     */
    within: z.optional(milliseconds),
  }),
  /** Milliseconds each stage may take; `total` bounds all of them with every attempt. */
  deadlines: z.strictObject({
    classify: milliseconds,
    generate: milliseconds,
    moderate: milliseconds,
    total: milliseconds,
  }),
  /** How much a refusal explains to the caller: the matched words, the category, or neither. */
  explain: z.enum(['span', 'category', 'none']),
  /** Names of checks whose failure lets the prompt or picture pass, with a warning. Empty: everything fails closed. */
  failOpen: z.array(z.string()),
});

/**
 * An operator's policy with every value filled in.
 * @example
 * ```ts
 * const policy: Policy = resolvePolicy('mature');
 * policy.image.nudity; // { blur: 0.8 }
 * ```
 */
export type Policy = z.infer<typeof policySchema>;
export type PromptThresholds = z.infer<typeof promptThresholds>;
export type ImageThresholds = z.infer<typeof imageThresholds>;
