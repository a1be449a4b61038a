// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
export { HeldAnswers } from '../bounded-answers.ts';
