import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json, type JsonObject, stringsIn } from '../../wire/json/strict-json.ts';
import { asObject } from '../../wire/read-body.ts';
import { CARGO_NAMES, type Cargo, cargoOfText, findCargo } from './cargo.ts';
import { couldBeEncodedTogether, holdsData } from './encoded.ts';
import type { Field, Fields, TextField } from './field.ts';
import { isNegativeName } from './negative-name.ts';
import {
  fillSlots,
  isPictureSlot,
  isTextSlot,
  type PictureSlot,
  Slot,
  type Slotted,
  type SlottedObject,
  type TextRole,
  type TextSlot,
} from './slot.ts';

/** An operator's setting for fields that no table names. */
export interface UnknownFields {
  /** `drop` when left out: the field stays behind, and a warning names it. `refuse` answers 400. */
  readonly unknown?: 'drop' | 'refuse' | undefined;
}

/** A body as its route's table reads it. */
export interface ReadFields {
  /** The fields that may be sent, with a slot for every text and picture. */
  readonly tree: SlottedObject;
  readonly slots: readonly Slot[];
  /** Keys of the client's own choice that go to the server. */
  readonly keys: readonly string[];
  /** Every guidance scale, wherever it is. */
  readonly guidances: readonly number[];
  /** Paths of the fields with a value that are dropped. */
  readonly dropped: readonly string[];
  /**
   * Texts of dropped fields, except negative prompts. The rules read them too: a term that is refused in one field is
   * refused in every field.
   */
  readonly droppedTexts: readonly string[];
}

/**
 * Reads a body by the table of its route, in one walk. A field that the table does not name is dropped or refused; one
 * that could hold a picture, an address or a path is always refused, because the person meant it.
 * @throws BodyError naming the field and the remedy.
 */
export function readFields(body: Json, fields: Fields, { unknown = 'drop' }: UnknownFields = {}): ReadFields {
  const walk = new Walk(unknown);
  return { tree: walk.object(asObject(body), fields, ''), ...walk };
}

/** Reads a body of a route that the operator opened: every text is read as a prompt. @throws BodyError */
export function readOpened(body: Json): ReadFields {
  const walk = new Walk('drop');
  return { tree: walk.opened(asObject(body)), ...walk };
}

/** The text slots of these roles, in the body's order. */
export function textSlots({ slots }: Pick<ReadFields, 'slots'>, ...roles: readonly TextRole[]): TextSlot[] {
  return slots.filter(isTextSlot).filter(({ role, value }) => value !== '' && roles.includes(role));
}

/** The client's values in the fields that are sent, without pictures: for the dialect's own decisions. */
export function typedFields({ tree }: Pick<ReadFields, 'tree'>): JsonObject {
  const typed = fillSlots(tree, (slot) => (isPictureSlot(slot) ? '' : slot.value));
  return isObject(typed) ? typed : {};
}

/** The lowest guidance scale of a request, which decides whether negative prompts can be painted. */
export function lowestGuidance({ guidances }: Pick<ReadFields, 'guidances'>): number | undefined {
  return guidances.length > 0 ? Math.min(...guidances) : undefined;
}

/** The picture slots that hold something. */
export function pictureSlots({ slots }: Pick<ReadFields, 'slots'>): PictureSlot[] {
  return slots.filter(isPictureSlot).filter(({ value }) => value !== '');
}

/** Longest name, in UTF-16 units: a file's name has at most 255 bytes. */
const LONGEST_NAME = 256;
/** Limit of texts and pictures, because each costs a check; no client sends more. */
const MOST_SLOTS = 4_096;
/**
 * Limits of the numbers and switches of a body, and of the small values of one list or object: more could form a
 * picture.
 */
const MOST_PLAIN_VALUES = 256;
const MOST_LISTED_VALUES = 64;

class Walk {
  readonly slots: Slot[] = [];
  readonly keys: string[] = [];
  readonly guidances: number[] = [];
  readonly dropped: string[] = [];
  readonly droppedTexts: string[] = [];
  readonly #unknown: 'drop' | 'refuse';
  #plain = 0;

  constructor(unknown: 'drop' | 'refuse') {
    this.#unknown = unknown;
  }

