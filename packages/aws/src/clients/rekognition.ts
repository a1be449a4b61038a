// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export {
  DetectModerationLabelsCommand,
  DetectTextCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
export { ShortAnswers } from '../bounded-answers.ts';
