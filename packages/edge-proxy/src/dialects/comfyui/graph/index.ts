import type { Path, Role } from '../../../providers/http/reading.ts';
import type { GraphDenial, GraphReading, Injection, ObjectInfo, ReadOptions, Workflow } from './types.ts';

export type * from './types.ts';
export { WorkflowError, workflowErrorBody } from './workflow-error.ts';

/** The workflow of a `POST /prompt` body's `prompt`. @throws WorkflowError */
export function parseWorkflow(value: unknown): Workflow {
  throw new Error(`being built: ${typeof value}`);
}

/** What `GET /object_info` answered. Classes that cannot be read are left out. @throws WorkflowError */
export function parseObjectInfo(value: unknown): ObjectInfo {
  throw new Error(`being built: ${typeof value}`);
}

/** The workflow as the JSON of `prompt`. */
export function workflowJson(workflow: Workflow): { [id: string]: { class_type: string; inputs: object } } {
  return Object.fromEntries(
    [...workflow].map(([id, node]) => [id, { class_type: node.class_type, inputs: node.inputs }]),
  );
}

/** Evaluates every string, and finds what conditions the pictures. @throws WorkflowError */
export function readWorkflow(workflow: Workflow, options: ReadOptions): GraphReading | GraphDenial {
  throw new Error(`being built: ${workflow.size} ${options.allowedNodes.length}`);
}

/**
 * Puts `addition` in front of what the negative side of every sampler says. `workflow` is one that was read.
 * The addition stands in the workflow afterwards, and must be taken out of whatever tells the client of it.
 */
export function withNegative(workflow: Workflow, addition: string, objectInfo?: ObjectInfo): Injection {
  throw new Error(`being built: ${workflow.size} ${addition} ${objectInfo?.size}`);
}

/**
 * The roles of an injected workflow's strings, for `screenedJson`; `path` starts at the node's id. The negatives to
 * fill in are the ones that stand there already: `surveyJson(body, reading).negatives`.
 */
export function graphRoles(
  reading: GraphReading,
  injection: Injection,
): { role(path: Path, value: string): Role; keys: ReadonlySet<string> } {
  throw new Error(`being built: ${reading.kind} ${injection.added.size}`);
}
