import * as z from 'zod/mini';
import { isPromptWithinLimit, MAX_PROMPT_BYTES } from '../ports/prompt-limit.ts';

const tooLong = { error: `must have at most ${MAX_PROMPT_BYTES} bytes of UTF-8; shorten it` };
const promptText = z.string().check(z.refine(isPromptWithinLimit, tooLong));
const whole = (min: number, max: number) => z.optional(z.int().check(z.minimum(min), z.maximum(max)));
const name = z.optional(z.string().check(z.minLength(1), z.maxLength(400)));

/** Body of `POST /v1/generations`. Strict: a misspelt field is an error, and no field can weaken the policy. */
export const generationRequest = z.strictObject({
  // The longest prompt depends on the generator; the plan checks it.
  prompt: z.string().check(z.minLength(1)),
  negative_prompt: z.optional(z.string()),
  n: z.optional(z.int().check(z.minimum(1))),
  width: z.optional(z.int().check(z.minimum(1))),
  height: z.optional(z.int().check(z.minimum(1))),
  seed: whole(0, 4_294_967_295),
  /** The picture to start from. Only a clear one is given to the generator. */
  image: z.optional(
    z.strictObject({
      b64: z.base64().check(z.minLength(1)),
      /** How much of it is replaced. */
      strength: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
    }),
  ),
  steps: whole(1, 150),
  guidance_scale: z.optional(z.number().check(z.minimum(0), z.maximum(50))),
  // The names of `GET /v1/generators`; a generator refuses those that it does not have.
  model: name,
  sampler: name,
  scheduler: name,
  loras: z.optional(
    z
      .array(z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(400)), weight: z.number() }))
      .check(z.maxLength(16)),
  ),
});

/** Body of `POST /v1/generators`: the `id` of an offered one, or null for the proxy's own generator. */
export const generatorsRequest = z.strictObject({ use: z.nullable(z.string()) });

/** Most inputs of one moderation request. */
const MAX_INPUTS = 16;

const moderationInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: promptText.check(z.minLength(1)) }),
  z.strictObject({ type: z.literal('image'), b64: z.base64().check(z.minLength(1)) }),
]);

/** Body of `POST /v1/moderations`. */
export const moderationRequest = z.strictObject({
  input: z
    .array(moderationInput)
    .check(
      z.minLength(1),
      z.maxLength(MAX_INPUTS, `must have at most ${MAX_INPUTS} parts; send the others in a further request`),
    ),
});

export type GenerationBody = z.infer<typeof generationRequest>;
export type ModerationBody = z.infer<typeof moderationRequest>;
