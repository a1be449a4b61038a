/** A custom classifier of Amazon Comprehend: trains, deploys and removes it. */
export type { Classifier, Endpoint } from '../../aws/comprehend-resources.ts';
export { type ComprehendTraining, comprehendTraining } from '../../aws/comprehend-training.ts';
export { parsePlace, readLabels } from './bucket.ts';
export { configLine, unclearLabels } from './config-line.ts';
export { dollars, dollarsADay, endpointCost, trainingCost } from './cost.ts';
export { deploy } from './deploy.ts';
export { ComprehendUsageError, explaining, WatchEndedError } from './errors.ts';
export {
  assertClassifier,
  assertEndpoint,
  isName,
  MAX_CLASSIFIER_NAME,
  MAX_ENDPOINT_NAME,
  nameOf,
  parseClassifierArn,
  parseEndpointArn,
} from './names.ts';
export { stopTraining, type TrainingPlan, train } from './train.ts';
export { readTrainingData } from './training-data.ts';
export { undeploy } from './undeploy.ts';
export type { Teller, Watch } from './watch.ts';
