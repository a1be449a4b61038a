import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';

/**
 * A refusal as the SDKs parse it. A call that was refused, or that failed after it was paid for, is a ModelError (424), which no
 * SDK sends again; only a busy service and a prompt that could not be checked say "try again".
 */
export function refuse(refusal: Refusal): Response {
  const { kind, status, message, upstream } = refusal;
  if (isObject(upstream) && typeof upstream.name === 'string') {
    const { name, ...body } = upstream;
    return error(name, status, body);
  }
  switch (kind) {
    case 'denied':
    case 'invalid':
      return error('ValidationError', 400, { Message: message });
    case 'unauthorized':
      return error('AccessDeniedException', 403, { Message: message });
    case 'busy':
    case 'unchecked':
      return error('ServiceUnavailable', 503, { Message: message });
    case 'blocked':
    case 'failed':
    case 'cancelled':
      return error('ModelError', 424, {
        Message: `Received client error (${status}) from primary with message "${message}"`,
        OriginalStatusCode: status,
        OriginalMessage: message,
        LogStreamArn: '',
      });
  }
}

function error(name: string, status: number, body: JsonObject): Response {
  return answerJson(body, { status, headers: { 'x-amzn-ErrorType': name } });
}
