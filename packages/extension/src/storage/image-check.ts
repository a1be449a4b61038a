import * as z from 'zod/mini';
import { failure } from './stored-run.ts';

/** Why a picture of a page was not sent to the proxy. */
export const PICTURE_TROUBLES = [
  /** Its address is valid only inside its page: `blob:`, `file:`. */
  'page-only',
  /** An SVG. */
  'drawing',
  'web-page',
  'broken',
  'too-large',
  /** The site answered 401 or 403. */
  'site-refuses',
  'gone',
  /** The site answered another error. */
  'site-failed',
  'site-unreachable',
  'site-silent',
] as const;
export type PictureTrouble = (typeof PICTURE_TROUBLES)[number];

/** A verdict on an image that is not stored. */
const verdict = z.object({
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
});

/** State of the check of a web page's image. The image itself is not stored. */
const imageCheck = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('checking'),
    host: z.string(),
    /** The server that has not answered yet. */
    waitingFor: z.optional(z.enum(['site', 'proxy'])),
  }),
  /** The extension may read images of this site only after the person agrees. */
  z.object({ state: z.literal('needs-permission'), host: z.string(), url: z.url({ protocol: /^https?$/ }) }),
  z.object({
    state: z.literal('not-loaded'),
    host: z.string(),
    trouble: z.enum(PICTURE_TROUBLES),
    /** HTTP status of the site's reply. */
    status: z.optional(z.int()),
  }),
  /** The proxy gave no verdict. */
  z.object({ state: z.literal('failed'), host: z.string(), failure }),
  z.object({ state: z.literal('done'), host: z.string(), ...verdict.shape }),
]);

export type ImageCheck = z.output<typeof imageCheck>;

export function parseImageCheck(value: unknown): ImageCheck | undefined {
  const parsed = imageCheck.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

const verdicts = z.record(z.string(), verdict);

/** Reads kept verdicts; none for an unreadable value. */
export function parseVerdicts(value: unknown): z.output<typeof verdicts> | undefined {
  return verdicts.safeParse(value).data;
}
