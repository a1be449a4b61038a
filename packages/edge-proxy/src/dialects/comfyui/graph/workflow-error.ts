import type { JsonObject } from '../../../wire/json/strict-json.ts';

/** The place of an error in a workflow. */
export interface Place {
  readonly nodeId: string;
  readonly classType: string;
  readonly input?: string;
}

/** A workflow that ComfyUI would refuse, or that two readers may read differently. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError';
  /** ComfyUI's own word for it, e.g. `bad_linked_input`. */
  readonly type: string;
  readonly details: string;
  readonly place: Place | undefined;

  constructor(type: string, message: string, details: string, place?: Place) {
    super(message);
    this.type = type;
    this.details = details;
    this.place = place;
  }
}

/** The body of ComfyUI's 400 for it. */
export function workflowErrorBody({ type, message, details, place }: WorkflowError): JsonObject {
  if (place === undefined) return { error: { type, message, details, extra_info: {} }, node_errors: {} };
  const { nodeId, classType, input } = place;
  const extra_info = input === undefined ? {} : { input_name: input };
  return {
    error: {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: '',
      extra_info: {},
    },
    node_errors: {
      [nodeId]: {
        errors: [{ type, message, details, extra_info }],
        dependent_outputs: [],
        class_type: classType,
      },
    },
  };
}
