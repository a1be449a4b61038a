// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export {
  ClassifyDocumentCommand,
  ComprehendClient,
  DetectToxicContentCommand,
} from '@aws-sdk/client-comprehend';
export { ShortAnswers } from '../bounded-answers.ts';
