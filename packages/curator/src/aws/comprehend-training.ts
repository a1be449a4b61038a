import type { TextLanguage } from '@shoji/aws/client';
import {
  type AwsOptions,
  clientConfig,
  failureOf,
  isNamed,
  isRetryable,
  lazy,
  readAnswer,
} from '@shoji/aws/client';
import { resilient } from '@shoji/capacity';
import * as z from 'zod/mini';
import {
  type Classifier,
  classifierSchema,
  type Endpoint,
  endpointSchema,
  toClassifier,
  toEndpoint,
} from './comprehend-resources.ts';

export type TrainingMode = 'MULTI_CLASS' | 'MULTI_LABEL';

export interface TrainingRequest {
  readonly name: string;
  readonly version: string;
  readonly roleArn: string;
  readonly inputUri: string;
  readonly outputUri: string;
  readonly mode: TrainingMode;
  readonly language: TextLanguage;
  /** The same token starts the same training only once. */
  readonly token: string;
}

export interface EndpointRequest {
  readonly name: string;
  readonly modelArn: string;
  readonly units: number;
  readonly token: string;
}

export interface EndpointChange {
  readonly modelArn?: string;
  readonly units?: number;
}

/** The control plane of custom classifiers and their endpoints. Rejects with the SDK's own errors. */
export interface ComprehendTraining {
  /** The Region of the calls. */
  region(): Promise<string>;
  /** Starts a training; returns its classifier's ARN. */
  createClassifier(request: TrainingRequest, signal: AbortSignal): Promise<string>;
  /** Every version of a classifier. */
  classifiers(name: string, signal: AbortSignal): Promise<Classifier[]>;
  /** Undefined if it does not exist. */
  classifier(arn: string, signal: AbortSignal): Promise<Classifier | undefined>;
  stopTraining(arn: string, signal: AbortSignal): Promise<void>;
  /** Returns the endpoint's ARN. */
  createEndpoint(request: EndpointRequest, signal: AbortSignal): Promise<string>;
  /** Every classifier's endpoint in the Region. */
  endpoints(signal: AbortSignal): Promise<Endpoint[]>;
  endpoint(arn: string, signal: AbortSignal): Promise<Endpoint | undefined>;
  /** Changes the given properties; the endpoint keeps answering meanwhile. */
  updateEndpoint(arn: string, change: EndpointChange, signal: AbortSignal): Promise<void>;
  deleteEndpoint(arn: string, signal: AbortSignal): Promise<void>;
}

const CLASSIFIER_ENDPOINT = ':document-classifier-endpoint/';

