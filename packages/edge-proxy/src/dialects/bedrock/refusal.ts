import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/** A refusal as the SDKs parse it. Nothing that was paid for is a 5xx, which they would send again. */
export function refuse({ kind, status, message, upstream }: Refusal): Response {
  if (isObject(upstream) && typeof upstream.name === 'string') {
    return error(upstream.name, status, { message: String(upstream.Message ?? message) });
  }
  switch (kind) {
    case 'denied':
    case 'unauthorized':
      return error('AccessDeniedException', 403, { message });
    case 'invalid':
    case 'blocked':
      return error('ValidationException', 400, { message });
    case 'busy':
    case 'unchecked':
      return error('ServiceUnavailableException', 503, { message });
    case 'failed':
    case 'cancelled':
      return error('ModelErrorException', 424, { message, originalStatusCode: status });
  }
}

function error(name: string, status: number, body: JsonObject): Response {
  return answerJson(body, { status, headers: { 'x-amzn-ErrorType': name } });
}
