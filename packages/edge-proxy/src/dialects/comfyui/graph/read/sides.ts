import { type Link, linkOf, portOf } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { NodeSchema, ObjectInfo, Workflow, WorkflowNode } from '../types.ts';

/** The side that a text reaches: the picture is steered towards a positive text and away from a negative one. */
export interface Sides {
  readonly positive: boolean;
  readonly negative: boolean;
}

const NOWHERE: Sides = { positive: false, negative: false };
const TOWARDS: Sides = { positive: true, negative: false };
const AWAY: Sides = { positive: false, negative: true };

/** Types of outputs that carry a text on. */
const CARRIES: ReadonlySet<string> = new Set(['CONDITIONING', 'STRING', 'COMBO', '*', 'COMFY_MATCHTYPE_V3']);

/** Inputs that set how strongly a sampler is steered away from its negative side. */
export const GUIDANCE = /^(cfg|cfg_scale|cfg_conds|cfg_cond2_negative|min_cfg|guidance_scale)$/;

/** Whether a node steers away from its input `negative`, and outputs no conditioning. */
export function isSampler(node: WorkflowNode, schema: NodeSchema | undefined): boolean {
  return (
    schema?.inputs.get('negative') === 'CONDITIONING' &&
    !schema.outputs.includes('CONDITIONING') &&
    Object.keys(node.inputs).some((input) => GUIDANCE.test(input))
  );
}

/** The output slots that carry the value of an input; undefined where it ends or is unknown. */
export function slotsAfter(schema: NodeSchema | undefined, input: string): readonly number[] | undefined {
  if (schema === undefined || schema.isOutput) return undefined;
  const slots = schema.outputs.flatMap((type, slot) => (CARRIES.has(type) ? [slot] : []));
  if (slots.length === 0 || (!schema.standard && slots.length < schema.outputs.length)) return undefined;
  // ComfyUI's own nodes for pairs output the positive first; all later outputs come from the negative.
  if (!schema.standard || slots.length < 2) return slots;
  if (/^positive(_|$)/.test(input)) return slots.slice(0, 1);
  return /^negative(_|$)/.test(input) ? slots.slice(1) : slots;
}

/**
 * Follows texts and conditioning to the samplers. A text that ends anywhere else counts as positive.
 * @param order The running nodes in topological order.
 * @returns The sides that a text at one input of one node reaches.
 */
export function followTexts(
  workflow: Workflow,
  order: readonly string[],
  objectInfo?: ObjectInfo,
): (nodeId: string, input: string) => Sides {
  const reached = new Map<string, Sides>();
  const at = (nodeId: string, input: string): Sides => {
    const node = workflow.get(nodeId);
    const schema = node && schemaOf(node.class_type, objectInfo);
    if (node && input === 'negative' && isSampler(node, schema)) return AWAY;
    const slots = slotsAfter(schema, input);
    if (slots === undefined) return TOWARDS;
    return slots.reduce((sides, slot) => both(sides, reached.get(portOf({ from: nodeId, slot }))), NOWHERE);
  };
  for (const nodeId of order.toReversed()) {
    for (const [input, link] of linksInto(workflow.get(nodeId))) {
      const port = portOf(link);
      reached.set(port, both(reached.get(port) ?? NOWHERE, at(nodeId, input)));
    }
  }
  return at;
}

/** The links at a node's inputs. */
export function linksInto(node: WorkflowNode | undefined): (readonly [input: string, link: Link])[] {
  return Object.entries(node?.inputs ?? {}).flatMap(([input, value]) => {
    const link = linkOf(value);
    return link === undefined ? [] : [[input, link] as const];
  });
}

function both(one: Sides, other: Sides = NOWHERE): Sides {
  return { positive: one.positive || other.positive, negative: one.negative || other.negative };
}