/** Calls Amazon Comprehend's control plane, one call at a time, and retries temporary failures. */
export function comprehendTraining(options: AwsOptions = {}): ComprehendTraining {
  const service = lazy(async () => {
    const aws = await import('./clients/comprehend-training.ts');
    const client = new aws.ComprehendClient(clientConfig(options));
    const run = resilient({
      concurrency: 1,
      waiting: 10,
      attempts: 5,
      timeout: 30_000,
      backoff: 1_000,
      breaker: { failures: 1, openFor: 1 },
      ...options.resilience,
      retryable: isPassing,
      // No circuit breaker: a person waits for each call.
      trips: () => false,
    });
    return { aws, client, run };
  });
  const read = <Schema extends z.ZodMiniType>(schema: Schema, answer: unknown) =>
    readAnswer('Amazon Comprehend', schema, answer);
  const orNone = (error: unknown) => {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  };

  return {
    async region() {
      const { client } = await service();
      return client.config.region();
    },

    async createClassifier(request, signal) {
      const { aws, client, run } = await service();
      const command = new aws.CreateDocumentClassifierCommand({
        DocumentClassifierName: request.name,
        VersionName: request.version,
        DataAccessRoleArn: request.roleArn,
        InputDataConfig: { DataFormat: 'COMPREHEND_CSV', S3Uri: request.inputUri },
        OutputDataConfig: { S3Uri: request.outputUri },
        LanguageCode: request.language,
        Mode: request.mode,
        ClientRequestToken: request.token,
      });
      const answer = await run((abortSignal) => client.send(command, { abortSignal }), signal);
      return read(z.object({ DocumentClassifierArn: z.string() }), answer).DocumentClassifierArn;
    },

    async classifiers(name, signal) {
      const { aws, client, run } = await service();
      const filter = { Filter: { DocumentClassifierName: name } };
      return run(async (abortSignal) => {
        const found: Classifier[] = [];
        for await (const page of aws.paginateListDocumentClassifiers({ client }, filter, { abortSignal })) {
          const list = z.object({ DocumentClassifierPropertiesList: z.array(classifierSchema) });
          found.push(...read(list, page).DocumentClassifierPropertiesList.map(toClassifier));
        }
        return found;
      }, signal);
    },

    async classifier(arn, signal) {
      const { aws, client, run } = await service();
      const command = new aws.DescribeDocumentClassifierCommand({ DocumentClassifierArn: arn });
      const answer = await run((abortSignal) => client.send(command, { abortSignal }), signal).catch(orNone);
      if (answer === undefined) return undefined;
      const described = read(z.object({ DocumentClassifierProperties: classifierSchema }), answer);
      return toClassifier(described.DocumentClassifierProperties);
    },

    async stopTraining(arn, signal) {
      const { aws, client, run } = await service();
      const command = new aws.StopTrainingDocumentClassifierCommand({ DocumentClassifierArn: arn });
      await run((abortSignal) => client.send(command, { abortSignal }), signal);
    },

    async createEndpoint(request, signal) {
      const { aws, client, run } = await service();
      const command = new aws.CreateEndpointCommand({
        EndpointName: request.name,
        ModelArn: request.modelArn,
        DesiredInferenceUnits: request.units,
        ClientRequestToken: request.token,
      });
      const answer = await run((abortSignal) => client.send(command, { abortSignal }), signal);
      return read(z.object({ EndpointArn: z.string() }), answer).EndpointArn;
    },

    async endpoints(signal) {
      const { aws, client, run } = await service();
      return run(async (abortSignal) => {
        const found: Endpoint[] = [];
        for await (const page of aws.paginateListEndpoints({ client }, {}, { abortSignal })) {
          const list = z.object({ EndpointPropertiesList: z.array(endpointSchema) });
          found.push(...read(list, page).EndpointPropertiesList.map(toEndpoint));
        }
        // Entity recognizers also have endpoints.
        return found.filter(({ arn }) => arn.includes(CLASSIFIER_ENDPOINT));
      }, signal);
    },

    async endpoint(arn, signal) {
      const { aws, client, run } = await service();
      const command = new aws.DescribeEndpointCommand({ EndpointArn: arn });
      const answer = await run((abortSignal) => client.send(command, { abortSignal }), signal).catch(orNone);
      if (answer === undefined) return undefined;
      return toEndpoint(read(z.object({ EndpointProperties: endpointSchema }), answer).EndpointProperties);
    },

    async updateEndpoint(arn, { modelArn, units }, signal) {
      const { aws, client, run } = await service();
      const command = new aws.UpdateEndpointCommand({
        EndpointArn: arn,
        ...(modelArn !== undefined && { DesiredModelArn: modelArn }),
        ...(units !== undefined && { DesiredInferenceUnits: units }),
      });
      await run((abortSignal) => client.send(command, { abortSignal }), signal);
    },

    async deleteEndpoint(arn, signal) {
      const { aws, client, run } = await service();
      const command = new aws.DeleteEndpointCommand({ EndpointArn: arn });
      await run((abortSignal) => client.send(command, { abortSignal }), signal).catch(orNone);
    },
  };
}

/** Whether an error is independent of the request: throttling, the service's own faults, a lost connection. */
export function isPassing(error: unknown): boolean {
  return isRetryable(error) || failureOf(error) === 'timeout';
}