  object(body: JsonObject, fields: Fields, path: string): SlottedObject {
    const kept: [string, Slotted][] = [];
    for (const [key, value] of Object.entries(body)) {
      const at = path === '' ? key : `${path}.${key}`;
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (field === undefined) this.#drop(value, at, key);
      else if (field.kind === 'closed') this.#drop(value, at, key, true);
      else if (field.kind !== 'own') kept.push([key, this.#read(value, field, at)]);
    }
    return Object.fromEntries(kept);
  }

  opened(body: JsonObject): SlottedObject {
    const own = Object.entries(body).filter(([key, value]) => {
      if (PAYER.test(key)) this.#drop(value, key, key);
      return !PAYER.test(key);
    });
    return this.#entries(Object.fromEntries(own), OPEN, '');
  }

  #read(value: Json, field: Field, path: string): Slotted {
    if (value === null) return null;
    switch (field.kind) {
      case 'text':
        if (field.role === 'name') return this.#name(value, field, path);
        return this.#text(field.role, stringAt(value, path), path);
      case 'picture':
        return this.#slot(field.role, path, stringAt(value, path));
      case 'address':
        return this.#slot('name', path, stringAt(value, path));
      case 'number':
        return this.#number(numberAt(value, path), field, path);
      case 'switch':
        return this.#count(switchAt(value, path), path);
      case 'object':
        if (!isObject(value)) throw new BodyError(400, `${path} must be an object.`);
        return this.object(value, field.fields, path);
      case 'list':
        if (!Array.isArray(value)) throw new BodyError(400, `${path} must be a list.`);
        return this.#list(value, field.each, path);
      case 'entries':
        return this.#entries(value, field.each, path);
      case 'either':
        return this.#read(
          value,
          field.fields.find((each) => takes(each, value)) ?? field.fields[0] ?? OPEN,
          path,
        );
      case 'byValue':
        return this.#read(value, field.choose(value), path);
      case 'open':
        return this.#open(value, path);
      case 'closed':
      case 'own':
        return null;
    }
  }

  #number(value: number, { guides, from = -Infinity }: NumberField, path: string): number {
    if (value < from) throw new BodyError(400, `${path} must not be below ${from}.`);
    if (guides) this.guidances.push(value);
    return this.#count(value, path);
  }

  #slot(role: Slot['role'], path: string, value: string): Slot {
    if (this.slots.length >= MOST_SLOTS)
      throw new BodyError(400, `The body may have at most ${MOST_SLOTS} texts and pictures.`);
    const slot = new Slot(role, path, value);
    this.slots.push(slot);
    return slot;
  }

  #text(role: TextRole, value: string, path: string): Slot {
    if (holdsData(value))
      throw new BodyError(
        400,
        `${path} must be words: it could hold an encoded picture. Send pictures in a field for pictures.`,
      );
    return this.#slot(role, path, value);
  }

  #name(value: Json, { pattern, form, lastPart }: TextField, path: string): Slotted {
    if (typeof value === 'number') return this.#count(value, path);
    const given = stringAt(value, path);
    const text = lastPart ? given.replace(/^.*[/\\]/s, '') : given;
    if (pattern && text !== '' && !pattern.test(text))
      throw new BodyError(400, `${path} has a value that this field does not accept.`);
    if (text.length > LONGEST_NAME)
      throw new BodyError(400, `${path} must be a name of at most ${LONGEST_NAME} characters.`);
    const cargo = cargoOfText(text, form);
    if (cargo) throw new BodyError(400, `${path} must be a name: it could be ${CARGO_NAMES[cargo]}.`);
    return this.#slot('name', path, text);
  }

  #entries(value: Json, each: Field, path: string): SlottedObject {
    if (!isObject(value)) throw new BodyError(400, `${path} must be an object.`);
    assertFew(Object.values(value), path);
    assertWords(
      [...Object.keys(value), ...Object.values(value).filter((each) => typeof each === 'string')],
      path,
    );
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        this.#key(key, path);
        return [key, this.#read(inner, each, path === '' ? key : `${path}.${key}`)];
      }),
    );
  }

  #list(values: readonly Json[], each: Field, path: string): Slotted {
    assertFew(values, path);
    const before = this.slots.length;
    const read = values.map((value, index) => this.#read(value, each, `${path}[${index}]`));
    const texts = this.slots.slice(before).filter(isTextSlot);
    assertWords(
      texts.map(({ value }) => value),
      path,
    );
    return read;
  }

  #open(value: Json, path: string): Slotted {
    if (typeof value === 'number' || typeof value === 'boolean') return this.#count(value, path);
    if (typeof value === 'string') {
      const cargo = cargoOfText(value);
      if (cargo) throw new BodyError(400, refusalOf(path, cargo));
      return this.#slot('prompt', path, value);
    }
    if (Array.isArray(value)) return this.#list(value, OPEN, path);
    return isObject(value) ? this.#entries(value, OPEN, path) : null;
  }

  #key(key: string, path: string): void {
    if (key.length > LONGEST_NAME || cargoOfText(key))
      throw new BodyError(
        400,
        `A key of ${path} is too long for a name, or could be an address, a path or a picture.`,
      );
    this.keys.push(key);
  }

  #count<Value extends number | boolean>(value: Value, path: string): Value {
    if (++this.#plain > MOST_PLAIN_VALUES)
      throw new BodyError(400, `${path}: the body has too many numbers. Send pictures as base64.`);
    return value;
  }

  #drop(value: Json, path: string, key: string, isClosed = false): void {
    if (isEmpty(value)) return;
    const found = findCargo(value, path) ?? findCargo(key, path);
    if (found) throw new BodyError(400, refusalOf(toldPath(found.path), found.cargo));
    const told = toldPath(path);
    if (this.#unknown === 'refuse')
      throw new BodyError(400, `${told} ${isClosed ? 'is closed' : 'is not a known field'}. Leave it out.`);
    this.dropped.push(told);
    this.droppedTexts.push(key, ...(isNegativeName(key) ? [] : stringsIn(value)));
  }
}

