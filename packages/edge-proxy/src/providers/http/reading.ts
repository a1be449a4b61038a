import { isObject, type Json } from '../../guard/strict-json.ts';

/** What a string of a request's body is to the model's server. */
export type Role =
  /** Conditions the model: screened by every check. */
  | 'prompt'
  /** Conditions it the other way round: merged with the operator's. */
  | 'negative'
  /** Chooses something by its name: screened by rules. */
  | 'name'
  /** A picture the model starts from, as base64 or data URI: judged as one. */
  | 'picture'
  /** A picture of which only the shape counts. */
  | 'mask';

export type Path = readonly (string | number)[];

/** How a protocol's body is read. */
export interface Reading {
  /** The role of the string at `path`; what a protocol does not know must be a `prompt`. */
  role(path: Path, value: string): Role;
  /** Keys of the protocol itself; every other key is screened as a name. */
  readonly keys: ReadonlySet<string>;
}

/** Every string of a body by what it is, each list in the body's order. */
export interface Survey {
  readonly prompts: readonly string[];
  readonly negatives: readonly string[];
  readonly names: readonly string[];
  readonly pictures: readonly { readonly role: 'picture' | 'mask'; readonly value: string }[];
}

/** Finds every string and every unknown key of a body. None is left out, so none can go unscreened. */
export function surveyJson(body: Json, reading: Reading): Survey {
  const survey = {
    prompts: [] as string[],
    negatives: [] as string[],
    names: [] as string[],
    pictures: [] as { role: 'picture' | 'mask'; value: string }[],
  };
  mapStrings(body, reading, {
    key: (key) => survey.names.push(key),
    text: (value, role) => {
      if (value === '') return value;
      if (role === 'prompt') survey.prompts.push(value);
      else if (role === 'negative') survey.negatives.push(value);
      else if (role === 'name') survey.names.push(value);
      else survey.pictures.push({ role, value });
      return value;
    },
  });
  return survey;
}

/** A copy of `body` with each string replaced by what `text` makes of it; `key` is told of each unknown key. */
export function mapStrings(
  body: Json,
  reading: Reading,
  on: { key(key: string): void; text(value: string, role: Role): string },
  path: Path = [],
): Json {
  if (typeof body === 'string') return on.text(body, reading.role(path, body));
  if (Array.isArray(body)) return body.map((each, index) => mapStrings(each, reading, on, [...path, index]));
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (!reading.keys.has(key)) on.key(key);
      return [key, mapStrings(value, reading, on, [...path, key])];
    }),
  );
}
