import { type ResilienceOptions, resilient } from '@shoji/capacity';
import { CheckError } from '@shoji/core';
import * as z from 'zod/mini';
import { ConnectionError, isOutage, isRetryable, StatusError, toCheckError } from './failures.ts';
import { readBody } from './read-body.ts';

/** The limits of calls to a judge, where its options replace none. */
const CALLS = {
  concurrency: 10,
  waiting: 100,
  attempts: 3,
  timeout: 5_000,
  backoff: 300,
  breaker: { failures: 5, openFor: 10_000 },
} as const satisfies Partial<ResilienceOptions>;

/** The limits that options of a judge may replace. */
export type JudgeResilience = Partial<Omit<ResilienceOptions, 'retryable' | 'trips'>>;

/** One POST with a body of JSON. */
export interface JsonRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Asks a service, and parses its answer.
 * @throws CheckError for every failure; the signal's reason when the caller cancels.
 */
export type AskJson = <Schema extends z.ZodMiniType>(
  check: string,
  request: JsonRequest,
  schema: Schema,
  signal: AbortSignal,
) => Promise<z.output<Schema>>;

/**
 * A service that answers JSON, under limits that all its calls share: retries, a queue, a circuit breaker. It follows no
 * redirect, because the key and the content would go to another address.
 */
export function jsonService(...limits: readonly JudgeResilience[]): AskJson {
  const run = resilient({ ...Object.assign({}, CALLS, ...limits), retryable: isRetryable, trips: isOutage });
  return async (check, request, schema, signal) => {
    try {
      return await run(async (both) => parsed(schema, await post(request, both)), signal);
    } catch (error) {
      throw toCheckError(check, error, signal);
    }
  };
}

async function post({ url, headers, body }: JsonRequest, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new ConnectionError('the service cannot be reached', { cause });
  });
  const text = await readBody(response, signal);
  if (response.status !== 200) throw new StatusError(response.status, reasonIn(text));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckError('invalid-answer', 'the answer is not JSON', { cause });
  }
}

/** Most characters of a service's reason in a log. */
const LONGEST_REASON = 300;

const reasonSchema = z.union([
  z.pipe(
    z.object({ error: z.object({ message: z.string(), code: z.nullish(z.string()) }) }),
    z.transform(({ error }) => `${error.code ?? ''} ${error.message}`),
  ),
  z.pipe(
    z.object({ error: z.string() }),
    z.transform(({ error }) => error),
  ),
  z.pipe(
    z.object({ message: z.string() }),
    z.transform(({ message }) => message),
  ),
]);

/** The reason in the body of an error, in one of the usual shapes; empty for another. */
function reasonIn(text: string): string {
  try {
    return (reasonSchema.safeParse(JSON.parse(text)).data ?? '').trim().slice(0, LONGEST_REASON);
  } catch {
    return '';
  }
}

function parsed<Schema extends z.ZodMiniType>(schema: Schema, answer: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  const [issue] = error.issues;
  throw new CheckError('invalid-answer', `${issue?.path.join('.') || 'answer'}: ${issue?.message}`);
}
