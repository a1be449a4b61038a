import { z } from 'zod';
import { type Answer, failing, json } from './answers.ts';
import { jsonError, type TrainingOperation } from './wire.ts';

const ACCOUNT = 'arn:aws:comprehend:us-east-1:111122223333';
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** Seconds since 1970, as this protocol writes times. */
const SUBMITTED = 1_795_000_000;

/** A status of a classifier or endpoint, and Comprehend's message. */
type Stage = string | readonly [status: string, message: string];

interface Resource {
  readonly arn: string;
  /** Its status now and after each poll; the last one stays. */
  stages: Stage[];
  fields: Record<string, unknown>;
}

/** An account's classifiers and endpoints, whose status changes with each poll, not with time. */
export interface ComprehendAccount {
  readonly answers: Readonly<Record<TrainingOperation, Answer>>;
  readonly classifiers: readonly Resource[];
  readonly endpoints: readonly Resource[];
  /** Statuses of a training. */
  training: readonly Stage[];
  /** Statuses of an endpoint that is created or changed, after CREATING or UPDATING. */
  serving: readonly Stage[];
  /** Entries of one page of a list. */
  page: number;
  /** False while lists lag behind, and do not show new entries. */
  listed: boolean;
  /** Adds a classifier that was there before; answers its ARN. */
  addClassifier(name: string, version: string, fields?: object, ...stages: Stage[]): string;
  addEndpoint(name: string, modelArn: string, units: number, ...stages: Stage[]): string;
  /** An empty account again. */
  reset(): void;
}

const createClassifier = z.object({
  DocumentClassifierName: z.string().max(63).regex(NAME),
  VersionName: z.string().max(63).regex(NAME),
  DataAccessRoleArn: z.string().regex(/^arn:aws(-[^:]+)?:iam::[0-9]{12}:role\/.+$/),
  InputDataConfig: z.object({
    DataFormat: z.literal('COMPREHEND_CSV'),
    S3Uri: z.string().regex(/^s3:\/\/[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9](\/.*)?$/),
  }),
  OutputDataConfig: z.object({ S3Uri: z.string() }),
  LanguageCode: z.string(),
  Mode: z.enum(['MULTI_CLASS', 'MULTI_LABEL']),
  ClientRequestToken: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-zA-Z0-9-]+$/),
});
const createEndpoint = z.object({
  EndpointName: z.string().max(40).regex(NAME),
  ModelArn: z.string(),
  DesiredInferenceUnits: z.number().int().min(1),
  ClientRequestToken: z.string().min(1).max(64),
});
const updateEndpoint = z.object({
  EndpointArn: z.string(),
  DesiredModelArn: z.string().optional(),
  DesiredInferenceUnits: z.number().optional(),
});
const list = z.object({
  Filter: z.object({ DocumentClassifierName: z.string().optional() }).optional(),
  NextToken: z.string().optional(),
});
const classifierArn = z.object({ DocumentClassifierArn: z.string() });
const endpointArn = z.object({ EndpointArn: z.string() });

const METADATA = {
  NumberOfLabels: 2,
  NumberOfTrainedDocuments: 900,
  NumberOfTestDocuments: 100,
  EvaluationMetrics: {
    Accuracy: 0.912,
    Precision: 0.921,
    Recall: 0.899,
    F1Score: 0.909,
    MicroPrecision: 0.912,
    MicroRecall: 0.913,
    MicroF1Score: 0.914,
    HammingLoss: 0.088,
  },
};

