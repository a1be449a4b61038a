// Loaded when it is first needed. A file of its own, because bundlers drop unused commands only from static imports.
export { DetectModerationLabelsCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
export { ShortAnswers } from '../bounded-answers.ts';
