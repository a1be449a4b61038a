import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComprehendTrainFlags } from '../../packages/cli/src/commands/classifier/comprehend/flags.ts';
import { runComprehendTraining } from '../../packages/cli/src/commands/classifier/comprehend/train.ts';
import { useAws } from '../aws/support.ts';
import {
  COMPREHEND_ERRORS,
  comprehendAccount,
  empty,
  failing,
  malformed,
  type Operation,
  reset,
  TRAINING_OPERATIONS,
} from '../upstreams/aws/index.ts';
import {
  FLAGS,
  heard,
  ROLE,
  refused,
  s3Refused,
  startBucket,
  takesAll,
  writeData,
} from './comprehend-support.ts';

const account = comprehendAccount();
const aws = await useAws(account.answers);
const bucket = await startBucket();
let root: string;
let data: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-comprehend-'));
  data = await writeData(join(root, 'comprehend.csv'));
});
beforeEach(() => {
  account.reset();
  bucket.answer = takesAll;
  const env = {
    HOME: root,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_COMPREHEND: aws.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
    // One attempt: what is retried by the SDK takes seconds.
    AWS_MAX_ATTEMPTS: '1',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(async () => {
  await bucket.close();
  await rm(root, { recursive: true, force: true });
});

const train = (flags: Partial<ComprehendTrainFlags> = {}) =>
  heard(() =>
    runComprehendTraining({
      ...FLAGS,
      comprehend: 's3://training/prompts/',
      role: ROLE,
      data,
      name: 'prompts',
      language: 'en',
      ...flags,
    }),
  );

describe('refusals of the service are reported in plain words, with a remedy', () => {
  const create = 'CreateDocumentClassifier';
  const rows: [Operation, string, string, RegExp, RegExp][] = [
    [
      create,
      'AccessDeniedException',
      'User x is not authorized to perform: iam:PassRole on resource: y',
      /do not allow this \(User x.*iam:PassRole/,
      /Allow iam:PassRole on the role for comprehend\.amazonaws\.com/,
    ],
    [
      create,
      'AccessDeniedException',
      'User x is not authorized to perform: comprehend:CreateDocumentClassifier',
      /do not allow this/,
      /Allow the action that it names; .*docs\/curators\/comprehend\.md/,
    ],
    [
      create,
      'InvalidRequestException',
      'The role cannot be assumed by Comprehend.',
      /the role cannot be used \(The role cannot be assumed/,
      /trust policy must let comprehend\.amazonaws\.com assume it/,
    ],
    [
      create,
      'InvalidRequestException',
      'VersionName is not valid.',
      /refuses the request \(VersionName is not valid/,
      /Check the names/,
    ],
    [create, 'KmsKeyValidationException', 'Key x', /the KMS key cannot be used \(Key x\)/, /key policy/],
    [
      create,
      'ResourceLimitExceededException',
      '10 of 10',
      /a quota of the account is used up \(10 of 10\)/,
      /Service Quotas/,
    ],
    [create, 'ResourceInUseException', 'Taken', /the name is taken/, /Choose another --name/],
    [
      create,
      'TooManyRequestsException',
      'Slow',
      /throttles requests/,
      /Wait a minute and run the same command again/,
    ],
    [
      create,
      'UnsupportedLanguageException',
      'No',
      /does not train classifiers for this language/,
      /en, es, de, it, fr, pt/,
    ],
    ['ListDocumentClassifiers', 'ExpiredTokenException', 'Old', /credentials have expired/, /Sign in again/],
    [
      'ListDocumentClassifiers',
      'UnrecognizedClientException',
      'Who',
      /does not know the access key/,
      /aws sts get-caller-identity/,
    ],
    [
      'ListDocumentClassifiers',
      'InvalidSignatureException',
      'No',
      /secret key does not match/,
      /clock of this machine/,
    ],
    [
      'ListDocumentClassifiers',
      'ThrottlingException',
      'Slow',
      /throttles requests/,
      /nothing is started twice/,
    ],
  ];
  it.each(rows)('%s: %s (%s)', async (operation, name, message, what, remedy) => {
    aws.script(operation, refused(name, message));
    const { code, said } = await train();
    expect(code).toBeUndefined();
    expect(said).toMatch(/The training could not be started: /);
    expect(said).toMatch(what);
    expect(said).toMatch(remedy);
    expect(account.classifiers).toHaveLength(0);
  });

  it.each([
    ['a service failure', failing(COMPREHEND_ERRORS.html503), /AWS has an internal error/, 5],
    ['a connection that breaks', reset, /AWS cannot be reached/, 5],
    ['an answer that is no JSON', malformed, /could not be started/, 1],
    ['an empty answer', empty, /could not be started/, 1],
  ] as const)('%s is retried only if that may help', async (_, answer, what, requests) => {
    aws.script(create, answer);
    expect((await train()).said).toMatch(what);
    expect(aws.of(create)).toHaveLength(requests);
  });

  it('throttling that ends is not reported', async () => {
    aws.script(
      create,
      refused('TooManyRequestsException'),
      refused('ThrottlingException'),
      account.answers[create],
    );
    vi.stubEnv('AWS_ENDPOINT_URL_COMPREHEND', undefined);
    const { code, said } = await train({ endpoint: aws.url });
    expect(code).toBe(0);
    expect(said).not.toMatch(/Slow|Wait/);
  });
});

describe('failed trainings are reported in plain words', () => {
  it.each([
    [
      'NO_READ_ACCESS_TO_INPUT: The provided data access role does not have proper access to the input data.',
      /s3:GetObject and s3:ListBucket/,
    ],
    [
      'NO_WRITE_ACCESS_TO_OUTPUT: The provided data access role does not have write access to the output S3 URI',
      /s3:PutObject/,
    ],
    ['The data access role could not be assumed.', /trust policy/],
    ['The KMS key is disabled.', /allowed to decrypt/],
    ['At least 10 documents are needed for each label.', /shoji classifier prepare/],
    ['Something else.', /AWS Health/],
  ])('IN_ERROR: %s', async (message, remedy) => {
    account.training = ['SUBMITTED', 'TRAINING', ['IN_ERROR', message]];
    const { code, said } = await train();
    expect(code).toBeUndefined();
    expect(said).toContain(`Comprehend says: ${message}`);
    expect(said).toMatch(remedy);
    expect(said).toContain('run the same command with --again');
  });

  it.each([
    ['STOPPED', /was stopped before its end/],
    ['DELETING', /was deleted/],
  ])('%s', async (status, what) => {
    account.training = ['TRAINING', status];
    const { code, said } = await train();
    expect(code).toBeUndefined();
    expect(said).toMatch(what);
  });

  it('an unknown status keeps the command waiting', async () => {
    account.training = ['SUBMITTED', 'SOMETHING_NEW', 'TRAINED'];
    expect(await train()).toMatchObject({ code: 0, said: expect.stringContaining('SOMETHING_NEW') });
  });

  it('a classifier that is deleted meanwhile ends the wait', async () => {
    const gone = refused('ResourceNotFoundException');
    aws.script('DescribeDocumentClassifier', account.answers.DescribeDocumentClassifier, gone);
    expect((await train()).said).toContain('was deleted');
  });

  it('a classifier that reads do not find yet keeps the command waiting (eventual consistency)', async () => {
    const unknown = refused('ResourceNotFoundException');
    aws.script('DescribeDocumentClassifier', unknown, unknown, account.answers.DescribeDocumentClassifier);
    expect((await train()).code).toBe(0);
  });
});

describe('while the command waits', () => {
  const describeIt = 'DescribeDocumentClassifier';

  it.each([
    ['a lost network', reset],
    ['a fault of the service', failing(COMPREHEND_ERRORS.InternalServerException)],
    ['throttling', refused('ThrottlingException')],
  ])('%s does not end the wait', async (_, fault) => {
    const faults = Array.from({ length: 12 }, () => fault);
    aws.script(describeIt, account.answers[describeIt], ...faults, account.answers[describeIt]);
    const { code, said } = await train();
    expect(code).toBe(0);
    expect(said.match(/still waiting/g)).toHaveLength(1);
    expect(said).toContain('AWS answers again.');
  });

  it.each([
    ['ExpiredTokenException', /credentials have expired/],
    ['AccessDeniedException', /do not allow this/],
  ])('%s ends the wait, not the training, and prints how to continue', async (name, what) => {
    aws.script(describeIt, account.answers[describeIt], refused(name));
    const { code, said } = await train();
    expect(code).toBe(40);
    expect(said).toMatch(what);
    expect(said).toMatch(
      /The training continues at AWS\. Run the same command again[\s\S]*shoji classifier stop arn:/,
    );
    aws.script(describeIt, account.answers[describeIt]);
    expect((await train()).code).toBe(0);
    expect(account.classifiers).toHaveLength(1);
  });
});

it('the printed IAM policy allows every operation that the command calls', async () => {
  const page = await readFile(new URL('../../docs/curators/comprehend.md', import.meta.url), 'utf8');
  const policies = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));
  const actions = policies.flatMap(({ Statement: statements }) =>
    statements.flatMap(({ Action: action }: { Action: unknown }) => action),
  );
  expect(actions).toEqual(expect.arrayContaining(TRAINING_OPERATIONS.map((name) => `comprehend:${name}`)));
  expect(actions).toEqual(
    expect.arrayContaining(['iam:PassRole', 's3:ListBucket', 's3:GetObject', 's3:PutObject']),
  );
});

describe('before the first request', () => {
  it('all errors in the flags are reported at once', async () => {
    const { said } = await train({ comprehend: 'bucket', role: 'admin', name: 'a b', language: 'ja' });
    for (const flag of ['--comprehend', '--role', '--name', '--language']) expect(said).toContain(flag);
    expect(said).toContain('ComprehendUsageError');
    expect(aws.requests).toHaveLength(0);
  });

  it('an --endpoint that is not a URL is refused', async () => {
    expect((await train({ endpoint: 'localhost' })).said).toContain('--endpoint: localhost is not a URL');
  });

  it('missing credentials are reported', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const { said } = await train();
    expect(said).toContain('there are no AWS credentials');
    expect(said).toContain('aws configure');
  });

  it('a missing Region is reported', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect((await train()).said).toContain('the AWS Region is not set.\nAdd --region');
  });

  it.each([
    [301, 'PermanentRedirect', /bucket is in another Region, eu-west-1\.\n.*--region eu-west-1/],
    [403, 'AccessDenied', /have no access there\.\n.*s3:ListBucket/],
    [404, 'NoSuchBucket', /bucket does not exist/],
    [400, 'ExpiredToken', /without a reason\.\n.*expired credentials/],
  ])('S3 answers %i %s', async (status, name, what) => {
    bucket.answer = s3Refused(status, name);
    const { said } = await train();
    expect(said).toMatch(/The data could not be uploaded to s3:\/\/training\//);
    expect(said).toMatch(what);
    expect(aws.of('CreateDocumentClassifier')).toHaveLength(0);
  });
});
