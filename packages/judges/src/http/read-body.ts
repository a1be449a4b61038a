import { CheckError } from '@shoji/core';
import { ConnectionError } from './failures.ts';

/** The answer of a judge is short: labels, scores, or a few sentences. */
const MOST_ANSWER_BYTES = 1_000_000;

/**
 * The whole body of an answer as text.
 * @throws CheckError `invalid-answer` when it is too large or not UTF-8; ConnectionError when it breaks off; the signal's
 * reason when it aborts.
 */
export async function readBody(
  response: Response,
  signal: AbortSignal,
  most = MOST_ANSWER_BYTES,
): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      // Leaving the loop cancels the rest of the body.
      if (size > most) throw new CheckError('invalid-answer', `the answer is larger than ${most} bytes`);
      text += decoded(() => decoder.decode(chunk, { stream: true }));
    }
  } catch (cause) {
    if (cause instanceof CheckError) throw cause;
    signal.throwIfAborted();
    throw new ConnectionError('the answer broke off', { cause });
  }
  return text + decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new CheckError('invalid-answer', 'the answer is not UTF-8', { cause });
  }
}
