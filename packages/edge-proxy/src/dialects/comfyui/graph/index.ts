import type { JsonObject } from '../../../guard/strict-json.ts';
import type { Workflow } from './types.ts';

export { graphRoles } from './graph-roles.ts';
export { parseObjectInfo } from './node-schema.ts';
export { parseWorkflow } from './parse-workflow.ts';
export { readWorkflow } from './read-workflow.ts';
export type * from './types.ts';
export { withNegative } from './with-negative.ts';
export { WorkflowError, workflowErrorBody } from './workflow-error.ts';

/** The workflow as the JSON of `prompt`. */
export function workflowJson(workflow: Workflow): JsonObject {
  return Object.fromEntries(
    [...workflow].map(([id, { class_type, inputs }]) => [id, { class_type, inputs }]),
  );
}