type NumberField = Extract<Field, { readonly kind: 'number' }>;

/** Fields by which gateways such as LiteLLM let a request choose the server and the account that it is for. */
const PAYER =
  /^(?:(?:api|base)[-_]?(?:base|key|type|url|version)|extra[-_](?:headers|query|body)|organization|aws_\w+)$/i;

const OPEN: Field = { kind: 'open' };
const FIELD_NAME = /^[\w.[\]@: -]{1,120}$/;
const ROLES: Record<Cargo, string> = { picture: 'picture', address: 'address', path: 'address' };

/** A path contains texts of the client: it is shown only where each part could be a field's name. */
function toldPath(path: string): string {
  return FIELD_NAME.test(path) ? path : 'A field without a plain name';
}

/** Whether a value says nothing, as clients write fields that they do not use. */
function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function refusalOf(path: string, cargo: Cargo): string {
  const setting = `fields: { ${JSON.stringify(path.replace(/\[\d+\]/g, ''))}: '${ROLES[cargo]}' }`;
  return `${path} could hold ${CARGO_NAMES[cargo]}, which would not be judged there. The operator can give it a role with ${setting}.`;
}

/** Whether a field is meant for values of this JSON type. */
function takes(field: Field, value: Json): boolean {
  switch (field.kind) {
    case 'text':
    case 'picture':
    case 'address':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'switch':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'entries':
      return isObject(value);
    case 'either':
      return field.fields.some((each) => takes(each, value));
    case 'byValue':
      return takes(field.choose(value), value);
    case 'open':
      return true;
    case 'own':
    case 'closed':
      return false;
  }
}

/** Neighbouring values, which could form a picture together. */
function assertFew(values: readonly Json[], path: string): void {
  const small = values.filter((each) => typeof each !== 'object' && String(each).length <= LONGEST_NAME);
  if (small.length > MOST_LISTED_VALUES)
    throw new BodyError(
      400,
      `${path} may have at most ${MOST_LISTED_VALUES} values. Send pictures as base64.`,
    );
}

function assertWords(texts: readonly string[], path: string): void {
  if (couldBeEncodedTogether(texts))
    throw new BodyError(
      400,
      `${path} must be words: it could hold an encoded picture. Send pictures in a field for pictures.`,
    );
}

function stringAt(value: Json, path: string): string {
  if (typeof value === 'string') return value;
  throw new BodyError(400, `${path} must be a string.`);
}

/** Accepts numbers written as text, as the servers do. */
function numberAt(value: Json, path: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value))
    return Number(value);
  throw new BodyError(400, `${path} must be a number.`);
}

/** Accepts the words that the servers' libraries read as booleans. */
function switchAt(value: Json, path: string): boolean {
  if (typeof value === 'boolean') return value;
  if (/^(1|true|t|yes|y|on)$/i.test(String(value).trim())) return true;
  if (/^(0|false|f|no|n|off|)$/i.test(String(value).trim())) return false;
  throw new BodyError(400, `${path} must be true or false.`);
}
