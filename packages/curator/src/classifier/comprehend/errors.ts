import { failureOf, readError } from '@shoji/aws/client';
import { OperatorError } from '@shoji/core';
import { z } from 'zod';

/** An impossible request; the message says what to write instead. */
export class ComprehendUsageError extends OperatorError {
  override readonly name = 'ComprehendUsageError';
}

/** Comprehend or S3 did not do what was asked for. The message says why in plain words, and what to do. */
export class ComprehendError extends Error {
  override readonly name = 'ComprehendError';
}

/** The watch ended while the work goes on at AWS. The message says why, and how to resume. */
export class WatchEndedError extends Error {
  override readonly name = 'WatchEndedError';
}

type Explanation = (message: string) => readonly [what: string, remedy: string];

const POLICIES = 'docs/curators/comprehend.md shows the whole policy';

const expired: Explanation = () => ['the AWS credentials have expired', 'Sign in again (`aws sso login`).'];
const unknownKey: Explanation = () => [
  'AWS does not know the access key',
  'Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN; `aws sts get-caller-identity` tells who you are.',
];
const wrongSecret: Explanation = () => [
  'the AWS secret key does not fit the access key',
  'Check AWS_SECRET_ACCESS_KEY, and the clock of this machine.',
];
const denied: Explanation = (message) => [
  `the credentials in use may not do this (${message})`,
  message.includes('iam:PassRole')
    ? `Allow iam:PassRole on the role for comprehend.amazonaws.com; ${POLICIES}.`
    : `Allow the action that it names; ${POLICIES}.`,
];
const throttled: Explanation = () => [
  'Comprehend takes no more requests from this account just now',
  'Wait a minute and run the same command again; nothing is started twice.',
];

/**
 * By the error's name. Source: the errors of each operation in the Amazon Comprehend API reference, the common errors
 * of AWS services, and the SDK's own for credentials.
 */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  AccessDenied: denied,
  AccessDeniedException: denied,
  NotAuthorized: denied,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  InvalidAccessKeyId: unknownKey,
  InvalidClientTokenId: unknownKey,
  UnrecognizedClientException: unknownKey,
  IncompleteSignature: wrongSecret,
  InvalidSignatureException: wrongSecret,
  SignatureDoesNotMatch: wrongSecret,
  CredentialsProviderError: (message) =>
    /expired/i.test(message)
      ? expired(message)
      : ['there are no AWS credentials', 'Run `aws configure` or `aws sso login`, or set AWS_PROFILE.'],
  ThrottlingException: throttled,
  TooManyRequestsException: throttled,
  ResourceLimitExceededException: (message) => [
    `a quota of the account is used up (${message})`,
    'Remove what nobody needs (`shoji classifier undeploy` lists endpoints and what they cost), or ask for more: Service Quotas, Amazon Comprehend.',
  ],
  ResourceInUseException: (message) => [
    `the name is taken, or its owner is busy (${message})`,
    'Choose another --name, or wait until the other change is done.',
  ],
  ResourceUnavailableException: (message) => [
    `it is not ready for this (${message})`,
    'Wait until it is trained or in service, then run the same command again.',
  ],
  ResourceNotFoundException: (message) => [
    `there is no such thing in this Region (${message})`,
    'Check the name and --region.',
  ],
  KmsKeyValidationException: (message) => [
    `the KMS key cannot be used (${message})`,
    'Its key policy must let the role decrypt and create grants, and it must be enabled and in this Region.',
  ],
  UnsupportedLanguageException: () => [
    'Comprehend trains no classifier for this language',
    'It does for en, es, de, it, fr and pt.',
  ],
  InvalidRequestException: (message) =>
    isAboutRole(message)
      ? [`the role cannot be used (${message})`, ROLE_REMEDY]
      : [`Comprehend refuses the request (${message})`, 'Check the names, the role and the address on S3.'],
  NoSuchBucket: () => ['there is no such bucket', 'Create it, in the Region where the classifier is to be.'],
};

