// Loaded when it is first needed. A file of its own, because bundlers drop unused commands only from static imports.
export {
  ClassifyDocumentCommand,
  ComprehendClient,
  DetectToxicContentCommand,
} from '@aws-sdk/client-comprehend';
export { ShortAnswers } from '../bounded-answers.ts';
