import { type Category, GenerationError } from '@shoji/core';
import { isPromptWithinLimit, MAX_PROMPT_BYTES } from '@shoji/core/text';
import { SEXUAL_CATEGORIES } from '@shoji/core/vocabulary';
import type { ModerationBody } from '@shoji/core/wire';
import type { Context } from 'hono';
import * as z from 'zod/mini';
import { newId } from '../wire/new-id.ts';
import { problemOf } from './errors.ts';
import type { JudgeInputs } from './judge-input.ts';
import { conform } from './request-body.ts';
import { UNREADABLE } from './wire.ts';

/** OpenAI's categories, each with our categories that it covers. */
const CATEGORIES: Readonly<Record<string, readonly Category[]>> = {
  sexual: SEXUAL_CATEGORIES,
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
const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);
const request = z.object({
  model: z.optional(z.string()),
  input: z.union([z.string(), z.array(z.string()), z.array(part)]),
});
type Asked = z.infer<typeof request>['input'];
type Input = ModerationBody['input'][number];

/** The marks of OpenAI's format: a model, a bare text, or an image by URL. */
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

/** Whether a body is a moderation request in OpenAI's format. */
export function asksAsOpenAi(body: unknown): boolean {
  return isOpenAi.safeParse(body).success;
}

/**
 * Answers `POST /v1/moderations` in OpenAI's format, errors included: an app that uses OpenAI's SDK needs only another
 * base URL.
 */
export async function answerAsOpenAi(
  c: Context,
  body: unknown,
  judge: JudgeInputs,
  onError: (error: unknown, requestId: string) => void,
): Promise<Response> {
  const { signal } = c.req.raw;
  try {
    const { model, input } = conform(body, request);
    const id = newId('modr-');
    const inputs = inputsOf(input);
    const { results: judged } = await judge(inputs, { id, signal, together: isOneThing(input) });
    // A list of texts gets one result each; a list of parts is one input with one result.
    const results = isOneThing(input) ? [resultOf(judged)] : judged.map((each) => resultOf([each]));
    c.header('Cache-Control', 'no-store');
    return c.json({ id, model: model ?? 'shoji', results });
  } catch (error) {
    const { problem, retryAfter } = problemOf(error, signal);
    if (problem.code === 'internal') onError(error, c.get('requestId'));
    if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
    const type = problem.status < 500 ? 'invalid_request_error' : 'server_error';
    const message = problem.detail ?? problem.title;
    return new Response(JSON.stringify({ error: { message, type, param: null, code: problem.code } }), {
      status: problem.status,
      headers: { ...Object.fromEntries(c.res.headers), 'Content-Type': 'application/json' },
    });
  }
}

function isOneThing(input: Asked): boolean {
  return typeof input === 'string' || input.some((each) => typeof each !== 'string');
}

/** The inputs to judge, in order. @throws GenerationError naming an input that is too long, or the limit of inputs. */
function inputsOf(input: Asked): Input[] {
  if (typeof input === 'string') return [textInput(input, 'input')];
  if (input.length === 0 || input.length > MAX_INPUTS)
    throw wrong(`input: must have 1 to ${MAX_INPUTS} parts; send the others in a further request.`);
  return input.map((each, index) => {
    const at = `input.${index}`;
    if (typeof each === 'string') return textInput(each, at);
    return each.type === 'text'
      ? textInput(each.text, `${at}.text`)
      : pictureInput(each.image_url.url, `${at}.image_url.url`);
  });
}

function textInput(text: string, field: string): Input {
  if (text === '') throw wrong(`${field}: must not be empty.`);
  if (!isPromptWithinLimit(text))
    throw wrong(
      `${field}: must have at most ${MAX_PROMPT_BYTES} bytes of UTF-8; send a longer text in parts.`,
    );
  return { type: 'text', text };
}

function pictureInput(url: string, field: string): Input {
  const [, b64] = /^data:[^,]{0,100};base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (b64 === undefined) throw wrong(`${field}: send the picture itself as a data: URI, not its address.`);
  return { type: 'image', b64 };
}

function wrong(message: string): GenerationError {
  return new GenerationError('invalid_request', message);
}

type Judged = Awaited<ReturnType<JudgeInputs>>['results'];

function resultOf(inputs: Judged) {
  if (inputs.some(({ unreadable }) => unreadable)) throw wrong(`input: ${UNREADABLE}`);
  if (inputs.some(({ unchecked }) => unchecked))
    throw new GenerationError('check_failed', 'The input could not be checked. Try again in a moment.');
  const judged = inputs.map(({ type: kind, ...each }) => ({ kind, ...each }));
  const scored = Object.entries(CATEGORIES).map(([name, ours]: [string, readonly string[]]) => {
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
