/** The wire format, recorded between the AWS SDK for JavaScript v3 and the services. */

/** Operations of Comprehend that train classifiers and run their endpoints. */
export const TRAINING_OPERATIONS = [
  'CreateDocumentClassifier',
  'DescribeDocumentClassifier',
  'ListDocumentClassifiers',
  'StopTrainingDocumentClassifier',
  'CreateEndpoint',
  'DescribeEndpoint',
  'ListEndpoints',
  'UpdateEndpoint',
  'DeleteEndpoint',
] as const;

export type TrainingOperation = (typeof TRAINING_OPERATIONS)[number];

export type Operation =
  | 'DetectModerationLabels'
  | 'DetectText'
  | 'ClassifyDocument'
  | 'DetectToxicContent'
  | 'InvokeEndpoint'
  | 'ApplyGuardrail'
  | TrainingOperation;

/** `x-amz-target` of the JSON services' operations. InvokeEndpoint and ApplyGuardrail are recognised by their paths instead. */
export const TARGETS: Readonly<Record<string, Operation>> = {
  'RekognitionService.DetectModerationLabels': 'DetectModerationLabels',
  'RekognitionService.DetectText': 'DetectText',
  'Comprehend_20171127.ClassifyDocument': 'ClassifyDocument',
  'Comprehend_20171127.DetectToxicContent': 'DetectToxicContent',
  ...Object.fromEntries(TRAINING_OPERATIONS.map((name) => [`Comprehend_20171127.${name}`, name])),
};

/** Names with which each service's requests are signed. */
export const SIGNING_NAME: Readonly<Record<Operation, string>> = {
  DetectModerationLabels: 'rekognition',
  DetectText: 'rekognition',
  ClassifyDocument: 'comprehend',
  DetectToxicContent: 'comprehend',
  InvokeEndpoint: 'sagemaker',
  ApplyGuardrail: 'bedrock',
  CreateDocumentClassifier: 'comprehend',
  DescribeDocumentClassifier: 'comprehend',
  ListDocumentClassifiers: 'comprehend',
  StopTrainingDocumentClassifier: 'comprehend',
  CreateEndpoint: 'comprehend',
  DescribeEndpoint: 'comprehend',
  ListEndpoints: 'comprehend',
  UpdateEndpoint: 'comprehend',
  DeleteEndpoint: 'comprehend',
};

export const JSON_TYPE = 'application/x-amz-json-1.1';

/** Status, headers and body of each service's errors. */
export interface WireError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error of a JSON service. */
export function jsonError(name: string, status: number, message = `msg for ${name}`): WireError {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, 'x-amzn-requestid': 'req-1' },
    body: JSON.stringify({ __type: name, Message: message }),
  };
}

function runtimeError(name: string, status: number, detail: object = {}): WireError {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ Message: 'msg', ...detail }),
  };
}

const html503: WireError = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<html>down</html>',
};

export const REKOGNITION_ERRORS = {
  AccessDeniedException: jsonError('AccessDeniedException', 400),
  ImageTooLargeException: jsonError('ImageTooLargeException', 400),
  InternalServerError: jsonError('InternalServerError', 500),
  InvalidImageFormatException: jsonError('InvalidImageFormatException', 400),
  ProvisionedThroughputExceededException: jsonError('ProvisionedThroughputExceededException', 400),
  ResourceNotReadyException: jsonError('ResourceNotReadyException', 400),
  ThrottlingException: jsonError('ThrottlingException', 400),
  ThrottlingException500: jsonError('ThrottlingException', 500),
  headerType: {
    status: 400,
    headers: {
      'content-type': JSON_TYPE,
      'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/x/',
    },
    body: '{}',
  },
  prefixedType: {
    status: 400,
    headers: { 'content-type': JSON_TYPE },
    body: '{"__type":"com.amazonaws.rekognition#ThrottlingException","message":"lower"}',
  },
  html503,
} satisfies Record<string, WireError>;

export const COMPREHEND_ERRORS = {
  InternalServerException: jsonError('InternalServerException', 500),
  InvalidRequestException: jsonError('InvalidRequestException', 400),
  ResourceUnavailableException: jsonError('ResourceUnavailableException', 400),
  TextSizeLimitExceededException: jsonError('TextSizeLimitExceededException', 400),
  ThrottlingException: jsonError('ThrottlingException', 400),
  TooManyRequestsException: jsonError('TooManyRequestsException', 400),
  UnrecognizedClientException: jsonError('UnrecognizedClientException', 400),
  UnsupportedLanguageException: jsonError('UnsupportedLanguageException', 400),
  html503,
} satisfies Record<string, WireError>;

export const BEDROCK_ERRORS = {
  AccessDeniedException: runtimeError('AccessDeniedException', 403),
  InternalServerException: runtimeError('InternalServerException', 500),
  ResourceNotFoundException: runtimeError('ResourceNotFoundException', 404),
  ServiceQuotaExceededException: runtimeError('ServiceQuotaExceededException', 400),
  ServiceUnavailableException: runtimeError('ServiceUnavailableException', 503),
  ThrottlingException: runtimeError('ThrottlingException', 429),
  ValidationException: runtimeError('ValidationException', 400),
  html503,
} satisfies Record<string, WireError>;

export const SAGEMAKER_ERRORS = {
  InternalFailure: runtimeError('InternalFailure', 500),
  ModelError500: runtimeError('ModelError', 424, {
    OriginalStatusCode: 500,
    OriginalMessage: 'boom',
    LogStreamArn: 'arn:log',
  }),
  ModelError400: runtimeError('ModelError', 424, {
    OriginalStatusCode: 400,
    OriginalMessage: 'width must be a multiple of 8',
    LogStreamArn: 'arn:log',
  }),
  /** A container whose server has a queue. */
  ModelError429: runtimeError('ModelError', 424, {
    OriginalStatusCode: 429,
    OriginalMessage: 'queue is full',
  }),
  ModelError503: runtimeError('ModelError', 424, { OriginalStatusCode: 503, OriginalMessage: 'no worker' }),
  /** No answer of the container within 60 s. */
  ModelError0: runtimeError('ModelError', 424, {
    Message:
      'Received server error (0) from primary with message "Your invocation timed out while waiting for a response"',
    OriginalStatusCode: 0,
    OriginalMessage: 'Your invocation timed out while waiting for a response from container primary.',
  }),
  ModelErrorMemory: runtimeError('ModelError', 424, {
    OriginalStatusCode: 500,
    OriginalMessage: 'CUDA out of memory. Tried to allocate 9.00 GiB (GPU 0; 14.76 GiB total capacity)',
  }),
  NoCapacity: runtimeError('ValidationError', 400, {
    Message:
      'Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress or try to increase the capacity.',
  }),
  ModelNotReadyException: runtimeError('ModelNotReadyException', 429),
  ServiceUnavailable: runtimeError('ServiceUnavailable', 503),
  ThrottlingException: runtimeError('ThrottlingException', 400),
  ValidationError: runtimeError('ValidationError', 400),
  ValidationException: runtimeError('ValidationException', 400),
  bodyType: {
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: '{"__type":"ThrottlingException","message":"m"}',
  },
  html503,
} satisfies Record<string, WireError>;
