import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComprehendTrainFlags } from '../../packages/cli/src/commands/classifier/comprehend/flags.ts';
import {
  runComprehendTraining,
  runStop,
} from '../../packages/cli/src/commands/classifier/comprehend/train.ts';
import { useAws } from '../aws/support.ts';
import { type S3Server, startS3 } from '../dataset/s3-server.ts';
import { comprehendAccount, JSON_TYPE } from '../upstreams/aws/index.ts';
import { begin, FLAGS, heard, ROLE, run, writeData } from './comprehend-support.ts';

const BUCKET = 'training';
const account = comprehendAccount();
const aws = await useAws(account.answers);
beforeEach(() => account.reset());

let root: string;
let s3: S3Server;
let client: S3Client;
let env: Readonly<Record<string, string>>;
let data: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-comprehend-'));
  s3 = await startS3(BUCKET, join(root, 'buckets'));
  env = { ...s3.env, HOME: root, AWS_ENDPOINT_URL_COMPREHEND: aws.url };
  client = new S3Client({
    endpoint: s3.env.AWS_ENDPOINT_URL_S3 ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  data = await writeData(join(root, 'comprehend.csv'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await s3.stop();
  await rm(root, { recursive: true, force: true });
});

const TRAIN = ['train', '--comprehend', `s3://${BUCKET}/prompts`, '--role', ROLE, '--poll-seconds', '0.002'];
const args = (...more: string[]) => [...TRAIN, '--data', data, ...more];
/** The same in this process, which is faster. */
const train = (flags: Partial<ComprehendTrainFlags> = {}) =>
  heard(() =>
    runComprehendTraining({
      ...FLAGS,
      comprehend: `s3://${BUCKET}/prompts`,
      role: ROLE,
      data,
      name: 'shoji-prompts',
      language: 'en',
      ...flags,
    }),
  );
const created = () => aws.of('CreateDocumentClassifier').map(({ body }) => JSON.parse(body));
const keys = async () => {
  const { Contents: objects = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return objects.map(({ Key: key = '', LastModified: at }) => `${key} ${at?.getTime()}`);
};
const objectAt = async (uri: string) => {
  const Key = uri.replace(`s3://${BUCKET}/`, '');
  const { Body: body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from((await body?.transformToByteArray()) ?? []);
};

describe('shoji classifier train --comprehend', () => {
  it('uploads the data, starts a training, waits, and prints the metrics', async () => {
    const { code, stdout, stderr } = await run(args(), env);
    expect(stderr).not.toMatch(/^shoji:/m);
    expect(code).toBe(0);

    const [request] = created();
    const folder = `s3://${BUCKET}/prompts/shoji-prompts/`;
    expect(request).toEqual({
      DocumentClassifierName: 'shoji-prompts',
      VersionName: expect.stringMatching(/^data-[0-9a-f]{16}-en$/),
      DataAccessRoleArn: ROLE,
      InputDataConfig: { DataFormat: 'COMPREHEND_CSV', S3Uri: expect.stringContaining(folder) },
      OutputDataConfig: { S3Uri: expect.stringContaining(folder) },
      LanguageCode: 'en',
      Mode: 'MULTI_CLASS',
      ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await objectAt(request.InputDataConfig.S3Uri)).toEqual(await readFile(data));
    // Comprehend would train with every object whose key begins with that prefix.
    expect(
      (await keys()).filter((key) => `s3://${BUCKET}/${key}`.startsWith(request.InputDataConfig.S3Uri)),
    ).toHaveLength(1);
    const [{ headers } = expect.unreachable('no request')] = aws.of('CreateDocumentClassifier');
    expect(headers).toMatchObject({
      'content-type': JSON_TYPE,
      'x-amz-target': 'Comprehend_20171127.CreateDocumentClassifier',
      authorization: expect.stringContaining('/us-east-1/comprehend/aws4_request'),
    });

    expect(stderr).toContain('120 texts of 2 classes (Toxic, Not Toxic), one each.');
    expect(stderr).toMatch(/^SUBMITTED[\s\S]*^TRAINING[\s\S]*^TRAINED/m);
    for (const metric of [
      /Accuracy +0\.912/,
      /Precision +0\.921/,
      /Recall +0\.899/,
      /F1Score +0\.909/,
      /MicroPrecision +0\.912/,
      /MicroRecall +0\.913/,
      /MicroF1Score +0\.914/,
      /HammingLoss +0\.088/,
    ]) {
      expect(stdout).toMatch(metric);
    }
    expect(stdout).toContain('trained on 900 texts and measured on 100 others');
    expect(stdout).toContain('Training took 40 min: about $2.00');
    expect(stdout).toContain('shoji classifier deploy shoji-prompts');
    expect(stdout).toContain('$43.20 a day');
  });

  it('continues with the training after kill -9', async () => {
    account.training = ['SUBMITTED', 'TRAINING'];
    const killed = begin(args(), env);
    await killed.asks(aws, 'DescribeDocumentClassifier', 3);
    killed.signal('SIGKILL');
    expect((await killed.ended).code).toBe(null);
    for (const classifier of account.classifiers) classifier.stages = ['TRAINING', 'TRAINED'];

    const { code, stderr } = await run(args(), env);
    expect(code).toBe(0);
    expect(stderr).toContain('Found the training of these data: shoji-prompts, version data-');
    expect(created()).toHaveLength(1);
    expect(account.classifiers).toHaveLength(1);
  });

  it('starts only one training if it is killed before the response, although lists lag behind', async () => {
    account.listed = false;
    const killed = begin(args(), env);
    aws.script(
      'CreateDocumentClassifier',
      async (response, body) => {
        killed.signal('SIGKILL');
        await killed.ended;
        await account.answers.CreateDocumentClassifier(response, body);
      },
      account.answers.CreateDocumentClassifier,
    );
    expect((await killed.ended).code).toBe(null);

    expect((await train()).code).toBe(0);
    const [first, second] = created();
    expect(second).toEqual(first);
    expect(account.classifiers).toHaveLength(1);
  });

  it('prints at Ctrl-C how to continue, and does not stop the training', async () => {
    account.training = ['SUBMITTED', 'TRAINING'];
    const watching = begin(args(), env);
    await watching.asks(aws, 'DescribeDocumentClassifier', 3);
    watching.signal('SIGINT');
    const { code, stderr } = await watching.ended;
    expect(code).toBe(40);
    expect(stderr).toContain('The training continues at AWS. Run the same command again to resume waiting');
    expect(stderr).toContain(`shoji classifier stop ${account.classifiers[0]?.arn}`);
    expect(aws.of('StopTrainingDocumentClassifier')).toHaveLength(0);
  });

  it('finds the training when it is run again, and neither uploads nor trains a second time', async () => {
    await train();
    const before = await keys();
    // Older versions of the classifier fill further pages.
    for (let number = 0; number < 3; number += 1)
      account.addClassifier('shoji-prompts', `old-${number}`, {}, 'TRAINED');
    account.page = 1;
    const { code, said } = await train();
    expect(code).toBe(0);
    expect(said).toMatch(/Accuracy +0\.912/);
    expect(created()).toHaveLength(1);
    expect((await keys()).filter((key) => key.includes('.csv'))).toEqual(
      before.filter((key) => key.includes('.csv')),
    );
  });

  it('trains a separate version for other data, and for another language', async () => {
    await train();
    await train({ language: 'de' });
    await train({ data: await writeData(join(root, 'other.csv'), ['Toxic', 'Not Toxic'], 61) });
    const versions = created().map(({ VersionName: version, LanguageCode: language }) => [version, language]);
    expect(new Set(versions.map(([version]) => version)).size).toBe(3);
    expect(versions.map(([, language]) => language)).toEqual(['en', 'de', 'en']);
  });

  it('sends a large file in parts, and trains a multi-label classifier for data with several labels', async () => {
    const large = await writeData(
      join(root, 'large.csv'),
      ['Nude|Gore', 'Gore', 'Fine'],
      60,
      'é'.repeat(20_000),
    );
    expect((await train({ data: large })).code).toBe(0);
    const [request] = created();
    expect(request.Mode).toBe('MULTI_LABEL');
    const bytes = await readFile(large);
    expect(bytes.length).toBeGreaterThan(5 * 2 ** 20);
    expect((await objectAt(request.InputDataConfig.S3Uri)).equals(bytes)).toBe(true);
  });

  it('returns at once with --no-wait, and later finds the result', async () => {
    account.training = ['SUBMITTED', 'TRAINING', 'TRAINED'];
    expect(await train({ wait: false })).toMatchObject({
      code: 0,
      said: expect.stringContaining('continues at AWS'),
    });
    expect(aws.of('DescribeDocumentClassifier')).toHaveLength(1);
    expect((await train()).said).toMatch(/Accuracy +0\.912/);
  });

  it('trains again with --again only after the existing training has ended', async () => {
    account.training = [['IN_ERROR', 'NO_READ_ACCESS_TO_INPUT: The provided role cannot read the input.']];
    await train();
    expect((await train()).said).toContain('failed');
    expect(created()).toHaveLength(1);
    account.training = ['SUBMITTED', 'TRAINING', 'TRAINED'];
    await train({ again: true, wait: false });
    expect((await train({ again: true })).code).toBe(0);
    const [first, second, third] = created().map(({ VersionName: version }) => version);
    expect(second).toBe(`${first}-2`);
    expect(third).toBeUndefined();
  });

  it('prints Comprehend’s warnings', async () => {
    account.training = [['TRAINED_WITH_WARNING', 'Some documents were empty.']];
    const { code, said } = await train();
    expect(code).toBe(0);
    expect(said).toContain('Comprehend warns: Some documents were empty.');
  });
});

describe('shoji classifier stop', () => {
  it('stops the training of a classifier and waits until it has stopped', async () => {
    account.training = ['SUBMITTED', 'TRAINING'];
    await train({ wait: false });
    const stop = () => heard(() => runStop('shoji-prompts', FLAGS));
    expect(await stop()).toMatchObject({
      code: 0,
      said: expect.stringMatching(/version data-.+: STOPPED\./),
    });
    expect(aws.of('StopTrainingDocumentClassifier')).toHaveLength(1);
    expect((await stop()).said).toContain('No version of shoji-prompts is being trained in us-east-1.');
    expect((await train()).said).toContain('was stopped before its end.\nRun the same command with --again');
  });

  it('asks which version to stop when several are being trained', async () => {
    const arns = ['one', 'two'].map((version) => account.addClassifier('prompts', version, {}, 'TRAINING'));
    const { code, said } = await heard(() => runStop('prompts', FLAGS));
    expect(code).toBeUndefined();
    expect(said).toContain(`name one of them:\n${arns.join('\n')}`);
    expect(aws.of('StopTrainingDocumentClassifier')).toHaveLength(0);
  });

  it('does not change a classifier that is already trained', async () => {
    const arn = account.addClassifier('shoji-prompts', 'one', {}, 'TRAINED');
    expect(await heard(() => runStop(arn, FLAGS))).toMatchObject({
      code: 0,
      said: expect.stringContaining('TRAINED'),
    });
    expect(aws.of('StopTrainingDocumentClassifier')).toHaveLength(0);
  });
});
