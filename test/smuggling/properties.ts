import fc from 'fast-check';
import { fromBase64, seen } from '../clients/support.ts';

/** Where strings stand in a JSON value, as paths; keys are strings too. */
export function stringPositions(
  value: unknown,
  path: readonly (string | number)[] = [],
): (string | number)[][] {
  if (typeof value === 'string') return [[...path]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    stringPositions(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Every place of a value, and in each object and list of it a new one. */
export function placesOf(
  value: unknown,
  name = 'more',
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    placesOf(each, name, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [...inner, [...path, Array.isArray(value) ? value.length : name]];
}

/** A copy of `value` with `text` at `path`. */
export function planted(value: unknown, path: readonly (string | number)[], text: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return text;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const object = copy as Record<string | number, unknown>;
  object[head] = planted(object[head], rest, text);
  return copy;
}

/** JSON objects of any shape that a client might add. */
export const strangeJson = (text: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(text, fc.stringMatching(/^[a-z_]{1,12}$/)), tie('any'), { maxKeys: 3 }),
    ),
  })).any;

/** The colours of all pictures that stand anywhere in a text, also inside of strings inside of it. */
export async function picturesIn(body: string): Promise<string[]> {
  const runs = body.replaceAll('\\/', '/').match(/[A-Za-z0-9+/]{80,}={0,2}/g) ?? [];
  const looks = await Promise.all(
    runs.map((run) =>
      seen(fromBase64(run)).then(
        ({ colour }) => colour,
        () => undefined,
      ),
    ),
  );
  return looks.filter((colour) => colour !== undefined);
}
