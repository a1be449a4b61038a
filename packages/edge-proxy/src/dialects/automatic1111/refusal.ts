import { verdictField } from '../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/** A refusal in the form of the web UI's errors. Clients of Forge and SD.Next read its `detail`. */
export function refuse({ kind, status, message, verdict, upstream }: Refusal): Response {
  if (kind === 'unauthorized') {
    const headers = { 'WWW-Authenticate': 'Basic' };
    return answerJson({ detail: 'Incorrect username or password' }, { status, headers });
  }
  if (upstream !== undefined)
    return answerJson(isObject(upstream) ? upstream : { detail: message }, { status });
  const body: JsonObject = {
    error: kind === 'blocked' || kind === 'unchecked' ? 'ModerationBlocked' : 'HTTPException',
    detail: message,
    body: '',
    errors: message,
    ...(verdict && { shoji: verdictField(verdict) }),
  };
  return answerJson(body, { status });
}
