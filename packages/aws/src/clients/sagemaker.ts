// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
export { HeldAnswers } from '../bounded-answers.ts';
