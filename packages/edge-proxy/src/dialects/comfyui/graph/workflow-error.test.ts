import { expect, it } from 'vitest';
import { WorkflowError, workflowErrorBody } from './workflow-error.ts';

it('is written as ComfyUI writes an error of the whole workflow', () => {
  const error = new WorkflowError('prompt_no_outputs', 'Prompt has no outputs', 'x');
  expect(workflowErrorBody(error)).toEqual({
    error: { type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: 'x', extra_info: {} },
    node_errors: {},
  });
  expect(error).toMatchObject({ name: 'WorkflowError', place: undefined });
});

it('is written at its node and input, as ComfyUI does', () => {
  const place = { nodeId: '6', classType: 'CLIPTextEncode' };
  const bodyAt = (input?: string) =>
    workflowErrorBody(new WorkflowError('bad', 'Bad input', 'text', { ...place, ...(input && { input }) }));
  const errors = (extra_info: object) => [{ type: 'bad', message: 'Bad input', details: 'text', extra_info }];
  expect(bodyAt('text')).toEqual({
    error: {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: '',
      extra_info: {},
    },
    node_errors: {
      6: { errors: errors({ input_name: 'text' }), dependent_outputs: [], class_type: 'CLIPTextEncode' },
    },
  });
  expect(bodyAt()).toMatchObject({ node_errors: { 6: { errors: errors({}) } } });
});
