import { CheckError } from '@shoji/core';
import * as z from 'zod/mini';
import type { AskJson, JsonRequest } from '../http/service.ts';
import type { GuardFinding, Question } from './families/family.ts';

/** An answered question. */
export interface Answered {
  readonly findings: readonly GuardFinding[];
  readonly model: string | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface AskingQuestion {
  readonly check: string;
  readonly post: AskJson;
  readonly request: JsonRequest;
  readonly question: Question;
  readonly signal: AbortSignal;
}

const tokens = z.int().check(z.gte(0));
/** The part of a chat completion that is read. Source: OpenAI API reference, "The chat completion object". */
const answerSchema = z.object({
  model: z.optional(z.string()),
  choices: z
    .array(
      z.object({
        finish_reason: z.string(),
        message: z.object({
          content: z.string(),
          refusal: z.nullish(z.literal('')),
          tool_calls: z.nullish(z.array(z.unknown()).check(z.length(0))),
        }),
      }),
    )
    .check(z.length(1)),
  usage: z.nullish(z.object({ prompt_tokens: tokens, completion_tokens: tokens })),
});

/**
 * Asks a guard model one question. A verdict in an answer that was cut off is not one.
 * @throws CheckError as `AskJson`, and what the family's reader throws.
 */
export async function askQuestion({
  check,
  post,
  request,
  question,
  signal,
}: AskingQuestion): Promise<Answered> {
  const { model, choices, usage } = await post(check, request, answerSchema, signal);
  const [choice] = choices;
  const whole = choice?.finish_reason === 'stop' || (question.cutOff && choice?.finish_reason === 'length');
  if (choice === undefined || !whole) {
    throw new CheckError(
      'invalid-answer',
      `${check}: the answer ended for the reason ${JSON.stringify(choice?.finish_reason.slice(0, 40))}, not "stop"`,
    );
  }
  return {
    findings: question.read(choice.message.content),
    model,
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
}
