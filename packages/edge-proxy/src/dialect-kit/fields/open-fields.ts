import type { Field, Fields } from './field.ts';
import * as field from './field.ts';
import type { UnknownFields } from './read-fields.ts';

/** Roles that an operator may give to a field. */
const ROLES = {
  prompt: field.prompt,
  negative: field.negative,
  text: field.freeText,
  name: field.name,
  picture: field.picture,
  mask: field.mask,
  number: field.number,
  switch: field.toggle,
  address: field.address,
} as const satisfies Record<string, Field>;

/** A role that an operator gives to a field, by which it is judged and sent. */
export type OpenedRole = keyof typeof ROLES;

/** An operator's settings for the fields of a protocol. */
export interface FieldOptions extends UnknownFields {
  /**
   * Roles of further fields by their path, e.g. `{ image_url: 'picture', 'face.source_images': 'picture' }`. Positions
   * in lists are left out. `address` sends a text that the server may open: no check sees what is there. A field that
   * no role fits is described as in the tables, with `field` of `@shoji/edge-proxy/dialect`.
   */
  readonly fields?: Readonly<Record<string, OpenedRole | Field>>;
}

/** A table with an operator's fields beside its own. @throws Error naming a role or path that cannot be read. */
export function openFields(table: Fields, { fields = {} }: FieldOptions): Fields {
  return Object.entries(fields).reduce((opened, [path, role]) => {
    const steps = path.split('.');
    if (!steps.every((step) => /^[\w@ -]{1,64}$/.test(step)))
      throw new Error(
        `fields: ${JSON.stringify(path)} must be the path of a field, such as face.source_images.`,
      );
    if (typeof role === 'object') return withField(opened, steps, role);
    if (!Object.hasOwn(ROLES, role))
      throw new Error(`fields: the role of ${path} must be one of ${Object.keys(ROLES).join(', ')}.`);
    return withField(opened, steps, field.oneOrMany(ROLES[role]));
  }, table);
}

function withField(table: Fields, [step = '', ...rest]: readonly string[], given: Field): Fields {
  const held = Object.hasOwn(table, step) ? table[step] : undefined;
  return { ...table, [step]: rest.length === 0 ? given : withInner(held, rest, given) };
}

/** Lists and alternatives are passed through: their objects get the field, and other values stay what they are. */
function withInner(held: Field | undefined, rest: readonly string[], given: Field): Field {
  switch (held?.kind) {
    case 'list':
      return field.list(withInner(held.each, rest, given));
    case 'object':
      return field.object(withField(held.fields, rest, given));
    case 'either': {
      const inner = held.fields.map((each) => (hasObjects(each) ? withInner(each, rest, given) : each));
      return field.either(...inner, ...(hasObjects(held) ? [] : [withInner(undefined, rest, given)]));
    }
    default:
      return field.oneOrMany(field.object(withField({}, rest, given)));
  }
}

function hasObjects(held: Field): boolean {
  if (held.kind === 'list') return hasObjects(held.each);
  return held.kind === 'object' || (held.kind === 'either' && held.fields.some(hasObjects));
}
