export { droppedNodeFields } from './admit/known-inputs.ts';
export { parseObjectInfo } from './nodes/node-schema.ts';
export { parseWorkflow } from './read/parse-workflow.ts';
export { readWorkflow } from './read/read-workflow.ts';
export { assertValues } from './send/admit-values.ts';
export { graphSlots, placeOf } from './send/graph-slots.ts';
export { withNegative } from './send/with-negative.ts';
export type * from './types.ts';
export { WorkflowError, workflowErrorBody } from './workflow-error.ts';
