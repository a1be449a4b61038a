import * as z from 'zod/mini';

/** A version of a custom classifier, trained or in training. */
export interface Classifier {
  readonly arn: string;
  /** SUBMITTED, TRAINING, TRAINED, TRAINED_WITH_WARNING, IN_ERROR, STOP_REQUESTED, STOPPED or DELETING. */
  readonly status: string;
  readonly message?: string | undefined;
  readonly version?: string | undefined;
  readonly language?: string | undefined;
  readonly submitted?: Date | undefined;
  readonly trainingStarted?: Date | undefined;
  readonly trainingEnded?: Date | undefined;
  /** The address of its training data. */
  readonly inputUri?: string | undefined;
  /** The address of the confusion matrix, once the classifier is trained. */
  readonly outputUri?: string | undefined;
  readonly trainedDocuments?: number | undefined;
  readonly testDocuments?: number | undefined;
  /** By Comprehend's names, 0–1: Accuracy, Precision, Recall, F1Score, MicroPrecision …, HammingLoss. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** An endpoint, which serves a classifier and is billed while it exists. */
export interface Endpoint {
  readonly arn: string;
  /** CREATING, IN_SERVICE, UPDATING, DELETING or FAILED. */
  readonly status: string;
  readonly message?: string | undefined;
  /** The classifier it serves. */
  readonly modelArn?: string | undefined;
  readonly units: number;
  readonly created?: Date | undefined;
}

const text = z.optional(z.string());
const share = z.optional(z.number());
const count = z.optional(z.number());
const date = z.optional(z.date());

/** DocumentClassifierProperties on the wire. */
export const classifierSchema = z.object({
  DocumentClassifierArn: z.string(),
  Status: z.string(),
  Message: text,
  VersionName: text,
  LanguageCode: text,
  SubmitTime: date,
  TrainingStartTime: date,
  TrainingEndTime: date,
  InputDataConfig: z.optional(z.object({ S3Uri: text })),
  OutputDataConfig: z.optional(z.object({ S3Uri: text })),
  ClassifierMetadata: z.optional(
    z.object({
      NumberOfTrainedDocuments: count,
      NumberOfTestDocuments: count,
      EvaluationMetrics: z.optional(z.record(z.string(), share)),
    }),
  ),
});

/** EndpointProperties on the wire. */
export const endpointSchema = z.object({
  EndpointArn: z.string(),
  Status: z.string(),
  Message: text,
  ModelArn: text,
  CurrentInferenceUnits: count,
  DesiredInferenceUnits: count,
  CreationTime: date,
});

export function toClassifier(properties: z.infer<typeof classifierSchema>): Classifier {
  const { EvaluationMetrics: metrics = {}, ...counts } = properties.ClassifierMetadata ?? {};
  return {
    arn: properties.DocumentClassifierArn,
    status: properties.Status,
    message: properties.Message,
    version: properties.VersionName,
    language: properties.LanguageCode,
    submitted: properties.SubmitTime,
    trainingStarted: properties.TrainingStartTime,
    trainingEnded: properties.TrainingEndTime,
    inputUri: properties.InputDataConfig?.S3Uri,
    outputUri: properties.OutputDataConfig?.S3Uri,
    trainedDocuments: counts.NumberOfTrainedDocuments,
    testDocuments: counts.NumberOfTestDocuments,
    metrics: Object.fromEntries(
      Object.entries(metrics).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

export function toEndpoint(properties: z.infer<typeof endpointSchema>): Endpoint {
  return {
    arn: properties.EndpointArn,
    status: properties.Status,
    message: properties.Message,
    modelArn: properties.ModelArn,
    // An endpoint that is being created has no current units yet, but will be billed.
    units: properties.CurrentInferenceUnits || (properties.DesiredInferenceUnits ?? 0),
    created: properties.CreationTime,
  };
}
