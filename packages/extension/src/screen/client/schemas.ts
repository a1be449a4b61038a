import * as z from 'zod/mini';

// Schemas of everything the proxy may send. Objects drop fields they do not know: a newer proxy may say more.

const maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));
const whole = z.int().check(z.minimum(0));
const score = z.number().check(z.minimum(0), z.maximum(1));
const span = z.tuple([whole, whole]);

const finding = z.object({
  check: z.string(),
  category: z.string(),
  label: z.string(),
  score: z.number(),
  span: maybe(span),
});

const warning = z.object({
  code: z.string(),
  message: z.string(),
  category: maybe(z.string()),
  check: maybe(z.string()),
  span: maybe(span),
  image: maybe(whole),
});

const check = z.object({
  check: z.string(),
  on: z.enum(['prompt', 'image']),
  status: z.enum(['passed', 'flagged', 'failed', 'skipped']),
  ms: z.number(),
});

const promptVerdict = z.object({ decision: z.enum(['allow', 'warn', 'reject']), findings: z.array(finding) });
const imageDecision = z.enum(['clear', 'blur', 'withhold']);
// Only raster formats: a picture must never be able to carry markup or script.
const mediaType = z.enum(['image/jpeg', 'image/png', 'image/webp']);
const bytes = z.base64();

export const promptScreened = z.object({ prompt: promptVerdict, warnings: z.array(warning) });
export const generationStarted = z.object({ attempt: whole });
export const generationProgress = z.object({ fraction: z.number().check(z.minimum(0), z.maximum(1)) });
export const imageScreened = z.object({
  index: whole,
  image: z.object({
    decision: imageDecision,
    media_type: maybe(mediaType),
    b64: maybe(bytes),
    original: maybe(z.object({ media_type: mediaType, b64: bytes })),
    findings: z.array(finding),
  }),
  warnings: maybe(z.array(warning)),
});
export const generationRegenerating = z.object({ attempt: whole, images: z.array(whole) });
export const generationCompleted = z.object({
  id: z.string(),
  images: z.array(z.object({ decision: imageDecision })),
  warnings: z.array(warning),
  checks: z.array(check),
  attempts: whole,
  seeds: z.array(whole),
  generator: maybe(z.object({ name: z.string(), kind: z.enum(['model', 'sample']) })),
  timings_ms: z.record(z.string(), z.number()),
  cost_usd: maybe(z.object({ estimate: z.number() })),
});

/** Answer of `GET /healthz`. */
export const health = z.object({ status: z.literal('ok'), service: z.literal('shoji') });

/** Answer of `POST /v1/moderations` about pictures. */
export const moderation = z.object({
  results: z.array(
    z.object({
      decision: imageDecision,
      unchecked: z.boolean(),
      findings: z.array(finding),
      warnings: z.array(warning),
    }),
  ),
});

/** RFC 9457 problem details, with a refusal's reasons where it is one. */
export const problem = z.object({
  status: maybe(z.number()),
  title: maybe(z.string()),
  detail: maybe(z.string()),
  code: maybe(z.string()),
  prompt: maybe(promptVerdict),
  warnings: maybe(z.array(warning)),
});

/** What `GET /v1/policy` says; everything but the name may be missing. */
export const policy = z.object({
  name: z.string(),
  reveal: maybe(z.boolean()),
  generator: maybe(
    z.object({
      name: z.string(),
      kind: z.enum(['model', 'sample']),
      max_images: maybe(whole),
      side: maybe(z.object({ min: whole, max: whole, multiple_of: whole })),
      negative_prompt: maybe(z.boolean()),
    }),
  ),
  uncovered: maybe(z.object({ prompt: z.array(z.string()), image: z.array(z.string()) })),
  explain: maybe(z.enum(['span', 'category', 'none'])),
  prompt: maybe(z.record(z.string(), z.object({ warn: z.optional(score), reject: z.optional(score) }))),
  checks: maybe(z.array(z.object({ name: z.string(), on: z.enum(['prompt', 'image']) }))),
});

export type WireFinding = z.infer<typeof finding>;
export type WireWarning = z.infer<typeof warning>;
export type WireImage = z.infer<typeof imageScreened>;
export type Problem = z.infer<typeof problem>;
