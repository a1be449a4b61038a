import { endOfString } from './end-of-string.ts';
import { objectionToShape } from './json-shape.ts';

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A JSON text that is invalid, or that two parsers may read differently. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * Parses JSON once, strictly: UTF-8 (RFC 8259), no key twice in one object, no lone surrogates, within the limits of
 * nesting and length.
 * @throws JsonError saying what is wrong.
 */
export function parseStrictJson(bytes: Uint8Array): Json {
  const objection = objectionToShape(bytes);
  if (objection !== undefined) throw new JsonError(objection);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new JsonError('The body is not UTF-8.', { cause });
  }
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new JsonError('The body is not valid JSON.', { cause });
  }
  assertUnambiguous(text);
  return value;
}

/** A valid JSON text's objects, walked without building anything: strings are skipped by their quotes. */
function assertUnambiguous(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let keyComes = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
        open.push(new Set());
        keyComes = true;
        break;
      case '[':
        open.push(undefined);
        keyComes = false;
        break;
      case '}':
      case ']':
        open.pop();
        keyComes = false;
        break;
      case ',':
        keyComes = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (keyComes) addKey(open.at(-1), text.slice(at, end + 1));
        else if (hasLoneSurrogate(text, at, end))
          throw new JsonError('The body has a lone surrogate: half of a character.');
        keyComes = false;
        at = end;
        break;
      }
    }
  }
}

function addKey(keys: Set<string> | undefined, quoted: string): void {
  const key: string = quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1);
  if (keys?.has(key))
    throw new JsonError('The body has a duplicate key; servers differ in which value they use.');
  if (key === '__proto__') throw new JsonError('The body has a key named __proto__.');
  keys?.add(key);
}

/** Only an escape can make one: the bytes were UTF-8. */
function hasLoneSurrogate(text: string, start: number, end: number): boolean {
  const escaped = text.indexOf('\\u', start);
  if (escaped < 0 || escaped > end) return false;
  const value: string = JSON.parse(text.slice(start, end + 1));
  return !value.isWellFormed();
}

/** Whether `value` is an object, and not a list or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One field of a value that may be an object; undefined if it is not an object or has no such field. */
export function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Every string of a value, keys included. */
export function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.entries(value).flatMap(([key, each]) => [key, ...stringsIn(each)]) : [];
}
