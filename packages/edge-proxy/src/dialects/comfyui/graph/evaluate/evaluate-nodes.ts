import { Budget, Unevaluable } from '../../../../dialect-kit/python/budget.ts';
import { pythonString } from '../../../../dialect-kit/python/python-text.ts';
import { type Json, stringsIn } from '../../../../wire/json/strict-json.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { ReadOptions, Workflow, WorkflowNode } from '../types.ts';
import { type Place, WorkflowError } from '../workflow-error.ts';
import { type Link, linkOf, nodesIn } from './links.ts';
import { type Arguments, type Scalar, STRING_NODES } from './string-nodes.ts';

/** A node's output, as far as it is known before the workflow runs. */
export type Output =
  /** A known value; `text` when it was computed from texts, so that it replaces the link. */
  | { readonly kind: 'known'; readonly value: Scalar; readonly text: boolean }
  /** The value of another output, or a literal. */
  | { readonly kind: 'same'; readonly as: Json }
  /** Made by a class that the operator allows: it can contain at least these words. */
  | { readonly kind: 'vouched'; readonly words: string }
  /** A text that only the running workflow knows. */
  | { readonly kind: 'untold'; readonly place: Place; readonly why: string }
  /** No text. */
  | { readonly kind: 'other' };

export type Outputs = (link: Link) => Output;

const OTHER: Output = { kind: 'other' };
const NUMBERS: ReadonlySet<string> = new Set(['PrimitiveInt', 'PrimitiveFloat', 'PrimitiveBoolean']);
/** Types of outputs that can be a text. */
const TEXTUAL: ReadonlySet<string> = new Set(['STRING', 'COMBO', '*']);

/**
 * Evaluates the text outputs of nodes as the server would.
 * @param order The running nodes, each after what it depends on.
 */
export function evaluateNodes(workflow: Workflow, order: readonly string[], options: ReadOptions): Outputs {
  const budget = new Budget();
  const known = new Map<string, (slot: number) => Output>();
  const outputs: Outputs = ({ from, slot }) => known.get(from)?.(slot) ?? OTHER;
  for (const [nodeId, node] of nodesIn(workflow, order))
    known.set(nodeId, evaluateNode(nodeId, node, { ...options, outputs, budget }));
  return outputs;
}

interface Context extends ReadOptions {
  readonly outputs: Outputs;
  readonly budget: Budget;
}

function evaluateNode(nodeId: string, node: WorkflowNode, context: Context): (slot: number) => Output {
  const { class_type, inputs } = node;
  const { allowedNodes, outputs, objectInfo } = context;
  const place = { nodeId, classType: class_type };
  const allowed = allowedNodes.includes(class_type);
  const first = (output: Output) => (slot: number) => (slot === 0 ? output : OTHER);
  if (STRING_NODES.has(class_type)) {
    const output = evaluateString(place, node, context);
    return first(output.kind === 'untold' && allowed ? vouched(place, node, context) : output);
  }
  if (NUMBERS.has(class_type)) return first(numberOf(inputs.value, outputs));
  if (class_type === 'ComfySwitchNode') return first(chosen(place, node, context));
  if (class_type === 'Reroute' && !allowed) {
    const [only, ...more] = Object.values(inputs);
    if (only !== undefined && more.length === 0) return first(same(only, outputs));
  }
  const schema = schemaOf(class_type, objectInfo);
  const mayBeText = (slot: number) => schema === undefined || TEXTUAL.has(schema.outputs[slot] ?? '');
  const text: Output = allowed
    ? vouched(place, node, context)
    : { kind: 'untold', place, why: 'makes a text that is known only when the workflow runs' };
  return (slot) => (mayBeText(slot) ? text : OTHER);
}

/** The value at an input, with links through reroutes followed. */
function same(value: Json, outputs: Outputs): Output {
  const link = linkOf(value);
  const output = link && outputs(link);
  return output === undefined || output.kind === 'other' ? { kind: 'same', as: value } : output;
}

function numberOf(value: Json | undefined, outputs: Outputs): Output {
  const link = linkOf(value);
  if (link !== undefined) return outputs(link);
  const plain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
  return plain ? { kind: 'known', value, text: false } : OTHER;
}

