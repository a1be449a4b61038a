import type { Readable } from 'node:stream';
import { answerRoom, type Holding, holdBody, TooManyBytes } from '@shoji/capacity';
import { CheckError, GenerationError } from '@shoji/core';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Memory for a picture of usual size as base64, reserved before the model is called. */
const PICTURE_BYTES = 500_000;
/** The answer of a check is short: labels or scores. */
const CHECK_BYTES = 1_000_000;

type Handle = NodeHttpHandler['handle'];

/** Receives a generator's answers in memory that `answerRoom` granted. The SDK alone would read any number of bytes. */
export class HeldAnswers extends NodeHttpHandler {
  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const hold = answerRoom.hold();
    answerRoom.reserve(hold, PICTURE_BYTES);
    const answer = await super.handle(request, options);
    return withWholeBody(answer, options, { hold });
  }
}

/**
 * Receives a check's answers. They are short and need no memory of that limit, so a check never waits for an image's
 * answer.
 */
export class ShortAnswers extends NodeHttpHandler {
  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const answer = await super.handle(request, options);
    return withWholeBody(answer, options, { most: CHECK_BYTES }).catch((cause: unknown) => {
      if (cause instanceof TooManyBytes)
        throw new CheckError('invalid-answer', `the answer is larger than ${CHECK_BYTES} bytes`, { cause });
      // The cause of a broken connection decides whether a check is retried. A generation is never retried: it was paid for.
      const broken = cause instanceof GenerationError && cause.code === 'answer_unusable';
      throw broken ? (cause.cause ?? cause) : cause;
    });
  }
}

async function withWholeBody(
  answer: Awaited<ReturnType<Handle>>,
  options: Parameters<Handle>[1],
  { hold = answerRoom.hold(), ...limits }: Partial<Holding>,
): ReturnType<Handle> {
  const { response } = answer;
  const signal =
    options?.abortSignal instanceof AbortSignal ? options.abortSignal : new AbortController().signal;
  const body: Readable = response.body;
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  response.body = await holdBody(body, { hold, signal, length, ...limits });
  return answer;
}
