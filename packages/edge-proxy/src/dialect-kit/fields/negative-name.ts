/** Names of fields for a negative prompt, in the spellings of servers, extensions and clients. */
const NEGATIVE_NAME = /^(?:[a-z]{2,12}_)?neg(?:ative)?_?(?:prompts?|texts?)?(?:_?[1-9]|_[a-z]{1,2})?$/i;

/**
 * Whether a field that no table names is one for a negative prompt. It is not sent, and its words are no reason to
 * refuse the request.
 */
export function isNegativeName(key: string): boolean {
  return NEGATIVE_NAME.test(key);
}