export function comprehendAccount(): ComprehendAccount {
  let classifiers: Resource[] = [];
  let endpoints: Resource[] = [];
  let tokens = new Map<string, string>();

  /** Answers a valid body, or refuses it as the service does. */
  const take =
    <Input>(schema: z.ZodType<Input>, act: (input: Input) => Answer): Answer =>
    (response, body) => {
      const parsed = schema.safeParse(JSON.parse(body));
      const answer = parsed.success
        ? act(parsed.data)
        : refuse('InvalidRequestException', parsed.error.message);
      return answer(response, body);
    };
  const find = (all: readonly Resource[], arn: string) => all.find((resource) => resource.arn === arn);
  const missing = refuse('ResourceNotFoundException', 'The resource was not found.');
  const paged = (all: readonly object[], key: string, token = '0') => {
    const from = Number(token);
    const next = from + account.page;
    return json({ [key]: all.slice(from, next), ...(next < all.length && { NextToken: String(next) }) });
  };

  const account: ComprehendAccount = {
    get classifiers() {
      return classifiers;
    },
    get endpoints() {
      return endpoints;
    },
    training: [],
    serving: [],
    page: 0,
    listed: true,
    addClassifier(name, version, fields = {}, ...stages) {
      const arn = `${ACCOUNT}:document-classifier/${name}/version/${version}`;
      classifiers.push({
        arn,
        stages: [...stages],
        fields: {
          VersionName: version,
          LanguageCode: 'en',
          SubmitTime: SUBMITTED + classifiers.length,
          ...fields,
        },
      });
      return arn;
    },
    addEndpoint(name, modelArn, units, ...stages) {
      const arn = `${ACCOUNT}:document-classifier-endpoint/${name}`;
      const fields = { ModelArn: modelArn, CurrentInferenceUnits: units, CreationTime: SUBMITTED };
      endpoints.push({ arn, stages: [...stages], fields });
      return arn;
    },
    reset() {
      classifiers = [];
      endpoints = [];
      tokens = new Map();
      account.training = ['SUBMITTED', 'TRAINING', 'TRAINING', 'TRAINED'];
      account.serving = ['IN_SERVICE'];
      account.page = 100;
      account.listed = true;
    },
    answers: {
      CreateDocumentClassifier: take(createClassifier, (input) => {
        const known = tokens.get(input.ClientRequestToken);
        if (known !== undefined) return json({ DocumentClassifierArn: known });
        const { DocumentClassifierName: name, VersionName: version, ...fields } = input;
        if (classifiers.some(({ arn }) => arn.endsWith(`/${name}/version/${version}`))) {
          return refuse('ResourceInUseException', 'The version exists.');
        }
        const arn = account.addClassifier(name, version, fields, ...account.training);
        tokens.set(input.ClientRequestToken, arn);
        return json({ DocumentClassifierArn: arn });
      }),
      DescribeDocumentClassifier: take(classifierArn, ({ DocumentClassifierArn: arn }) => {
        const found = find(classifiers, arn);
        if (found === undefined) return missing;
        const answer = json({ DocumentClassifierProperties: classifierProperties(found) });
        advance(found);
        return answer;
      }),
      ListDocumentClassifiers: take(list, ({ Filter: filter = {}, NextToken: token }) => {
        const { DocumentClassifierName: name = '' } = filter;
        const named = classifiers.filter(({ arn }) => arn.includes(`:document-classifier/${name}/`));
        return paged(
          account.listed ? named.map(classifierProperties) : [],
          'DocumentClassifierPropertiesList',
          token,
        );
      }),
      StopTrainingDocumentClassifier: take(classifierArn, ({ DocumentClassifierArn: arn }) => {
        const found = find(classifiers, arn);
        if (found === undefined) return missing;
        found.stages = ['STOP_REQUESTED', 'STOPPED'];
        return json({});
      }),
      CreateEndpoint: take(createEndpoint, ({ EndpointName: name, ModelArn: modelArn, ...input }) => {
        const known = tokens.get(input.ClientRequestToken);
        if (known !== undefined) return json({ EndpointArn: known });
        if (find(classifiers, modelArn) === undefined) return missing;
        if (endpoints.some(({ arn }) => arn.endsWith(`/${name}`))) {
          return refuse('ResourceInUseException', 'The endpoint exists.');
        }
        const arn = account.addEndpoint(
          name,
          modelArn,
          input.DesiredInferenceUnits,
          'CREATING',
          ...account.serving,
        );
        tokens.set(input.ClientRequestToken, arn);
        return json({ EndpointArn: arn, ModelArn: modelArn });
      }),
      DescribeEndpoint: take(endpointArn, ({ EndpointArn: arn }) => {
        const found = find(endpoints, arn);
        if (found === undefined) return missing;
        const answer = json({ EndpointProperties: endpointProperties(found) });
        advance(found);
        if (found.stages[0] === 'GONE') endpoints = endpoints.filter((endpoint) => endpoint !== found);
        return answer;
      }),
      ListEndpoints: take(list, ({ NextToken: token }) =>
        paged(account.listed ? endpoints.map(endpointProperties) : [], 'EndpointPropertiesList', token),
      ),
      UpdateEndpoint: take(updateEndpoint, (input) => {
        const found = find(endpoints, input.EndpointArn);
        if (found === undefined) return missing;
        if (statusOf(found) !== 'IN_SERVICE') return refuse('ResourceInUseException', 'It is being changed.');
        const { DesiredModelArn: ModelArn, DesiredInferenceUnits: units } = input;
        found.fields = {
          ...found.fields,
          ...(ModelArn && { ModelArn }),
          ...(units && { CurrentInferenceUnits: units }),
        };
        found.stages = ['UPDATING', ...account.serving];
        return json({});
      }),
      DeleteEndpoint: take(endpointArn, ({ EndpointArn: arn }) => {
        const found = find(endpoints, arn);
        if (found === undefined) return missing;
        if (['CREATING', 'UPDATING'].includes(statusOf(found))) {
          return refuse('ResourceInUseException', 'It is being changed.');
        }
        found.stages = ['DELETING', 'DELETING', 'GONE'];
        return json({});
      }),
    },
  };
  account.reset();
  return account;
}

function refuse(name: string, message: string): Answer {
  return failing(jsonError(name, 400, message));
}

function advance(resource: Resource): void {
  if (resource.stages.length > 1) resource.stages.shift();
}

function statusOf({ stages: [stage = ''] }: Resource): string {
  return typeof stage === 'string' ? stage : stage[0];
}

function stateOf(resource: Resource): { Status: string; Message?: string } {
  const [stage] = resource.stages;
  return { Status: statusOf(resource), ...(Array.isArray(stage) && { Message: stage[1] }) };
}

function classifierProperties(resource: Resource): object {
  const { arn, fields } = resource;
  const state = stateOf(resource);
  const times = { TrainingStartTime: SUBMITTED + 60, TrainingEndTime: SUBMITTED + 60 + 2_400 };
  return {
    DocumentClassifierArn: arn,
    ...fields,
    ...state,
    ...(state.Status.startsWith('TRAINED') && { ClassifierMetadata: METADATA, ...times }),
  };
}

function endpointProperties(resource: Resource): object {
  return { EndpointArn: resource.arn, ...resource.fields, ...stateOf(resource) };
}
