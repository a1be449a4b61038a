import { failureOf, readError } from '@shoji/aws/client';
import { OperatorError } from '@shoji/core';
import { z } from 'zod';

/** An invalid request; the message says what to write instead. */
export class ComprehendUsageError extends OperatorError {
  override readonly name = 'ComprehendUsageError';
}

/** A request to Comprehend or S3 failed. The message gives the reason and the remedy. */
export class ComprehendError extends Error {
  override readonly name = 'ComprehendError';
}

/** The watch ended while the work continues at AWS. The message says why, and how to resume. */
export class WatchEndedError extends Error {
  override readonly name = 'WatchEndedError';
}

type Explanation = (message: string) => readonly [what: string, remedy: string];

const POLICIES = 'docs/curators/comprehend.md has the full policy';

const expired: Explanation = () => ['the AWS credentials have expired', 'Sign in again (`aws sso login`).'];
const unknownKey: Explanation = () => [
  'AWS does not know the access key',
  'Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN; `aws sts get-caller-identity` shows the current identity.',
];
const wrongSecret: Explanation = () => [
  'the AWS secret key does not match the access key',
  'Check AWS_SECRET_ACCESS_KEY, and the clock of this machine.',
];
const denied: Explanation = (message) => [
  `the current credentials do not allow this (${message})`,
  message.includes('iam:PassRole')
    ? `Allow iam:PassRole on the role for comprehend.amazonaws.com; ${POLICIES}.`
    : `Allow the action that it names; ${POLICIES}.`,
];
const throttled: Explanation = () => [
  'Comprehend throttles requests of this account',
  'Wait a minute and run the same command again; nothing is started twice.',
];

/**
 * By the error's name. Source: the errors of each operation in the Amazon Comprehend API reference, the common errors
 * of AWS services, and the SDK's errors for credentials.
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
    'Delete unused endpoints (`shoji classifier undeploy` lists them with their costs), or request a higher quota: Service Quotas, Amazon Comprehend.',
  ],
  ResourceInUseException: (message) => [
    `the name is taken, or another change is in progress (${message})`,
    'Choose another --name, or wait until the other change is done.',
  ],
  ResourceUnavailableException: (message) => [
    `it is not in a state that allows this (${message})`,
    'Wait until it is trained or in service, then run the same command again.',
  ],
  ResourceNotFoundException: (message) => [
    `it does not exist in this Region (${message})`,
    'Check the name and --region.',
  ],
  KmsKeyValidationException: (message) => [
    `the KMS key cannot be used (${message})`,
    'Its key policy must let the role decrypt and create grants, and it must be enabled and in this Region.',
  ],
  UnsupportedLanguageException: () => [
    'Comprehend does not train classifiers for this language',
    'Supported languages: en, es, de, it, fr, pt.',
  ],
  InvalidRequestException: (message) =>
    isAboutRole(message)
      ? [`the role cannot be used (${message})`, ROLE_REMEDY]
      : [`Comprehend refuses the request (${message})`, 'Check the names, the role and the S3 URI.'],
  NoSuchBucket: () => ['the bucket does not exist', 'Create it in the Region of the classifier.'],
};

/** S3 names the bucket's Region. */
const redirected = z.object({
  $response: z.object({ headers: z.object({ 'x-amz-bucket-region': z.string() }) }),
});

const ROLE_REMEDY = `Its trust policy must let comprehend.amazonaws.com assume it, and its own policy must allow s3:ListBucket, s3:GetObject and s3:PutObject under the prefix; ${POLICIES}. A new role takes a minute to become effective.`;

function isAboutRole(message: string): boolean {
  return /\brole\b/i.test(message) && /assum|trust|access|permission/i.test(message);
}

/**
 * An error of Comprehend or S3 in plain words, with its remedy. An error that is already in plain words is returned
 * unchanged.
 * @param failed The failed action: `The training could not be started`.
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

/** Rejects with the error in plain words, or with the signal's reason if the caller aborted. */
export function explaining(failed: string, signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    signal.throwIfAborted();
    throw explained(failed, error);
  };
}

function explanationOf(error: unknown): readonly [what: string, remedy: string] {
  const { name, message, status, connection } = readError(error);
  if (message.includes('Region is missing')) {
    return ['the AWS Region is not set', 'Add --region, or set AWS_REGION.'];
  }
  if (connection || failureOf(error) === 'timeout') {
    return [
      `AWS cannot be reached (${message})`,
      'Check the network, and that Amazon Comprehend is available in the Region.',
    ];
  }
  if (status === 301) {
    const region = redirected.safeParse(error).data?.$response.headers['x-amz-bucket-region'];
    return [
      `the bucket is in another Region${region === undefined ? '' : `, ${region}`}`,
      `Train in its Region: --region ${region ?? '<its Region>'}.`,
    ];
  }
  const known = Object.hasOwn(EXPLANATIONS, name) ? EXPLANATIONS[name] : undefined;
  if (known !== undefined) return known(message);
  // Answers to HEAD requests have no body that would name the error.
  if (status === 400 && name === 'Unknown') {
    return [
      'S3 refuses the request without a reason',
      'Usual causes: expired credentials (sign in again), or a bucket in another Region (add --region).',
    ];
  }
  if (status === 403) {
    return [
      'the current credentials have no access there',
      `They need s3:ListBucket on the bucket, s3:GetObject and s3:PutObject under the prefix; ${POLICIES}.`,
    ];
  }
  if (status !== undefined && status >= 500) {
    return ['AWS has an internal error', 'Run the same command again; nothing is started twice.'];
  }
  return [`${name || 'error'}: ${message}`, 'Fix the problem and run the same command again.'];
}

/**
 * Why a training failed, in plain words, with the remedy.
 * @param message Comprehend's message: a code, a colon and a sentence, or a sentence alone.
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
    return 'Correct the data; `shoji classifier prepare` checks every line and balances the classes.';
  }
  return 'After a service failure (see AWS Health), train again.';
}
