import type { Json } from '../../../../wire/json/strict-json.ts';
import { schemaOf } from '../nodes/known-nodes.ts';
import type { ObjectInfo, Workflow, WorkflowNode } from '../types.ts';
import { WorkflowError } from '../workflow-error.ts';

/** A link to an output of another node. */
export interface Link {
  readonly from: string;
  readonly slot: number;
}

/** The link that an input's value is, if it is one. */
export function linkOf(value: Json | undefined): Link | undefined {
  if (!Array.isArray(value)) return undefined;
  const [from, slot] = value;
  return typeof from === 'string' && typeof slot === 'number' ? { from, slot } : undefined;
}

/** The key of one output of one node. */
export function portOf({ from, slot }: Link): string {
  return `${slot} ${from}`;
}

/**
 * The nodes that run: output nodes and their dependencies, in topological order. Walked without recursion, because a
 * workflow may be one chain of ten thousand nodes.
 * @throws WorkflowError when there is no output, a link has no target, or nodes form a cycle.
 */
export function runningNodes(workflow: Workflow, objectInfo?: ObjectInfo): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack: { readonly id: string; readonly sources: string[] }[] = [];
  const open = (id: string) => {
    state.set(id, 'open');
    stack.push({ id, sources: sourcesOf(workflow, id, objectInfo) });
  };
  for (const [root, { class_type }] of workflow) {
    if (!(schemaOf(class_type, objectInfo)?.isOutput ?? true) || state.has(root)) continue;
    open(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.sources.pop();
      if (next === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
      } else if (state.get(next) === 'open') {
        const place = { nodeId: next, classType: workflow.get(next)?.class_type ?? '' };
        throw new WorkflowError('dependency_cycle', 'Dependency cycle detected', next, place);
      } else if (!state.has(next)) open(next);
    }
  }
  if (order.length === 0) throw new WorkflowError('prompt_no_outputs', 'Prompt has no outputs', '');
  return order;
}

/** The nodes with these ids, in this order. */
export function nodesIn(workflow: Workflow, ids: readonly string[]): [nodeId: string, node: WorkflowNode][] {
  return ids.flatMap((id) => {
    const node = workflow.get(id);
    return node ? [[id, node]] : [];
  });
}

function sourcesOf(workflow: Workflow, nodeId: string, objectInfo?: ObjectInfo): string[] {
  const node = workflow.get(nodeId);
  if (node === undefined) return [];
  return Object.entries(node.inputs).flatMap(([input, value]) => {
    const link = linkOf(value);
    if (link === undefined) return [];
    const source = workflow.get(link.from);
    const outputs = source && schemaOf(source.class_type, objectInfo)?.outputs;
    if (source === undefined || (outputs !== undefined && link.slot >= outputs.length)) {
      const place = { nodeId, classType: node.class_type, input };
      const message = 'Exception when validating inner node';
      throw new WorkflowError('exception_during_inner_validation', message, input, place);
    }
    return [link.from];
  });
}
