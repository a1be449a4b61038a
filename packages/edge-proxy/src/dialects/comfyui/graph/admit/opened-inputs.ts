import { Slot, type Slotted, type SlottedObject } from '../../../../dialect-kit/fields/slot.ts';
import { isObject, type Json } from '../../../../wire/json/strict-json.ts';

/**
 * Inputs of nodes that the operator opened, by class and name: `'LoadImageFromUrl.url': 'address'` may hold an address or
 * a path that the server opens; `'ETN_LoadImageBase64.image': 'picture'` a picture, which is judged and sent as judged.
 */
export type OpenedInputs = Readonly<Record<string, 'address' | 'picture'>>;

/** The role that the operator gave to an input. */
export function openedFor(
  opened: OpenedInputs,
  classType: string,
  input: string,
): OpenedInputs[string] | undefined {
  const name = `${classType}.${input}`;
  return Object.hasOwn(opened, name) ? opened[name] : undefined;
}

interface Taken {
  /** The graph with an empty text in place of each picture, so that it is not read as text. */
  readonly graph: Json;
  readonly slots: readonly {
    readonly nodeId: string;
    readonly input: string;
    readonly slot: Slot<'picture'>;
  }[];
}

/** Takes the pictures out of the inputs that are open for them. */
export function takePictures(graph: Json, opened: OpenedInputs): Taken {
  const slots: Taken['slots'][number][] = [];
  if (!isObject(graph) || Object.keys(opened).length === 0) return { graph, slots };
  const nodes = Object.entries(graph).map(([nodeId, node]): [string, Json] => {
    if (!isObject(node) || !isObject(node.inputs) || typeof node.class_type !== 'string')
      return [nodeId, node];
    const classType = node.class_type;
    const inputs = Object.entries(node.inputs).map(([input, value]): [string, Json] => {
      if (typeof value !== 'string' || openedFor(opened, classType, input) !== 'picture')
        return [input, value];
      slots.push({ nodeId, input, slot: new Slot('picture', `prompt.${nodeId}.inputs.${input}`, value) });
      return [input, ''];
    });
    return [nodeId, { ...node, inputs: Object.fromEntries(inputs) }];
  });
  return { graph: Object.fromEntries(nodes), slots };
}

/** Puts the slots of the pictures back in place, for the nodes that still run. */
export function withPictures(tree: SlottedObject, { slots }: Taken) {
  const placed = slots.filter(({ nodeId }) => isSlotted(tree[nodeId]));
  const nodes = Object.entries(tree).map(([nodeId, node]): [string, Slotted] => {
    const own = placed.filter((each) => each.nodeId === nodeId);
    if (own.length === 0 || !isSlotted(node) || !isSlotted(node.inputs)) return [nodeId, node];
    const pictures = Object.fromEntries(own.map(({ input, slot }) => [input, slot]));
    return [nodeId, { ...node, inputs: { ...node.inputs, ...pictures } }];
  });
  return { tree: Object.fromEntries(nodes), slots: placed.map(({ slot }) => slot) };
}

function isSlotted(value: Slotted | undefined): value is SlottedObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Slot);
}
