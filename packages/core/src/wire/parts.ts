import * as z from 'zod/mini';
import { CATEGORIES } from '../vocabulary/category.ts';

// The parts that several answers of /v1 have. Objects drop fields that they do not know, so that a client can read a
// newer server; `_default` makes a field required in what is written and optional in what is read from an older one.

/** A count. */
export const whole = z.int().check(z.minimum(0));
/** A score or a fraction. */
export const score = z.number().check(z.minimum(0), z.maximum(1));
/** A value, or null where it is absent. A missing field is read as null. */
export const nullable = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z._default(z.nullable(schema), null);

/** A category by its code. A newer server may name one that this version does not know. */
export const category = z.union([z.enum(CATEGORIES), z.string()]);

export const promptDecision = z.enum(['allow', 'warn', 'reject']);
export const imageDecision = z.enum(['clear', 'blur', 'withhold']);

/** UTF-16 offsets in the prompt as typed; the end is exclusive. */
const span = z.tuple([whole, whole]);

export const finding = z.object({
  check: z.string(),
  category,
  label: z.string(),
  score: z.number(),
  span: z.optional(span),
  frame: z.optional(whole),
});

export const check = z.object({
  check: z.string(),
  on: z.enum(['prompt', 'image']),
  image: z.optional(whole),
  attempt: z.optional(whole),
  status: z.enum(['passed', 'flagged', 'failed', 'skipped']),
  ms: z.number(),
  reason: z.optional(z.string()),
  model: z.optional(z.string()),
});

export const warning = z.object({
  code: z.string(),
  message: z.string(),
  category: z.optional(category),
  check: z.optional(z.string()),
  span: z.optional(span),
  image: z.optional(whole),
  frames: z.optional(z.object({ kept: whole, of: whole })),
});

export const promptVerdict = z.object({ decision: promptDecision, findings: z.array(finding) });

/** Raster formats only: an image must never be able to carry markup or script. */
const mediaType = z.enum(['image/jpeg', 'image/png', 'image/webp']);
export const base64 = z.base64();

export const image = z.object({
  decision: imageDecision,
  media_type: nullable(mediaType),
  /** The bytes that may be shown; null when withheld. */
  b64: nullable(base64),
  /** The uncovered image, only where the policy allows revealing it. */
  original: nullable(z.object({ media_type: mediaType, b64: base64 })),
  findings: z.array(finding),
});

export const generator = z.object({ name: z.string(), kind: z.enum(['model', 'sample']) });

/** US dollars by the operator's price table. */
export const cost = z.object({
  estimate: z.number(),
  items: z._default(z.array(z.object({ item: z.string(), quantity: z.number(), usd: z.number() })), []),
});

export type WireFinding = z.output<typeof finding>;
export type WireCheck = z.output<typeof check>;
export type WireWarning = z.output<typeof warning>;
export type WireImage = z.output<typeof image>;
