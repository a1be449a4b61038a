import { verdictField } from '../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/** A refusal in the shape of ComfyUI's validation errors, which its clients show or attach to their own. */
export function refuse({ kind, status, message, verdict, upstream }: Refusal): Response {
  if (kind === 'unauthorized') {
    const headers = { 'WWW-Authenticate': 'Basic realm="ComfyUI"' };
    return answerJson(errorBody('unauthorized', message), { status, headers });
  }
  if (isObject(upstream) && 'error' in upstream) return answerJson(upstream, { status });
  const refused = kind === 'blocked' || kind === 'unchecked';
  const body: JsonObject = {
    ...errorBody(refused ? 'moderation_blocked' : kind, message),
    ...(verdict && { shoji: verdictField(verdict) }),
  };
  // ComfyUI's own status for an invalid prompt.
  return answerJson(body, { status: kind === 'blocked' ? 400 : status });
}

function errorBody(type: string, message: string): JsonObject {
  return { error: { type, message, details: message, extra_info: {} }, node_errors: {} };
}
