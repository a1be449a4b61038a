import * as z from 'zod/mini';

const failure = z.enum(['not-loaded', 'not-an-image', 'unreachable', 'unauthorised', 'refused']);

/** State of the check of a web page's image. The image itself is not stored. */
const imageCheck = z.discriminatedUnion('state', [
  z.object({ state: z.literal('checking'), host: z.string() }),
  /** The extension may read images of this site only after the person agrees. */
  z.object({ state: z.literal('needs-permission'), host: z.string(), url: z.url({ protocol: /^https?$/ }) }),
  z.object({ state: z.literal('failed'), host: z.string(), failure }),
  z.object({
    state: z.literal('done'),
    host: z.string(),
    decision: z.enum(['clear', 'blur', 'withhold']),
    unchecked: z.boolean(),
    findings: z.array(
      z.object({ check: z.string(), category: z.string(), label: z.string(), score: z.number() }),
    ),
    warnings: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        category: z.optional(z.string()),
        check: z.optional(z.string()),
      }),
    ),
  }),
]);

export type ImageCheck = z.output<typeof imageCheck>;
export type ImageCheckFailure = z.output<typeof failure>;

export function parseImageCheck(value: unknown): ImageCheck | undefined {
  const parsed = imageCheck.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
