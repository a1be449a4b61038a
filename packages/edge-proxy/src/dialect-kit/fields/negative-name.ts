/** Names of fields for a negative prompt, in the spellings of servers, extensions and clients. */
const NEGATIVE_NAME = /^(?:[a-z]{2,12}_)?neg(?:ative)?_?(?:prompts?|texts?)?(?:_?[1-9]|_[a-z]{1,2})?$/i;

/**
 * Whether a field that no table names is one for a negative prompt. Nothing of it is sent, and what it keeps out of a picture
 * says nothing against the request.
 */
export function isNegativeName(key: string): boolean {
  return NEGATIVE_NAME.test(key);
}
