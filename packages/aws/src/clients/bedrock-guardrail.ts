// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
export { ShortAnswers } from '../bounded-answers.ts';
