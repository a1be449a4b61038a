import { type Category, createScreening, type Engine, GenerationError, type Screening } from '@shoji/core';
import type { Context } from 'hono';
import * as z from 'zod/mini';
import { newId } from '../guard/new-id.ts';
import { problemOf } from './errors.ts';
import { judgeInput } from './judge-input.ts';
import { conform } from './request-body.ts';

/** OpenAI's categories, each with those of ours that it means. */
const CATEGORIES: Readonly<Record<string, readonly Category[]>> = {
  sexual: ['sexual', 'nudity', 'suggestive'],
  'sexual/minors': ['sexual-minors'],
  harassment: ['harassment', 'profanity', 'rude-gestures', 'toxicity'],
  'harassment/threatening': [],
  hate: ['hate'],
  'hate/threatening': [],
  illicit: ['illegal', 'drugs', 'alcohol-tobacco', 'gambling'],
  'illicit/violent': [],
  'self-harm': ['self-harm'],
  'self-harm/intent': [],
  'self-harm/instructions': [],
  violence: ['violence'],
  'violence/graphic': ['graphic'],
};

const MAX_INPUTS = 32;
const text = z.string().check(z.minLength(1));
const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);
const few = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.array(schema).check(z.minLength(1), z.maxLength(MAX_INPUTS));
const request = z.object({
  model: z.optional(z.string()),
  input: z.union([text, few(text), few(part)]),
});
type Part = z.infer<typeof part>;

/** What tells OpenAI's shape from ours: a model, a bare text, or a picture by URL. */
const isOpenAi = z.union([
  z.looseObject({ model: z.unknown().check(z.refine((model) => model !== undefined)) }),
  z.looseObject({ input: z.union([z.string(), z.array(z.string()).check(z.minLength(1))]) }),
  z.looseObject({
    input: z
      .array(z.unknown())
      .check(z.refine((parts) => parts.some((each) => isPicture.safeParse(each).success))),
  }),
]);
const isPicture = z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({}) });

/** Whether a body asks `/v1/moderations` in OpenAI's shape. */
export function asksAsOpenAi(body: unknown): boolean {
  return isOpenAi.safeParse(body).success;
}

/**
 * Answers `POST /v1/moderations` in OpenAI's own shape, errors included, so that an app that moderates with OpenAI's
 * SDK needs only another base URL.
 */
export async function answerAsOpenAi(c: Context, body: unknown, engine: Engine): Promise<Response> {
  try {
    const { model, input } = conform(body, request);
    const id = newId('modr-');
    const screening = createScreening(engine, { id, signal: c.req.raw.signal });
    // A list of texts has one result each; a list of parts is one thing with one result.
    const asked: Part[][] =
      typeof input === 'string'
        ? [[textPart(input)]]
        : input.every(isText)
          ? input.map((each) => [textPart(each)])
          : [input.filter(isPart)];
    const results = await Promise.all(asked.map((parts) => judgeParts(parts, screening)));
    c.header('Cache-Control', 'no-store');
    return c.json({ id, model: model ?? 'shoji', results });
  } catch (error) {
    const { problem, retryAfter } = problemOf(error, c.req.raw.signal);
    if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
    const type = problem.status < 500 ? 'invalid_request_error' : 'server_error';
    const message = problem.detail ?? problem.title;
    return new Response(JSON.stringify({ error: { message, type, param: null, code: problem.code } }), {
      status: problem.status,
      headers: { ...Object.fromEntries(c.res.headers), 'Content-Type': 'application/json' },
    });
  }
}

async function judgeParts(parts: readonly Part[], screening: Screening) {
  const judged = await Promise.all(
    parts.map(async (each, index) => ({
      kind: each.type === 'text' ? 'text' : 'image',
      ...(await judgeInput(each.type === 'text' ? each : picture(each), screening, index)),
    })),
  );
  if (judged.some(({ unchecked }) => unchecked))
    throw new GenerationError('check_failed', 'The input could not be checked. Try again in a moment.');
  const scored = Object.entries(CATEGORIES).map(([name, ours]) => {
    const hits = judged.flatMap(({ kind, findings, warnings }) => ({
      kind,
      reached: warnings.some(({ category }) => category && ours.includes(category)),
      score: Math.max(
        0,
        ...findings.filter(({ category }) => ours.includes(category)).map(({ score }) => score),
      ),
    }));
    return [
      name,
      {
        flagged: hits.some(({ reached }) => reached),
        score: Math.max(0, ...hits.map(({ score }) => score)),
        types: [...new Set(hits.filter(({ reached }) => reached).map(({ kind }) => kind))],
      },
    ] as const;
  });
  const each = <Value>(read: (entry: (typeof scored)[number][1]) => Value) =>
    Object.fromEntries(scored.map(([name, entry]) => [name, read(entry)]));
  return {
    flagged: judged.some(({ decision }) => decision !== 'allow' && decision !== 'clear'),
    categories: each(({ flagged }) => flagged),
    category_scores: each(({ score }) => score),
    category_applied_input_types: each(({ types }) => types),
  };
}

function picture({ image_url: { url } }: Extract<Part, { type: 'image_url' }>) {
  const [, b64] = /^data:[^,]{0,100};base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (b64 === undefined)
    throw new GenerationError(
      'invalid_request',
      'image_url: send the picture itself as a data: URI, not its address.',
    );
  return { type: 'image' as const, b64 };
}

function textPart(value: string): Part {
  return { type: 'text', text: value };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isPart(value: string | Part): value is Part {
  return typeof value !== 'string';
}
