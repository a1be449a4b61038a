import { CARGO_NAMES, type Cargo, cargoOf, cargoOfText } from '../../../../dialect-kit/fields/cargo.ts';
import { isObject, type Json, stringsIn } from '../../../../wire/json/strict-json.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { ReadOptions, Workflow, WorkflowNode } from '../types.ts';
import { WorkflowError } from '../workflow-error.ts';

/** An input that its class does not have. */
export interface UnknownInput {
  readonly nodeId: string;
  readonly input: string;
  readonly value: Json;
}

/** The parts of a workflow that are dropped. */
export interface Dropped {
  /** Paths for messages. */
  readonly paths: readonly string[];
  /** Their names and strings, which the rules read. */
  readonly texts: readonly string[];
}

/** Splits a workflow into the inputs that its classes have, and all others. */
export function keepKnown(
  sent: Workflow,
  options: ReadOptions,
): { readonly workflow: Workflow; readonly unknown: readonly UnknownInput[] } {
  const unknown: UnknownInput[] = [];
  const workflow = [...sent].map(([nodeId, node]): [string, WorkflowNode] => {
    const kept = Object.entries(node.inputs).filter(([input, value]) => {
      const isKnown = isKnownInput(node.class_type, input, options);
      if (!isKnown) unknown.push({ nodeId, input, value });
      return isKnown;
    });
    return [nodeId, { ...node, inputs: Object.fromEntries(kept) }];
  });
  return { workflow: new Map(workflow), unknown };
}

/**
 * The warnings for unknown inputs of running nodes.
 * @throws WorkflowError for an input that could hold a picture, an address or a path: it was sent on purpose.
 */
export function droppedInputs(unknown: readonly UnknownInput[], running: Workflow): Dropped {
  const dropped = unknown.flatMap((each) => {
    const node = running.get(each.nodeId);
    return node ? [{ ...each, classType: node.class_type }] : [];
  });
  for (const { nodeId, classType, input, value } of dropped) {
    const cargo = cargoOf(value) ?? cargoOfText(input);
    if (cargo) throw cargoError(nodeId, classType, input, cargo);
  }
  return {
    paths: dropped.map(({ nodeId, input }) => toldPath(`prompt.${nodeId}.inputs.${input}`)),
    texts: dropped.flatMap(({ input, value }) => [input, ...stringsIn(value)]),
  };
}

/**
 * Paths of fields that a node has beside its class, its inputs and its title.
 * @throws WorkflowError for a field that could hold a picture, an address or a path.
 */
export function droppedNodeFields(prompt: Json): string[] {
  return Object.entries(isObject(prompt) ? prompt : {}).flatMap(([nodeId, node]) =>
    Object.entries(isObject(node) ? node : {}).flatMap(([key, value]) => {
      if (key === 'class_type' || key === 'inputs' || key === '_meta' || value === null) return [];
      const cargo = cargoOf(value) ?? cargoOfText(key);
      if (cargo) throw cargoError(nodeId, isObject(node) ? String(node.class_type) : '', key, cargo);
      return [toldPath(`prompt.${nodeId}.${key}`)];
    }),
  );
}

/** The error for a value that the server would open without a check. */
export function cargoError(nodeId: string, classType: string, input: string, cargo: Cargo): WorkflowError {
  const message = `This input could hold ${CARGO_NAMES[cargo]}, which would not be judged there. Send pictures with /upload/image. ${settingFor(classType, input, cargo)}`;
  return new WorkflowError('value_not_allowed', message, input, { nodeId, classType, input });
}

/** The setting that opens an input, and its effect. */
function settingFor(classType: string, input: string, cargo: Cargo): string {
  if (!/^[\w.:@ +()-]{1,120}$/.test(`${classType}.${input}`) || classType === '')
    return 'The operator can open inputs with comfyui({ fields }).';
  const role = cargo === 'picture' ? 'picture' : 'address';
  const means = role === 'picture' ? 'judged pictures' : 'addresses, whose pictures are not judged';
  return `The operator can open this input for ${means} with comfyui({ fields: { ${JSON.stringify(`${classType}.${input}`)}: '${role}' } }).`;
}

/** A node's id is a text of the client: it is shown only where it could be one that an editor assigns. */
function toldPath(path: string): string {
  return /^[\w.:@ -]{1,120}$/.test(path) ? path : 'A field without a plain name';
}

/** Classes of V3 nodes give only the prefix of some inputs' names: `images` for `images.image0`. */
const GROWING = /^COMFY_/;

function isKnownInput(classType: string, input: string, { allowedNodes, objectInfo }: ReadOptions): boolean {
  const schema = schemaOf(classType, objectInfo);
  // A reroute takes its input under any name. Unknown classes are refused, or the operator vouches for them.
  if (schema === undefined || classType === 'Reroute' || allowedNodes.includes(classType)) return true;
  if (schema.inputs.has(input)) return true;
  const type = schema.inputs.get(input.replace(/\..*/s, ''));
  return type !== undefined && GROWING.test(type);
}
