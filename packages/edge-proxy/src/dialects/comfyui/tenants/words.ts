import { ownWords, type Replaced } from '../../../dialect-kit/answers/own-words.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';

/** Replaces the server's texts about a prompt by the client's own. */
export interface Words {
  /** Texts that the server got in place of the client's. */
  readonly replaced: readonly Replaced[];
  /** The operator's negative prompt: a text that still contains it is emptied. Empty if there is no negative prompt. */
  readonly operators: string;
  /** Nodes the client did not send, each shown under the id of the client's node that it belongs to. */
  readonly added: ReadonlyMap<string, string>;
}

/** `value` as the client would get it from the server without the proxy. */
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
      // A node and the nodes added for it are shown as one node.
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

/** Translates an object, and returns an object. */
export function objectInOwnWords(value: JsonObject, words: Words): JsonObject {
  const own = inOwnWords(value, words);
  return isObject(own) ? own : {};
}
