import * as z from 'zod/mini';
import { maybe, score, whole } from './wire.ts';

// Schemas of everything the proxy may send about prompts and pictures. Objects drop fields they do not know: a newer proxy may say more.

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
export const generationProgress = z.object({ fraction: score });
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

export type WireFinding = z.infer<typeof finding>;
export type WireWarning = z.infer<typeof warning>;
export type WireImage = z.infer<typeof imageScreened>;
export type Problem = z.infer<typeof problem>;
