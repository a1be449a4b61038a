import type { Json } from '../../wire/json/strict-json.ts';

/** The meaning of a text for the model's server. */
export type TextRole =
  /** Conditions the model: every check reads it. */
  | 'prompt'
  /** Steers the model away: merged with the operator's negative prompt. */
  | 'negative'
  /** Conditions nothing, but is free text: every check reads it. */
  | 'text'
  /** Chooses something by its name: the rules read it. */
  | 'name';

/** The meaning of a picture for the model's server. */
export type PictureRole =
  /** The model starts from it. */
  | 'picture'
  /** Only its shape counts. */
  | 'mask';

/**
 * A place of a request's body whose value must be judged before it is sent: a text or an encoded picture. The judged
 * value is written back to the slot itself, so nothing is matched by its position.
 */
export class Slot<Role extends TextRole | PictureRole = TextRole | PictureRole> {
  readonly role: Role;
  /** The field's path for messages, e.g. `alwayson_scripts.controlnet.args[0].image`. */
  readonly path: string;
  /** As the client sent it; empty for a file of a form. */
  readonly value: string;

  constructor(role: Role, path: string, value: string) {
    this.role = role;
    this.path = path;
    this.value = value;
  }
}

export type TextSlot = Slot<TextRole>;
export type PictureSlot = Slot<PictureRole>;

/** JSON in which every string is a slot: a body as the table of its route read it. */
export type Slotted = number | boolean | null | Slot | readonly Slotted[] | SlottedObject;
export type SlottedObject = { readonly [key: string]: Slotted };

export function isTextSlot(slot: Slot): slot is TextSlot {
  return !isPictureSlot(slot);
}

export function isPictureSlot(slot: Slot): slot is PictureSlot {
  return slot.role === 'picture' || slot.role === 'mask';
}

/** The JSON that `write` makes of each slot's place. */
export function fillSlots(tree: Slotted, write: (slot: Slot) => Json): Json {
  if (tree instanceof Slot) return write(tree);
  if (Array.isArray(tree)) return tree.map((each: Slotted) => fillSlots(each, write));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, each]) => [key, fillSlots(each, write)]));
}
