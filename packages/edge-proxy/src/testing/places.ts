import { isObject } from '../wire/json/strict-json.ts';

/** A path in a JSON value: keys of objects and positions in lists, from the outside in. */
export type Place = readonly (string | number)[];

/** The places of all strings of a value. Keys are not among them. */
export function stringPlaces(value: unknown, at: Place = []): Place[] {
  if (typeof value === 'string') return [at];
  return inner(value).flatMap(([key, each]) => stringPlaces(each, [...at, key]));
}

/** Every place of a value, and in each object and list of it a new one. */
export function placesOf(value: unknown, name = 'more', at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const known = inner(value).flatMap(([key, each]) => placesOf(each, name, [...at, key]));
  return [...known, [...at, Array.isArray(value) ? value.length : name]];
}

/** The places of all objects of a value, itself included. */
export function objectPlaces(value: unknown, at: Place = []): Place[] {
  const own = isObject(value) ? [at] : [];
  return [...own, ...inner(value).flatMap(([key, each]) => objectPlaces(each, [...at, key]))];
}

/** A copy of `value` with `planted` at a place, which need not exist. */
export function planted(value: unknown, [head, ...rest]: Place, text: unknown): unknown {
  if (head === undefined) return text;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value];
    copy[Number(head)] = planted(copy[Number(head)], rest, text);
    return copy;
  }
  const object = isObject(value) ? value : {};
  return { ...object, [head]: planted(Object.hasOwn(object, head) ? object[head] : undefined, rest, text) };
}

/** The value at a place; undefined if missing. */
export function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((held, key) => inner(held).find(([each]) => each === key)?.[1], value);
}

function inner(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((each, index) => [index, each]);
  return isObject(value) ? Object.entries(value) : [];
}
