import { endOfString } from './end-of-string.ts';

/** The deepest nesting; no client needs more. */
const MAX_DEPTH = 64;
/** Values of one body: a large ComfyUI workflow has some ten thousand. */
const MAX_VALUES = 250_000;

const [QUOTE, COMMA] = [0x22, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Why a JSON text must not be parsed, judged by its brackets and commas alone: parsed, some twenty megabytes of
 * brackets take gigabytes. Undefined for a text within the limits, valid or not.
 */
export function objectionToShape(bytes: Uint8Array): string | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth++;
        values++;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
        break;
      case COMMA:
        values++;
        break;
    }
    if (depth > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} deep.`;
    if (values > MAX_VALUES) return `The body has more than ${MAX_VALUES} values.`;
  }
  return undefined;
}