/** The input that a switch selects; the other side does not run. */
function chosen(place: Place, { inputs }: WorkflowNode, context: Context): Output {
  const { on_true, on_false } = inputs;
  const sides = [on_true, on_false].flatMap((side) =>
    side === undefined ? [] : [same(side, context.outputs)],
  );
  const [only = OTHER, other] = sides;
  if (other === undefined) return only;
  const on = flagOf(place, inputs, context);
  if (on !== undefined) return on ? only : other;
  const texts = sides.some((side) => side.kind !== 'other' && (side.kind !== 'same' || hasText(side.as)));
  const why = 'chooses between texts by what is known only when the workflow runs';
  return texts ? { kind: 'untold', place, why } : OTHER;
}

function flagOf(place: Place, inputs: WorkflowNode['inputs'], context: Context): boolean | undefined {
  const { given, seen } = argumentsOf(place, inputs, context);
  try {
    const on = given.flag('switch');
    return seen.vouched ? undefined : on;
  } catch (error) {
    if (error instanceof Unevaluable) return undefined;
    throw error;
  }
}

function evaluateString(place: Place, { class_type, inputs }: WorkflowNode, context: Context): Output {
  const node = STRING_NODES.get(class_type);
  if (node === undefined) return OTHER;
  const { given, seen } = argumentsOf(place, inputs, context);
  try {
    const value = node.evaluate(given, context.budget);
    if (typeof value === 'string') context.budget.characters(value.length);
    if (!seen.vouched) return { kind: 'known', value, text: true };
    if (node.keeps) return { kind: 'vouched', words: String(value) };
    return { kind: 'untold', place, why: 'changes a text that is known only when the workflow runs' };
  } catch (error) {
    if (!(error instanceof Unevaluable)) throw error;
    return seen.untold ?? { kind: 'untold', place, why: error.message };
  }
}

/** A node's inputs as ComfyUI passes them to it, with the texts that were read. */
function argumentsOf(place: Place, inputs: WorkflowNode['inputs'], { outputs, budget }: Context) {
  const seen: { vouched: boolean; untold?: Output } = { vouched: false };
  const read = (input: string): { value: Json; linked: boolean } => {
    const value = Object.hasOwn(inputs, input) ? inputs[input] : undefined;
    if (value === undefined)
      throw new WorkflowError('required_input_missing', 'Required input is missing', input, {
        ...place,
        input,
      });
    const output = same(value, outputs);
    switch (output.kind) {
      case 'known':
        return { value: output.value, linked: true };
      case 'vouched':
        seen.vouched = true;
        return { value: output.words, linked: true };
      case 'same':
        if (linkOf(output.as) === undefined) return { value: output.as, linked: linkOf(value) !== undefined };
        break;
      case 'untold':
        seen.untold = output;
    }
    throw new Unevaluable('reads a value that is not a text');
  };
  const scalar = (input: string) => {
    const { value, linked } = read(input);
    if (typeof value === 'object' && value !== null)
      throw new Unevaluable('reads a value that is not a text');
    return { value, linked };
  };
  const given: Arguments = {
    text: (input) => {
      const { value, linked } = scalar(input);
      // A value that comes over a link is not converted: Python raises an error there.
      if (linked && typeof value !== 'string') throw new Unevaluable('reads a value that is not a text');
      const text = pythonString(value);
      // Checked before any work: a reroute can bring one text to ten thousand nodes.
      budget.fits(text.length);
      return text;
    },
    whole: (input, missing) => {
      if (missing !== undefined && !Object.hasOwn(inputs, input)) return missing;
      const { value } = scalar(input);
      const number =
        typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value) ? Number.NaN : Number(value);
      if (value === null || !Number.isFinite(number))
        throw new Unevaluable('reads something that is no number');
      return Math.trunc(number);
    },
    flag: (input, missing) => {
      if (missing !== undefined && !Object.hasOwn(inputs, input)) return missing;
      // In Python every non-empty text is true, also "false".
      return Boolean(scalar(input).value);
    },
  };
  return { given, seen };
}

/** All words that go into a node of an allowed class, put together. */
function vouched(place: Place, { inputs }: WorkflowNode, { outputs, budget }: Context): Output {
  const words = Object.values(inputs).flatMap((value) => {
    const output = same(value, outputs);
    if (output.kind === 'known') return typeof output.value === 'string' ? [output.value] : [];
    if (output.kind === 'vouched') return [output.words];
    return output.kind === 'same' && linkOf(output.as) === undefined ? stringsIn(output.as) : [];
  });
  try {
    budget.characters(words.reduce((length, word) => length + word.length, 0));
  } catch (error) {
    if (error instanceof Unevaluable) return { kind: 'untold', place, why: error.message };
    throw error;
  }
  return { kind: 'vouched', words: words.join('') };
}

function hasText(value: Json): boolean {
  return linkOf(value) === undefined && stringsIn(value).length > 0;
}
