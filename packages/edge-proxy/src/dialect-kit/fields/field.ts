import type { Json } from '../../wire/json/strict-json.ts';
import type { NameForm } from './cargo.ts';
import type { PictureRole, TextRole } from './slot.ts';

export { each } from './each.ts';

/**
 * The meaning of one field of a request. A route's table names every field that may reach the server; all others are
 * dropped.
 */
export type Field =
  | TextField
  | { readonly kind: 'picture'; readonly role: PictureRole }
  /** `guides`: a guidance scale, below 1 of which the model paints its negative prompt. `from`: the least value. */
  | { readonly kind: 'number'; readonly guides?: true; readonly from?: number }
  | { readonly kind: 'switch' }
  /** Never sent as the client wrote it: the proxy sets it, or reads it itself. */
  | { readonly kind: 'own' }
  /**
   * Closed unless the operator opens it: the upstream's own safety settings, addresses it would call, weights by
   * address.
   */
  | { readonly kind: 'closed' }
  | { readonly kind: 'address' }
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'list'; readonly each: Field }
  /** An object whose keys the client chooses; each is read as a name. */
  | { readonly kind: 'entries'; readonly each: Field }
  /** The first role that accepts a value of this JSON type. */
  | { readonly kind: 'either'; readonly fields: readonly Field[] }
  /** A place whose fields depend on the value itself. */
  | { readonly kind: 'byValue'; readonly choose: (value: Json) => Field }
  /** Any JSON of a route that the operator opened: its texts are read as prompts. */
  | { readonly kind: 'open' };

export interface TextField {
  readonly kind: 'text';
  readonly role: TextRole;
  /** The form of the name, where the server accepts only some. */
  readonly pattern?: RegExp;
  readonly form?: NameForm;
  /** Only the last part of a path is read and sent, as the server itself does. */
  readonly lastPart?: true;
}

/** The fields of an object by their names. */
export type Fields = { readonly [name: string]: Field };

const text = (role: TextRole): TextField => ({ kind: 'text', role });

/** The roles of a table. */
export const prompt = text('prompt');
export const negative = text('negative');
export const freeText = text('text');
export const name = text('name');
export const model: Field = { kind: 'text', role: 'name', form: 'model' };
export const fileName: Field = { kind: 'text', role: 'name', form: 'file' };
export const picture: Field = { kind: 'picture', role: 'picture' };
export const mask: Field = { kind: 'picture', role: 'mask' };
export const number: Field = { kind: 'number' };
export const guidance: Field = { kind: 'number', guides: true };
/** The scale of another influence, such as pictures or distilled guidance. Below zero it would steer the model away. */
export const strength: Field = { kind: 'number', from: 0 };
export const toggle: Field = { kind: 'switch' };
export const own: Field = { kind: 'own' };
export const closed: Field = { kind: 'closed' };
export const address: Field = { kind: 'address' };
export const open: Field = { kind: 'open' };

/** A name of a known form, such as `1024x1024`. */
export function word(pattern: RegExp): Field {
  return { kind: 'text', role: 'name', pattern };
}

export function object(fields: Fields): Field {
  return { kind: 'object', fields };
}

export function list(each: Field): Field {
  return { kind: 'list', each };
}

export function entries(each: Field): Field {
  return { kind: 'entries', each };
}

export function either(...fields: readonly Field[]): Field {
  return { kind: 'either', fields };
}

export function byValue(choose: (value: Json) => Field): Field {
  return { kind: 'byValue', choose };
}

/** One value, or a list of such. */
export function oneOrMany(each: Field): Field {
  return either(each, list(each));
}

/** A number, switch or name, for a field of unknown meaning. */
export const plain: Field = either(number, toggle, name);
