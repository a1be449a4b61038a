import { Buffer } from 'node:buffer';
import { Hono } from 'hono';
// Deprecated in favour of a separate package, which does not exist yet; removed in Hono 5.
import { handle } from 'hono/aws-lambda';
import { problem } from '../../wire/problem.ts';
import { beforeTimeout } from './deadline.ts';

/** Anything that answers requests, such as the app of `createApp`. */
export interface Fetches {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

type BufferedHandler = ReturnType<typeof handle>;
type Answer = Awaited<ReturnType<BufferedHandler>>;

// Most bytes of a function's answer as JSON. Source: Lambda quotas; Elastic Load Balancing, "Lambda functions as targets".
const MAX_BYTES = 6_291_556;
const MAX_BYTES_LOAD_BALANCER = 1_048_576;

/**
 * A handler for function URLs in BUFFERED mode, API Gateway (both payload versions) and Application Load Balancers.
 * An answer that is too large for Lambda becomes a problem, instead of a failed invocation.
 */
export function bufferedHandler(app: Fetches): BufferedHandler {
  const timed = new Hono<{ Bindings: { lambdaContext: { getRemainingTimeInMillis(): number } } }>();
  timed.all('*', (c) =>
    app.fetch(new Request(c.req.raw, { signal: beforeTimeout(c.env.lambdaContext) }), c.env),
  );
  const answerOf = handle(timed);
  return async (event, context) => {
    const answer = await answerOf(event, context);
    const isLoadBalancer = 'requestContext' in event && 'elb' in event.requestContext;
    const limit = isLoadBalancer ? MAX_BYTES_LOAD_BALANCER : MAX_BYTES;
    return isOver(answer, limit) ? tooLarge(answer, limit) : answer;
  };
}

function isOver(answer: Answer, limit: number): boolean {
  // JSON makes a string at most six times longer, so most answers need no measuring.
  return answer.body.length * 6 > limit && Buffer.byteLength(JSON.stringify(answer)) > limit;
}

/** The status is 4xx, because the images are paid for and SDKs retry a 5xx. */
function tooLarge(answer: Answer, limit: number): Answer {
  const detail = `The answer has more than the ${limit} bytes that can be sent this way. Ask for fewer or smaller pictures, or let the operator set the function URL to RESPONSE_STREAM.`;
  const type = 'application/problem+json';
  const headers = answer.multiValueHeaders
    ? { multiValueHeaders: { 'content-type': [type] } }
    : { headers: { 'content-type': type } };
  const details = problem('answer_too_large', { detail });
  return { statusCode: details.status, body: JSON.stringify(details), isBase64Encoded: false, ...headers };
}
