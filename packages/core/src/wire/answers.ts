import * as z from 'zod/mini';
import {
  category,
  check,
  cost,
  finding,
  generator,
  image,
  imageDecision,
  nullable,
  promptDecision,
  promptVerdict,
  score,
  warning,
  whole,
} from './parts.ts';

const ms = z.number();
/** Milliseconds of each stage of a generation. */
export const timings = z.object({ rules: ms, classify: ms, generate: ms, moderate: ms, total: ms });

/** Answer of `POST /v1/generations`. */
export const generationAnswer = z.object({
  id: z.string(),
  /** The most severe decision of the images. */
  decision: imageDecision,
  prompt: promptVerdict,
  images: z.array(image),
  warnings: z.array(warning),
  checks: z.array(check),
  attempts: whole,
  seeds: z.array(whole),
  generator: nullable(
    z.extend(generator, {
      /** The settings that the pictures were made with, if the generator reports them. */
      settings: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
    }),
  ),
  timings_ms: timings,
  cost_usd: nullable(cost),
});

/** RFC 9457 problem details; for a refusal, with its reasons. */
export const problemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.optional(z.string()),
  prompt: z.optional(promptVerdict),
  warnings: z.optional(z.array(warning)),
});

/** The problem details of any server: gateways in front of Shoji also answer, with fewer fields. */
export const anyProblem = z.partial(problemAnswer);

const moderated = z.object({
  /** True when a check failed: not unsafe, but not known to be safe. */
  unchecked: z.boolean(),
  /** True when the input itself is the reason that it could not be checked: sending it again cannot help. */
  unreadable: z._default(z.boolean(), false),
  findings: z.array(finding),
  checks: z._default(z.array(check), []),
  warnings: z.array(warning),
});

/** Answer of `POST /v1/moderations`: one result for each input, in the order given. */
export const moderationAnswer = z.object({
  id: z.string(),
  results: z.array(
    z.discriminatedUnion('type', [
      z.extend(moderated, { type: z.literal('text'), decision: promptDecision }),
      z.extend(moderated, { type: z.literal('image'), decision: imageDecision }),
    ]),
  ),
  cost_usd: nullable(cost),
});

/** Answer of `GET /v1/policy`. */
export const policyAnswer = z.object({
  name: z.string(),
  /** Whether a person may uncover a blurred image. */
  reveal: z._default(z.boolean(), false),
  explain: z._default(z.enum(['span', 'category', 'none']), 'category'),
  warned_prompt: z._default(z.enum(['blur', 'show']), 'blur'),
  attempts: z._default(whole, 1),
  /** Scores from which the policy acts on a category; null if the policy explains nothing. */
  prompt: nullable(z.record(z.string(), z.object({ warn: z.optional(score), reject: z.optional(score) }))),
  image: z._default(
    z.record(z.string(), z.object({ blur: z.optional(score), withhold: z.optional(score) })),
    {},
  ),
  checks: z._default(
    z.array(
      z.object({
        name: z.string(),
        on: z.enum(['prompt', 'image']),
        covers: z._default(z.array(category), []),
        /** In English, what the check cannot know; only of checks that say it. */
        caveat: z.optional(z.string()),
      }),
    ),
    [],
  ),
  /**
   * Categories that the policy restricts and no check can see. Shoji always writes it; null means that the server did
   * not report it, which differs from two empty lists.
   */
  uncovered: nullable(z.object({ prompt: z.array(category), image: z.array(category) })),
  /**
   * The share of labelled prompts of each language that these prompt checks act on under a preset: the share caught,
   * and the share flagged falsely. Null if these checks were not measured together.
   */
  languages: nullable(
    z.object({
      preset: z.string(),
      /** Whether the lists and models were developed with those prompts; of other prompts, fewer will be caught. */
      basis: z.enum(['development', 'held-out']),
      by_language: z.record(
        z.string(),
        z.object({ unsafe: whole, caught: whole, harmless: whole, flagged: whole }),
      ),
    }),
  ),
  generator: nullable(
    z.extend(generator, {
      max_images: nullable(whole),
      /** Sides in pixels. */
      side: nullable(z.object({ min: whole, max: whole, multiple_of: whole })),
      negative_prompt: nullable(z.boolean()),
      /** Whether a request may have a picture to start from. */
      input_image: nullable(z.boolean()),
      /** Whether the strength of that picture has an effect. */
      input_strength: nullable(z.boolean()),
      /** The longest prompt and the longest negative prompt. */
      prompt_limit: nullable(z.object({ most: whole, unit: z.enum(['bytes', 'characters']) })),
    }),
  ),
});

const names = z.array(z.string());

/** Answer of `GET` and `POST /v1/generators`. */
export const generatorsAnswer = z.object({
  /** Image servers that were found on the proxy's machine; null where none may be chosen. */
  offered: nullable(
    z.array(
      z.object({
        id: z.string(),
        /** For a person, e.g. `ComfyUI at 127.0.0.1:8188`. */
        name: z.string(),
        /** Whether it is the current generator. */
        used: z.boolean(),
      }),
    ),
  ),
  /** The generator that makes the pictures of `POST /v1/generations`. */
  current: z.extend(generator, {
    /** Fields of a request that it accepts. */
    chooses: z.array(z.enum(['model', 'sampler', 'scheduler', 'loras'])),
    /** The permitted names of these fields; null if the generator has no lists. */
    choices: nullable(
      z.object({
        models: names,
        samplers: names,
        schedulers: names,
        loras: names,
        sizes: z.array(z.object({ width: whole, height: whole })),
      }),
    ),
  }),
});

export type GeneratorsAnswer = z.output<typeof generatorsAnswer>;
export type GenerationAnswer = z.output<typeof generationAnswer>;
export type ProblemAnswer = z.output<typeof problemAnswer>;
export type AnyProblem = z.output<typeof anyProblem>;
export type ModerationAnswer = z.output<typeof moderationAnswer>;
export type PolicyAnswer = z.output<typeof policyAnswer>;
