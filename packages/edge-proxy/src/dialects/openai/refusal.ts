import { verdictField } from '../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/** OpenAI's types of errors, by the kind of a refusal. */
const TYPES: Record<Refusal['kind'], readonly [type: string, code: string | null]> = {
  denied: ['invalid_request_error', 'route_not_allowed'],
  unauthorized: ['invalid_request_error', 'invalid_api_key'],
  invalid: ['invalid_request_error', null],
  blocked: ['image_generation_user_error', 'moderation_blocked'],
  unchecked: ['server_error', 'check_failed'],
  failed: ['server_error', null],
  busy: ['server_error', 'server_busy'],
  cancelled: ['invalid_request_error', 'cancelled'],
};

/** A refusal as a response: status 400 for blocked content, which SDKs show and do not retry. */
export function refuse(refusal: Refusal): Response {
  const status = refusal.kind === 'blocked' ? 400 : refusal.status;
  const headers = refusal.kind === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer realm="shoji"' } : {};
  return answerJson(refusalBody(refusal), { status, headers });
}

/** The error object, as OpenAI's own moderation writes it. */
export function refusalBody({ kind, message, reason, verdict, upstream }: Refusal): JsonObject {
  if (upstream !== undefined) return { error: upstreamError(upstream, kind, message) };
  const [type, code] = TYPES[kind];
  const unchecked = kind === 'blocked' && reason?.unchecked === true;
  return {
    error: {
      message,
      type,
      param: null,
      code: unchecked ? 'check_failed' : code,
      ...(kind === 'blocked' &&
        reason &&
        !unchecked && {
          moderation_details: {
            moderation_stage: reason.what === 'picture' ? 'output' : 'input',
            categories: [...reason.categories],
          },
        }),
    },
    ...(verdict && { shoji: verdictField(verdict) }),
  };
}

/** Some compatible servers answer a bare sentence where OpenAI has an object. */
function upstreamError(upstream: unknown, kind: Refusal['kind'], message: string): JsonObject {
  const error = isObject(upstream) ? upstream.error : undefined;
  if (isObject(error)) return error;
  const said = typeof error === 'string' ? error : message;
  const [type, code] = TYPES[kind];
  return { message: said, type, param: null, code };
}
