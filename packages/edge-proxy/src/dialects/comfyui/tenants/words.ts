import { ownWords, type Replaced } from '../../../dialect-kit/answers/own-words.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';

/** How what the server says of a prompt is put into the client's own words. */
export interface Words {
  /** Texts that the server got in place of the client's. */
  readonly replaced: readonly Replaced[];
  /** The operator's negative prompt: a text that still contains it is emptied. Empty for none. */
  readonly operators: string;
  /** Nodes the client did not send, each told under the id of the client's node that it belongs to. */
  readonly added: ReadonlyMap<string, string>;
}

/** `value` as the client would have got it, had they spoken to the server alone. */
export function inOwnWords(value: Json, { replaced, operators, added }: Words): Json {
  const restored = ownWords(replaced);
  const text = (told: string): string => {
    const beside = added.get(told);
    if (beside !== undefined) return beside;
    const own = restored(told);
    return operators !== '' && own.includes(operators) ? '' : own;
  };
  const visit = (each: Json): Json => {
    if (typeof each === 'string') return text(each);
    if (Array.isArray(each)) {
      // A node and the nodes added for it are told as one.
      const ids = each.every((item) => typeof item === 'string') && each.some((item) => added.has(item));
      const told = each.map(visit);
      return ids ? [...new Set(told)] : told;
    }
    if (!isObject(each)) return each;
    return Object.fromEntries(
      Object.entries(each).flatMap(([key, inner]) => {
        const beside = added.get(key);
        if (beside !== undefined && Object.hasOwn(each, beside)) return [];
        return [[beside ?? text(key), visit(inner)]];
      }),
    );
  };
  return visit(value);
}

/** The same of an object, which stays one. */
export function objectInOwnWords(value: JsonObject, words: Words): JsonObject {
  const own = inOwnWords(value, words);
  return isObject(own) ? own : {};
}
