import { isObject, type Json, type JsonObject } from './strict-json.ts';

declare global {
  interface JSON {
    /** JSON text that is written unchanged: https://github.com/tc39/proposal-json-parse-with-source */
    rawJSON(text: string): JsonObject;
  }
}

/** Integers that a double cannot represent, by the number that replaces each, e.g. 64-bit seeds. */
export type ExactIntegers = ReadonlyMap<number, string>;

const LARGE = /\d{16}/;
const INTEGER = /^-?\d{16,20}$/;

/** A valid JSON text once more, with another number in it for each such integer. */
export function parseExact(
  text: string,
  parsed: Json,
): { readonly value: Json; readonly exact: ExactIntegers } {
  const exact = new Map<number, string>();
  if (!LARGE.test(text)) return { value: parsed, exact };
  const value: Json = JSON.parse(text, (_, each: unknown, context?: { readonly source?: string }) => {
    const { source = '' } = context ?? {};
    if (typeof each !== 'number' || Number.isSafeInteger(each) || !INTEGER.test(source)) return each;
    let standIn = each;
    // Neighbouring integers round to the same double, but two seeds are two pictures.
    while ((exact.get(standIn) ?? source) !== source) standIn *= 1 + Number.EPSILON;
    exact.set(standIn, source);
    return standIn;
  });
  return { value, exact };
}

/** The value with each such integer exact, for `JSON.stringify` only. */
export function withExact(value: Json, exact: ExactIntegers): Json {
  if (exact.size === 0) return value;
  if (typeof value === 'number') {
    const source = exact.get(value);
    return source === undefined ? value : JSON.rawJSON(source);
  }
  if (Array.isArray(value)) return value.map((each) => withExact(each, exact));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withExact(each, exact)]));
}
