import { isObject, type Json } from '../../wire/json/strict-json.ts';
import { UUID } from '../../wire/uuid.ts';
import { couldBeEncoded } from '../fields/encoded.ts';

export { each } from '../fields/each.ts';

/**
 * Bounds the value at one place of an upstream's answer; undefined for a value that may not leave.
 * `whole` gives the text that a stand-in of a long string is for.
 */
export type Shape = (value: unknown, whole: (text: string) => string) => Json | undefined;

export const number: Shape = (value) => (typeof value === 'number' ? value : nothing(value));
export const flag: Shape = (value) => (typeof value === 'boolean' ? value : nothing(value));

/** Short text: a name, a title, a file. One line of at most `most` characters. */
export function word(most = 200): Shape {
  return (value, whole) => {
    if (typeof value !== 'string') return nothing(value);
    const text = whole(value);
    return text.length <= most && !BREAK.test(text) && isReadable(text) ? text : undefined;
  };
}

/** Text for people: a description, a prompt. At most `most` characters, and only words. */
export function prose(most = 4_000): Shape {
  return (value, whole) => {
    if (typeof value !== 'string') return nothing(value);
    const text = whole(value);
    return text.length <= most && isReadable(text) ? text : undefined;
  };
}

/** A text of exactly this form. It bounds alphabet and length. */
export function form(pattern: RegExp): Shape {
  return (value, whole) => {
    if (typeof value !== 'string') return nothing(value);
    return pattern.test(value) ? whole(value) : undefined;
  };
}

export const uuid = form(UUID);
/** A digest of up to 512 bits, as hexadecimal digits. */
export const hash = form(/^[\da-f]{0,128}$/i);

/** Exactly one of these values. */
export function oneOf(...values: readonly Json[]): Shape {
  return (value) => values.find((each) => each === value);
}

/** The first of several shapes that accepts the value. */
export function either(...shapes: readonly Shape[]): Shape {
  return (value, whole) => {
    for (const shape of shapes) {
      const told = shape(value, whole);
      if (told !== undefined) return told;
    }
    return undefined;
  };
}

/** A list; entries of another shape are left out. A list longer than `most` is left out whole. */
export function list(each: Shape, most = 10_000): Shape {
  return (value, whole) => {
    if (!Array.isArray(value)) return nothing(value);
    if (value.length > most || areBytes(value) || countOfNumbers(value) > MOST_LISTED_NUMBERS)
      return undefined;
    return value.flatMap((item) => {
      const told = each(item, whole);
      return told === undefined ? [] : [told];
    });
  };
}

/** A list in which positions count: an entry of another shape becomes null. */
export function tuple(...shapes: readonly Shape[]): Shape {
  return (value, whole) => {
    if (!Array.isArray(value)) return nothing(value);
    return value.slice(0, shapes.length).map((item, index) => shapes[index]?.(item, whole) ?? null);
  };
}

/** A list in which positions count and that may be long: it is left out whole when it is longer than `most`. */
export function places(each: Shape, most = 10_000): Shape {
  return (value, whole) => {
    if (!Array.isArray(value)) return nothing(value);
    if (value.length > most || areBytes(value)) return undefined;
    return value.map((item) => each(item, whole) ?? null);
  };
}

/** A value of this shape that holds at most `most` numbers and truth values altogether: more could be a picture. */
export function fewNumbers(shape: Shape, most: number): Shape {
  return (value, whole) => {
    const told = shape(value, whole);
    return told !== undefined && numbersIn(told) > most ? undefined : told;
  };
}

/** An object of these fields; every other one is left out. */
export function record(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, whole) => {
    if (!isObject(value)) return nothing(value);
    const told: [string, Json][] = [];
    for (const [key, shape] of Object.entries(fields)) {
      const field = Object.hasOwn(value, key) ? shape(value[key], whole) : undefined;
      if (field !== undefined) told.push([key, field]);
    }
    return Object.fromEntries(told);
  };
}

/** An object whose keys the server chooses: each a short text, at most `most` of them. */
export function entries(each: Shape, most = 10_000, key: Shape = word()): Shape {
  return (value, whole) => {
    if (!isObject(value)) return nothing(value);
    const given = Object.entries(value);
    if (given.length > most || areBytes(Object.values(value))) return undefined;
    const told = given.flatMap(([name, inner]): [string, Json][] => {
      const field = typeof key(name, whole) === 'string' ? each(inner, whole) : undefined;
      return field === undefined ? [] : [[whole(name), field]];
    });
    return Object.fromEntries(told);
  };
}

/** JSON inside a string: read by `shape`, and serialised again. */
export function jsonText(shape: Shape): Shape {
  return (value, whole) => {
    if (typeof value !== 'string') return shape(value, whole);
    try {
      const told = shape(JSON.parse(whole(value)), (text) => text);
      return told === undefined ? undefined : JSON.stringify(told);
    } catch {
      return undefined;
    }
  };
}

/** A value of any form: truth values, numbers and short words, at most 64 characters and 64 values in a list or object. */
export const plain: Shape = fewNumbers((value, whole) => PLAIN(value, whole), 128);

const SHORT = word(64);
const PLAIN: Shape = either(
  number,
  flag,
  SHORT,
  (value, whole) => list(plain, 64)(value, whole),
  (value, whole) => entries(plain, 64, SHORT)(value, whole),
);

const BREAK = /[\r\n\u2028\u2029]/;
/** A list of this many numbers from 0 to 255, and nothing else, is more likely bytes than settings. */
const MOST_SMALL_NUMBERS = 64;

/** The longest list of numbers: no list of an answer has more numbers than a call has pictures. */
const MOST_LISTED_NUMBERS = 128;

function countOfNumbers(values: readonly unknown[]): number {
  return values.filter((value) => typeof value === 'number').length;
}

function areBytes(values: readonly unknown[]): boolean {
  if (values.length <= MOST_SMALL_NUMBERS) return false;
  const small = values.filter(isByte);
  return small.length > MOST_SMALL_NUMBERS && small.length > values.length / 2;
}

/** A number from 0 to 255, also as a text of decimal or hexadecimal digits. */
function isByte(value: unknown): boolean {
  if (typeof value === 'string') return /^(0x|\\x|%)?[\da-f]{1,3}$/i.test(value);
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
}

function numbersIn(value: Json): number {
  if (typeof value === 'number' || typeof value === 'boolean') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((count, each) => count + numbersIn(each), 0);
}

function isReadable(text: string): boolean {
  return text.isWellFormed() && !couldBeEncoded(text);
}

/** Null is how servers write a missing value. */
function nothing(value: unknown): Json | undefined {
  return value === null ? null : undefined;
}
