import * as z from 'zod/mini';
import { FAILURE_KINDS } from '../screen/client/errors.ts';
import type { GeneratedImage, InputPicture, WeightedLora } from '../screen/client/events.ts';
import { parseInputPicture, parseLoras } from '../screen/state/draft.ts';
import type { Run } from '../screen/state/run.ts';

/** An image without its pixels, which the database keeps by run number, index and attempt. */
export interface StoredImage extends Pick<GeneratedImage, 'decision' | 'findings' | 'warnings'> {
  readonly attempt: number;
}

/** A stored run. Its number is its start, in milliseconds since 1970. */
export type StoredRun = Run<StoredImage>;

const text = z.string();
const whole = z.int().check(z.minimum(0));
const span = z.optional(z.readonly(z.tuple([whole, whole])));
const finding = z.object({ check: text, category: text, label: text, score: z.number(), span });
const warning = z.object({
  code: text,
  message: text,
  category: z.optional(text),
  check: z.optional(text),
  span,
  image: z.optional(whole),
});
const decision = z.enum(['clear', 'blur', 'withhold']);
const image = z.object({
  decision,
  findings: z.array(finding),
  warnings: z.array(warning),
  attempt: whole,
});

/** The facts of a failure. */
export const failure = z.object({
  kind: z.enum(FAILURE_KINDS),
  detail: z.optional(text),
  retryAfter: z.optional(z.number()),
  status: z.optional(whole),
  warnings: z.optional(z.readonly(z.array(warning))),
});

const weightedLoras = z.custom<readonly WeightedLora[]>((value) => parseLoras(value) !== undefined);
const inputPicture = z.custom<InputPicture>((value) => parseInputPicture(value) !== undefined);

export const generationInput = z.strictObject({
  // As long as the proxy's generator takes: the form keeps that limit, and the proxy refuses what exceeds it.
  prompt: text.check(z.minLength(1)),
  negativePrompt: z.optional(text),
  n: z.int().check(z.minimum(1), z.maximum(16)),
  width: whole,
  height: whole,
  seed: z.optional(whole),
  steps: z.optional(whole),
  guidanceScale: z.optional(z.number()),
  model: z.optional(text),
  sampler: z.optional(text),
  scheduler: z.optional(text),
  loras: z.optional(weightedLoras),
  image: z.optional(inputPicture),
});

// Storage drops `undefined`, so such fields may be missing.
const run = z.object({
  number: whole,
  input: generationInput,
  phase: z.enum(['running', 'done', 'refused', 'failed', 'cancelled']),
  stage: z.enum(['waiting', 'screening', 'generating', 'checking', 'regenerating']),
  fraction: z.optional(z.number()),
  attempt: whole,
  slots: z.array(
    z.union([
      z.object({ status: z.enum(['waiting', 'remaking', 'lost']) }),
      z.object({ status: z.literal('screened'), image }),
    ]),
  ),
  prompt: z.optional(z.object({ decision: z.enum(['allow', 'warn', 'reject']), findings: z.array(finding) })),
  warnings: z.array(warning),
  completed: z.optional(
    z.object({
      id: text,
      decisions: z.array(decision),
      warnings: z.array(warning),
      checks: z.array(
        z.object({
          check: text,
          on: z.enum(['prompt', 'image']),
          status: z.enum(['passed', 'flagged', 'failed', 'skipped']),
          ms: z.number(),
        }),
      ),
      attempts: whole,
      seeds: z.array(whole),
      generator: z.optional(z.object({ name: text, kind: z.enum(['model', 'sample']) })),
      timings: z.record(text, z.number()),
      cost: z.optional(z.number()),
    }),
  ),
  failure: z.optional(failure),
});

/** Reads a stored run; `undefined` if it is unreadable, e.g. from another version. */
export function parseRun(value: unknown): StoredRun | undefined {
  const parsed = run.safeParse(value);
  if (!parsed.success) return undefined;
  const { fraction, prompt, completed, failure, ...rest } = parsed.data;
  return {
    ...rest,
    fraction,
    prompt,
    failure,
    completed: completed && { ...completed, generator: completed.generator, cost: completed.cost },
  };
}
