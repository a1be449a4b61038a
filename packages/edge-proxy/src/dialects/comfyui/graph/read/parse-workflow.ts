import { z } from 'zod';
import { isObject, type Json } from '../../../../wire/json/strict-json.ts';
import type { Workflow } from '../types.ts';
import { type Place, WorkflowError } from '../workflow-error.ts';

/** The parts of a node that are sent. Everything else, such as its title or an older server's cache, is dropped. */
const NODE = z.object({ class_type: z.string().min(1), inputs: z.record(z.string(), z.unknown()) });

/** Values of widgets are flat or nearly so. */
const DEEPEST_VALUE = 16;

/**
 * The workflow of a `POST /prompt` body's `prompt`, parsed once: a link has exactly the form that ComfyUI follows.
 * @throws WorkflowError
 */
export function parseWorkflow(value: unknown): Workflow {
  if (!isObject(value)) throw new WorkflowError('no_prompt', 'No prompt provided', 'No prompt provided');
  return new Map(
    Object.entries(value).map(([nodeId, sent]) => {
      assertName(nodeId, { nodeId, classType: '' });
      const node = NODE.safeParse(sent);
      if (!node.success) {
        const message = 'Cannot execute because a node is missing the class_type or inputs property.';
        throw new WorkflowError('invalid_prompt', message, `Node ID '#${nodeId}'`);
      }
      const { class_type, inputs } = node.data;
      const place = { nodeId, classType: class_type };
      assertName(class_type, place);
      const read = Object.entries(inputs).map(([input, given]) => {
        assertName(input, place);
        return [input, readInput(given, { ...place, input })] as const;
      });
      if (isObject(sent) && isObject(sent.inputs) && Object.hasOwn(sent.inputs, '__proto__')) refuse(place);
      return [nodeId, { class_type, inputs: Object.fromEntries(read) }] as const;
    }),
  );
}

type InputPlace = Place & { readonly input: string };

function readInput(value: unknown, place: InputPlace): Json {
  if (Array.isArray(value)) {
    const [from, slot] = value;
    const ok = value.length === 2 && typeof from === 'string' && Number.isInteger(slot) && Number(slot) >= 0;
    if (ok) return [from, Number(slot)];
    const message = 'Bad linked input, must be a length-2 list of [node_id, slot_index]';
    throw new WorkflowError('bad_linked_input', message, place.input, place);
  }
  // ComfyUI uses the content of this key as the value, and ignores the other keys.
  if (isObject(value) && Object.hasOwn(value, '__value__')) {
    const inner = readValue(value.__value__, place, 0);
    return typeof inner === 'object' && inner !== null ? { __value__: inner } : inner;
  }
  return readValue(value, place, 0);
}

function readValue(value: unknown, place: InputPlace, depth: number): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.isWellFormed()) return value;
  if (depth < DEEPEST_VALUE) {
    if (Array.isArray(value)) return value.map((each) => readValue(each, place, depth + 1));
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => {
          assertName(key, place);
          return [key, readValue(each, place, depth + 1)];
        }),
      );
  }
  const message = 'Failed to convert an input value';
  throw new WorkflowError('invalid_input_type', message, place.input, place);
}

function assertName(name: string, place: Place): void {
  if (name === '__proto__' || !name.isWellFormed()) refuse(place);
}

function refuse(place: Place): never {
  throw new WorkflowError('invalid_prompt', 'A name in the workflow cannot be read.', '', place);
}
