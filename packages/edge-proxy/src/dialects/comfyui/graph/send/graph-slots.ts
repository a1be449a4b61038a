import {
  Slot,
  type Slotted,
  type SlottedObject,
  type TextRole,
} from '../../../../dialect-kit/fields/slot.ts';
import { isObject, type Json } from '../../../../wire/json/strict-json.ts';
import type { GraphReading, GraphText, Injection } from '../types.ts';

/** A string of a workflow, and its place. */
export interface PlacedSlot {
  readonly slot: Slot<TextRole>;
  readonly nodeId: string;
  readonly classType: string;
  /** Undefined for the class itself. */
  readonly input: string | undefined;
}

/** An injected workflow in which every string is a slot. */
export interface GraphSlots {
  readonly tree: SlottedObject;
  readonly slots: readonly PlacedSlot[];
  /** Keys of the client's own choice: node ids, and names of inputs. */
  readonly keys: readonly string[];
}

/**
 * The workflow as it is sent. A text of the negative side has the role `negative` and is already merged; so are all
 * strings of added nodes, because they are copies or the operator's own.
 */
export function graphSlots(
  { positive, negative, otherTexts }: GraphReading,
  { workflow, added, changed }: Injection,
): GraphSlots {
  const slots: PlacedSlot[] = [];
  const keys = new Set<string>();
  const places = new Map<string, TextRole>([
    ...rolesOf(positive, 'prompt'),
    ...rolesOf(otherTexts, 'text'),
    ...rolesOf([...negative, ...changed], 'negative'),
  ]);
  const tree = [...workflow].map(([nodeId, { class_type: classType, inputs }]): [string, Slotted] => {
    const isAdded = added.has(nodeId);
    if (!isAdded) for (const key of [nodeId, ...Object.keys(inputs)]) keys.add(key);
    const slot = (role: TextRole, path: string, value: string, input?: string) => {
      const made = new Slot(role, path, value);
      slots.push({ slot: made, nodeId, classType, input });
      return made;
    };
    const write = (value: Json, role: TextRole, path: string, input: string): Slotted => {
      if (typeof value === 'string') return slot(role, path, value, input);
      if (typeof value !== 'object' || value === null) return value;
      // Texts inside lists and objects are not told apart; of a link, only the id is a text.
      const inner = role === 'negative' ? role : 'name';
      if (!isObject(value)) return value.map((each, index) => write(each, inner, `${path}[${index}]`, input));
      const entries = Object.entries(value).map(([key, each]): [string, Slotted] => {
        if (!isAdded) keys.add(key);
        return [key, write(each, inner, `${path}.${key}`, input)];
      });
      return Object.fromEntries(entries);
    };
    const written = Object.entries(inputs).map(([input, value]): [string, Slotted] => {
      const role = isAdded ? 'negative' : (places.get(placeOf(nodeId, input)) ?? 'name');
      return [input, write(value, role, `prompt.${nodeId}.inputs.${input}`, input)];
    });
    const name = slot(isAdded ? 'negative' : 'name', `prompt.${nodeId}.class_type`, classType);
    return [nodeId, { class_type: name, inputs: Object.fromEntries(written) }];
  });
  return { tree: Object.fromEntries(tree), slots, keys: [...keys] };
}

function rolesOf(
  texts: readonly Pick<GraphText, 'nodeId' | 'input'>[],
  role: TextRole,
): [place: string, role: TextRole][] {
  return texts.map(({ nodeId, input }) => [placeOf(nodeId, input), role]);
}

/** The key of one input of one node. */
export function placeOf(nodeId: string, input: string): string {
  return JSON.stringify([nodeId, input]);
}
