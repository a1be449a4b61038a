import { pythonString } from '../../../../dialect-kit/python/python-text.ts';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { linkOf, nodesIn, portOf, runningNodes } from '../evaluate/links.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import { linksInto, slotsAfter } from '../read/sides.ts';
import type { Injection, NodeSchema, ObjectInfo, Workflow, WorkflowNode } from '../types.ts';
import { samplersOf } from './samplers.ts';

/** The separator between the operator's words and the client's. */
const BETWEEN = ', ';

/** The class that joins two texts; used only if the server has it. */
const JOIN = 'StringConcatenate';

/** The class that outputs zeroed conditioning. */
const ZERO = 'ConditioningZeroOut';

/**
 * Puts `addition` before the text of each text encoder on the negative side of a sampler: into the text itself, or,
 * where the text comes over a link, by a node in between. If a positive side shares the encoder or a node after it, the
 * negative side gets copies of those nodes. The addition is part of the workflow afterwards, and must be removed from
 * everything that the client reads.
 * @param workflow A workflow from `readWorkflow`.
 */
export function withNegative(workflow: Workflow, addition: string, objectInfo?: ObjectInfo): Injection {
  const order = runningNodes(workflow, objectInfo);
  const { steered, powerless } = samplersOf(workflow, order, objectInfo);
  const graph: Graph = { workflow, order, objectInfo };
  const ports = portsToward(graph, steered);
  const injected = new Map(workflow);
  const added = new Map<string, string>();
  const changed: { nodeId: string; input: string }[] = [];
  const nextId = unusedIds(workflow);
  const add = (beside: string, node: WorkflowNode): string => {
    const id = nextId();
    injected.set(id, node);
    added.set(id, beside);
    return id;
  };
  const joined = (nodeId: string, value: Json): Json => {
    if (linkOf(value) === undefined) return prefixed(addition, value);
    const inputs = { string_a: addition, string_b: value, delimiter: BETWEEN };
    return [add(nodeId, { class_type: JOIN, inputs }), 0];
  };

  // Nodes whose output contains the addition, directly or through their inputs; each with the node to link to.
  const steering = new Map<string, string>();
  for (const [nodeId, node] of nodesIn(workflow, order)) {
    const away = awayInputs(graph, nodeId, node, ports.away, steered);
    const rewritten = new Map<string, Json>();
    for (const [input, value] of away) {
      const link = linkOf(value);
      if (isEncoder(graph, nodeId)) rewritten.set(input, joined(nodeId, value));
      else if (link && steering.has(link.from))
        rewritten.set(input, [steering.get(link.from) ?? link.from, link.slot]);
    }
    if (rewritten.size === 0) {
      if (steered.has(nodeId))
        powerless.push({ nodeId, classType: node.class_type, why: whyNot(graph, nodeId) });
      continue;
    }
    const copy = { ...node, inputs: { ...node.inputs, ...Object.fromEntries(rewritten) } };
    if ([...rewritten.keys()].some((input) => isShared(graph, nodeId, input, ports.towards))) {
      steering.set(nodeId, add(nodeId, copy));
      continue;
    }
    steering.set(nodeId, nodeId);
    injected.set(nodeId, copy);
    for (const [input, value] of rewritten)
      if (JSON.stringify(value) !== JSON.stringify(node.inputs[input])) changed.push({ nodeId, input });
  }
  return { workflow: injected, added, changed, powerless };
}

interface Graph {
  readonly workflow: Workflow;
  /** The running nodes in topological order. */
  readonly order: readonly string[];
  readonly objectInfo: ObjectInfo | undefined;
}

function schemaAt({ workflow, objectInfo }: Graph, nodeId: string): NodeSchema | undefined {
  const node = workflow.get(nodeId);
  return node && schemaOf(node.class_type, objectInfo);
}

/** The outputs that a sampler is steered away from, and those with another use. */
function portsToward(graph: Graph, steered: ReadonlySet<string>) {
  const away = new Set<string>();
  const towards = new Set<string>();
  for (const nodeId of graph.order.toReversed()) {
    const node = graph.workflow.get(nodeId);
    for (const [input, link] of linksInto(node)) {
      const port = portOf(link);
      const slots = slotsAfter(schemaAt(graph, nodeId), input)?.map((slot) => portOf({ from: nodeId, slot }));
      if (steered.has(nodeId) && input === 'negative') away.add(port);
      else if (slots === undefined || slots.some((each) => towards.has(each))) towards.add(port);
      if (slots?.some((each) => away.has(each))) (node?.class_type === ZERO ? towards : away).add(port);
    }
  }
  return { away, towards };
}

/** The inputs of a node through which the addition can come to the negative side. */
function awayInputs(
  graph: Graph,
  nodeId: string,
  { class_type, inputs }: WorkflowNode,
  away: ReadonlySet<string>,
  steered: ReadonlySet<string>,
): [input: string, value: Json][] {
  if (steered.has(nodeId)) return Object.entries(inputs).filter(([input]) => input === 'negative');
  if (class_type === ZERO) return [];
  const schema = schemaAt(graph, nodeId);
  const type = isEncoder(graph, nodeId) ? 'STRING' : undefined;
  return Object.entries(inputs).filter(([input]) => {
    if (type !== undefined && schema?.inputs.get(input) !== type) return false;
    return slotsAfter(schema, input)?.some((slot) => away.has(portOf({ from: nodeId, slot })));
  });
}

function isShared(graph: Graph, nodeId: string, input: string, towards: ReadonlySet<string>): boolean {
  const slots = slotsAfter(schemaAt(graph, nodeId), input) ?? [];
  return slots.some((slot) => towards.has(portOf({ from: nodeId, slot })));
}

/** Whether a node of ComfyUI itself makes only conditioning from texts. */
function isEncoder(graph: Graph, nodeId: string): boolean {
  const schema = schemaAt(graph, nodeId);
  if (!schema?.standard || !schema.outputs.every((type) => type === 'CONDITIONING')) return false;
  const types = [...schema.inputs.values()];
  if (!types.includes('CLIP') || !types.includes('STRING') || types.includes('CONDITIONING')) return false;
  const linked = linksInto(graph.workflow.get(nodeId)).some(
    ([input]) => schema.inputs.get(input) === 'STRING',
  );
  return !linked || (graph.objectInfo?.has(JOIN) ?? true);
}

function whyNot(graph: Graph, sampler: string): 'zeroed' | 'no-encoder' {
  const seen = new Set<string>();
  const open = [linkOf(graph.workflow.get(sampler)?.inputs.negative)?.from];
  for (let nodeId = open.pop(); nodeId !== undefined; nodeId = open.pop()) {
    const node = graph.workflow.get(nodeId);
    if (node?.class_type === ZERO) return 'zeroed';
    if (seen.has(nodeId)) continue;
    seen.add(nodeId);
    const schema = schemaAt(graph, nodeId);
    for (const [input, { from }] of linksInto(node)) if (slotsAfter(schema, input)?.length) open.push(from);
  }
  return 'no-encoder';
}

function prefixed(addition: string, value: Json): Json {
  if (typeof value === 'object' && value !== null) return value;
  const typed = pythonString(value);
  return typed.trim() === '' ? addition : addition + BETWEEN + typed;
}

/** Unused ids: whole numbers, like ComfyUI's own. */
function unusedIds(workflow: Workflow): () => string {
  const numbers = [...workflow.keys()].filter((id) => /^\d{1,9}$/.test(id)).map(Number);
  let last = numbers.reduce((most, each) => Math.max(most, each), 0);
  return () => {
    do last++;
    while (workflow.has(String(last)));
    return String(last);
  };
}