/** S3 names the Region where the bucket is. */
const redirected = z.object({
  $response: z.object({ headers: z.object({ 'x-amz-bucket-region': z.string() }) }),
});

const ROLE_REMEDY = `Its trust policy must let comprehend.amazonaws.com assume it, and its own policy must allow s3:ListBucket, s3:GetObject and s3:PutObject under the prefix; ${POLICIES}. A role that was made just now takes a minute to be known.`;

function isAboutRole(message: string): boolean {
  return /\brole\b/i.test(message) && /assum|trust|access|permission/i.test(message);
}

/**
 * An error of Comprehend or S3 in plain words, with what to do about it. One that is in plain words stays as it is.
 * @param failed What did not happen: `The training could not be started`.
 */
export function explained(failed: string, error: unknown): Error {
  if (
    error instanceof ComprehendError ||
    error instanceof ComprehendUsageError ||
    error instanceof WatchEndedError
  ) {
    return error;
  }
  const [what, remedy] = explanationOf(error);
  return new ComprehendError(`${failed}: ${what}.\n${remedy}`, { cause: error });
}

/** Rejects with the error in plain words, or with the signal's reason where the caller has given up. */
export function explaining(failed: string, signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    signal.throwIfAborted();
    throw explained(failed, error);
  };
}

function explanationOf(error: unknown): readonly [what: string, remedy: string] {
  const { name, message, status, connection } = readError(error);
  if (message.includes('Region is missing')) {
    return ['no AWS Region is named', 'Add --region, or set AWS_REGION.'];
  }
  if (connection || failureOf(error) === 'timeout') {
    return [
      `AWS cannot be reached (${message})`,
      'Check the network, and that Amazon Comprehend is offered in the Region.',
    ];
  }
  if (status === 301) {
    const region = redirected.safeParse(error).data?.$response.headers['x-amz-bucket-region'];
    return [
      `the bucket is in another Region${region === undefined ? '' : `, ${region}`}`,
      `Train where it is: --region ${region ?? '<its Region>'}.`,
    ];
  }
  const known = Object.hasOwn(EXPLANATIONS, name) ? EXPLANATIONS[name] : undefined;
  if (known !== undefined) return known(message);
  // Answers to HEAD requests have no body that would name the error.
  if (status === 400 && name === 'Unknown') {
    return [
      'S3 refuses it without saying why',
      'Most often the credentials have expired, or the bucket is in another Region: sign in again, or add --region.',
    ];
  }
  if (status === 403) {
    return [
      'the credentials in use may not look there',
      `They need s3:ListBucket on the bucket, s3:GetObject and s3:PutObject under the prefix; ${POLICIES}.`,
    ];
  }
  if (status !== undefined && status >= 500) {
    return ['AWS has a fault of its own', 'Run the same command again; nothing is started twice.'];
  }
  return [`${name || 'error'}: ${message}`, 'Run the same command again when it is mended.'];
}

/**
 * Why a training ended in error, in plain words, with what to do about it.
 * @param message What Comprehend says of it: a code, a colon and a sentence, or a sentence alone.
 */
export function explainedTraining(version: string, message = 'nothing'): ComprehendError {
  return new ComprehendError(
    `The training of ${version} failed. Comprehend says: ${message}\n${trainingRemedy(message)}\nThen run the same command with --again.`,
  );
}

function trainingRemedy(message: string): string {
  if (/kms/i.test(message)) {
    return 'The role must be allowed to decrypt with the KMS key of the bucket, and the key must be enabled.';
  }
  if (/NO_WRITE_ACCESS/.test(message)) return 'The role needs s3:PutObject under the prefix.';
  if (/NO_READ_ACCESS/.test(message))
    return 'The role needs s3:GetObject and s3:ListBucket under the prefix.';
  if (isAboutRole(message)) return ROLE_REMEDY;
  if (/document|label|class|csv|row|line|format|encod|utf/i.test(message)) {
    return 'Mend the data; `shoji classifier prepare` checks it line by line and balances it.';
  }
  return 'If it was a fault of the service, train again; AWS Health shows whether it had one.';
}
