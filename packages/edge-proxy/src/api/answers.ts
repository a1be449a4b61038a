// Only the types are needed to answer; the schemas describe the answers in /openapi.json.
import { z } from '@hono/zod-openapi';
import { CATEGORIES } from '@shoji/core';

const decision = {
  prompt: z.enum(['allow', 'warn', 'reject']),
  image: z.enum(['clear', 'blur', 'withhold']),
};
const category = z.enum(CATEGORIES).openapi('Category');
const base64 = z.base64().openapi({ description: 'Bytes of a picture, base64.' });

const finding = z
  .object({
    check: z.string(),
    category,
    label: z.string(),
    score: z.number().min(0).max(1),
    span: z
      .tuple([z.int(), z.int()])
      .optional()
      .openapi({ description: 'UTF-16 offsets in the prompt as typed.' }),
  })
  .openapi('Finding');

const check = z
  .object({
    check: z.string(),
    on: z.enum(['prompt', 'image']),
    image: z.int().optional(),
    attempt: z.int().optional(),
    status: z.enum(['passed', 'flagged', 'failed', 'skipped']),
    ms: z.number(),
    reason: z.string().optional(),
    model: z.string().optional(),
  })
  .openapi('Check');

const warning = z
  .object({
    code: z.string(),
    message: z.string(),
    category: category.optional(),
    check: z.string().optional(),
    span: z.tuple([z.int(), z.int()]).optional(),
    image: z.int().optional(),
  })
  .openapi('Warning');

const prompt = z.object({ decision: decision.prompt, findings: z.array(finding) }).openapi('PromptVerdict');

const picture = z.object({ media_type: z.string(), b64: base64 });

const image = z
  .object({
    decision: decision.image,
    media_type: z.string().nullable(),
    b64: base64.nullable().openapi({ description: 'What may be shown; null when withheld.' }),
    original: picture
      .nullable()
      .openapi({ description: 'The uncovered picture, only where the policy allows it.' }),
    findings: z.array(finding),
  })
  .openapi('Image');

const cost = z
  .object({
    estimate: z.number(),
    items: z.array(z.object({ item: z.string(), quantity: z.number(), usd: z.number() })),
  })
  .openapi('Cost');

export const generationAnswer = z
  .object({
    id: z.string(),
    decision: decision.image.openapi({ description: 'The most severe of the pictures.' }),
    prompt,
    images: z.array(image),
    warnings: z.array(warning),
    checks: z.array(check),
    attempts: z.int(),
    seeds: z.array(z.int()),
    generator: z.object({ name: z.string(), kind: z.enum(['model', 'sample']) }),
    timings_ms: z.object({
      rules: z.number(),
      classify: z.number(),
      generate: z.number(),
      moderate: z.number(),
      total: z.number(),
    }),
    cost_usd: cost,
  })
  .openapi('GenerationAnswer');

/** RFC 9457 problem details. */
const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    prompt: prompt.optional(),
    warnings: z.array(warning).optional(),
  })
  .openapi('Problem');

/** Content of a problem answer in a route's description. */
export const problemContent = { 'application/problem+json': { schema: problemAnswer } };

const moderationResult = z.object({
  type: z.enum(['text', 'image']),
  decision: z.enum(['allow', 'warn', 'reject', 'clear', 'blur', 'withhold']),
  unchecked: z
    .boolean()
    .openapi({ description: 'True when a check failed: not unsafe, but not known to be safe.' }),
  unreadable: z.boolean().openapi({
    description: 'True when it is unchecked because of the input itself: sending it again cannot help.',
  }),
  findings: z.array(finding),
  checks: z.array(check),
  warnings: z.array(warning),
});

export const moderationAnswer = z
  .object({ id: z.string(), results: z.array(moderationResult), cost_usd: cost })
  .openapi('ModerationAnswer');

const covered = z.object({ name: z.string(), on: z.enum(['prompt', 'image']), covers: z.array(category) });
const thresholds = z.partialRecord(category, z.record(z.string(), z.number()));

export const policyAnswer = z
  .object({
    name: z.string(),
    reveal: z.boolean(),
    explain: z.enum(['span', 'category', 'none']),
    warned_prompt: z.enum(['blur', 'show']),
    attempts: z.int(),
    prompt: thresholds.nullable().openapi({ description: 'Null where the policy explains nothing.' }),
    image: thresholds,
    checks: z.array(covered),
    uncovered: z
      .object({ prompt: z.array(category), image: z.array(category) })
      .openapi({ description: 'Categories that the policy restricts and no check can see.' }),
    generator: z.object({
      name: z.string(),
      kind: z.enum(['model', 'sample']),
      max_images: z.int(),
      side: z.object({ min: z.int(), max: z.int(), multiple_of: z.int() }),
      negative_prompt: z.boolean(),
    }),
  })
  .openapi('Policy');

export type GenerationAnswer = z.infer<typeof generationAnswer>;
export type ModerationAnswer = z.infer<typeof moderationAnswer>;
export type PolicyAnswer = z.infer<typeof policyAnswer>;
