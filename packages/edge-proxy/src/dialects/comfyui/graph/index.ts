export { assertValues } from './admit-values.ts';
export { graphSlots, placeOf } from './graph-slots.ts';
export { droppedNodeFields } from './known-inputs.ts';
export { parseObjectInfo } from './node-schema.ts';
export { parseWorkflow } from './parse-workflow.ts';
export { readWorkflow } from './read-workflow.ts';
export type * from './types.ts';
export { withNegative } from './with-negative.ts';
export { WorkflowError, workflowErrorBody } from './workflow-error.ts';
