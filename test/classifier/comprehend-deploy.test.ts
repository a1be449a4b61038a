import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { comprehendCustom } from '../../packages/aws/src/index.ts';
import { runDeploy } from '../../packages/cli/src/commands/classifier/comprehend/deploy.ts';
import type {
  ComprehendFlags,
  DeployFlags,
} from '../../packages/cli/src/commands/classifier/comprehend/flags.ts';
import { runUndeploy } from '../../packages/cli/src/commands/classifier/comprehend/undeploy.ts';
import { useAws } from '../aws/support.ts';
import { comprehendAccount, json, reset } from '../upstreams/aws/index.ts';
import { begin, FLAGS, heard, refused, run, startBucket, takesAll } from './comprehend-support.ts';

const account = comprehendAccount();
const aws = await useAws(account.answers);
const bucket = await startBucket();
let root: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-comprehend-'));
  env = {
    HOME: root,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_COMPREHEND: aws.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
  };
});
beforeEach(() => {
  account.reset();
  bucket.answer = takesAll;
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(async () => {
  await bucket.close();
  await rm(root, { recursive: true, force: true });
});

const ENDPOINT = 'arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/prompts';
const POLL = ['--poll-seconds', '0.002'];
const deploy = (classifier: string, flags: Partial<DeployFlags> = {}) =>
  heard(() => runDeploy(classifier, { ...FLAGS, ...flags }));
const undeploy = (endpoint?: string, flags: Partial<ComprehendFlags> = {}) =>
  heard(() => runUndeploy(endpoint, { ...FLAGS, ...flags }));
const sent = (operation: Parameters<typeof aws.of>[0]) =>
  aws.of(operation).map(({ body }) => JSON.parse(body));
const trained = (version = 'one', fields = {}) =>
  account.addClassifier('prompts', version, fields, 'TRAINED');

describe('shoji classifier deploy', () => {
  it('creates an endpoint for the version trained last, waits, and prints the configuration and the cost', async () => {
    trained('one');
    const second = trained('two');
    account.addClassifier('prompts', 'three', {}, 'TRAINING');
    const { code, stdout, stderr } = await run(['deploy', 'prompts', '--units', '2', ...POLL], env);
    expect(stderr).not.toMatch(/^shoji:/m);
    expect(code).toBe(0);
    expect(sent('CreateEndpoint')).toEqual([
      {
        EndpointName: 'prompts',
        ModelArn: second,
        DesiredInferenceUnits: 2,
        ClientRequestToken: expect.any(String),
      },
    ]);
    expect(stderr).toMatch(/^CREATING[\s\S]*^IN_SERVICE/m);
    expect(stdout).toContain('prompts is IN_SERVICE; it serves prompts, version two.');
    expect(stdout).toContain(`comprehendCustom({ endpointArn: '${ENDPOINT}', inferenceUnits: 2 })`);
    // 2 units × 86,400 s × $0.0005.
    expect(stdout).toContain('It costs $86.40 a day, $2,592.00 in 30 days, used or not');
    expect(stdout).toContain(`shoji classifier undeploy ${ENDPOINT}`);
  });

  it('prints a line that works for the classes the classifier was trained with', async () => {
    const uploads: string[] = [];
    bucket.answer = ({ method, url = '' }, response) => {
      uploads.push(url);
      const labels = { labels: ['fine', "it's bad", 'sexual', 'safe'] };
      response.writeHead(method === 'GET' ? 200 : 404).end(JSON.stringify(labels));
    };
    const S3Uri = 's3://training/prompts/prompts/0123/train.csv';
    trained('one', { InputDataConfig: { S3Uri }, LanguageCode: 'de' });
    const { said } = await deploy('prompts');
    expect(uploads[0]).toContain('/prompts/prompts/0123/labels.json');
    const [, line = ''] = /(comprehendCustom\(\{.*\}\)),/.exec(said) ?? [];
    expect(line).toContain("language: 'de'");
    expect(said).toContain('set it, e.g. --class "fine=safe": fine, it\'s bad.');
    const named = await deploy('prompts', { class: { Fine: 'safe', "IT'S BAD": 'violence' } });
    expect(named.said).toContain(
      "classes: { 'fine': 'safe', 'it\\'s bad': 'violence', 'sexual': 'sexual', 'safe': 'safe' }",
    );
    expect(named.said).not.toContain('The meaning of these classes is unknown');

    const configured = new Function('comprehendCustom', `return ${line}`)(
      (options: Parameters<typeof comprehendCustom>[0]) =>
        comprehendCustom({ ...options, endpointUrl: aws.url }),
    );
    aws.script(
      'ClassifyDocument',
      json({
        Classes: [
          { Name: 'sexual', Score: 0.8 },
          { Name: "it's bad", Score: 0.2 },
        ],
      }),
    );
    const { findings } = await configured.classify('ein Hund', { signal: new AbortController().signal });
    expect(findings).toMatchObject([{ category: 'sexual', score: 0.8 }]);
  });

  it('uses an existing endpoint of the classifier, under any name, and pays for no second one', async () => {
    account.addEndpoint('other', trained(), 3, 'IN_SERVICE');
    account.page = 1;
    account.addEndpoint(
      'prompts-of-others',
      account.addClassifier('others', 'one', {}, 'TRAINED'),
      1,
      'IN_SERVICE',
    );
    const { code, said } = await deploy('prompts');
    expect(code).toBe(0);
    expect(said).toContain('document-classifier-endpoint/other; using it.');
    expect(said).toContain('inferenceUnits: 3');
    expect(account.endpoints).toHaveLength(2);
    expect(aws.of('UpdateEndpoint')).toHaveLength(0);
  });

  it('changes the units of an existing endpoint', async () => {
    account.addEndpoint('prompts', trained(), 1, 'IN_SERVICE');
    const { code, said } = await deploy('prompts', { units: 4 });
    expect(code).toBe(0);
    expect(sent('UpdateEndpoint')).toEqual([{ EndpointArn: ENDPOINT, DesiredInferenceUnits: 4 }]);
    expect(said).toContain('It costs $172.80 a day');
    expect(aws.of('CreateEndpoint')).toHaveLength(0);
  });

  it('moves the endpoint of an older version to the new version', async () => {
    account.addEndpoint('prompts', trained('one'), 2, 'IN_SERVICE');
    const second = trained('two');
    expect((await deploy('prompts')).code).toBe(0);
    expect(sent('UpdateEndpoint')).toEqual([{ EndpointArn: ENDPOINT, DesiredModelArn: second }]);
    expect(account.endpoints).toHaveLength(1);
  });

  it('waits for an endpoint that is being created, and for the end of a deletion', async () => {
    const arn = trained();
    account.addEndpoint('prompts', arn, 1, 'CREATING', 'CREATING', 'IN_SERVICE');
    expect((await deploy(arn)).code).toBe(0);
    expect(aws.of('CreateEndpoint')).toHaveLength(0);
    for (const endpoint of account.endpoints) endpoint.stages = ['DELETING', 'DELETING', 'GONE'];
    expect((await deploy(arn)).code).toBe(0);
    expect(aws.of('CreateEndpoint')).toHaveLength(1);
    expect(account.endpoints).toHaveLength(1);
  });

  it('continues after kill -9, also with an endpoint that lists do not show yet', async () => {
    trained();
    account.serving = ['CREATING'];
    const killed = begin(['deploy', 'prompts', ...POLL], env);
    await killed.asks(aws, 'DescribeEndpoint', 2);
    killed.signal('SIGKILL');
    expect((await killed.ended).code).toBe(null);
    for (const endpoint of account.endpoints) endpoint.stages = ['CREATING', 'IN_SERVICE'];
    aws.script('ListEndpoints', json({ EndpointPropertiesList: [] }), account.answers.ListEndpoints);
    expect((await deploy('prompts')).code).toBe(0);
    expect(account.endpoints).toHaveLength(1);
  });

  it('comes back at once with --no-wait', async () => {
    trained();
    expect(await deploy('prompts', { wait: false })).toMatchObject({
      code: 0,
      said: expect.stringContaining('prompts is CREATING'),
    });
    expect(aws.of('DescribeEndpoint')).toHaveLength(0);
  });

  it('stops waiting when credentials expire, and reports that the endpoint costs money', async () => {
    trained();
    aws.script('DescribeEndpoint', account.answers.DescribeEndpoint, reset, refused('ExpiredTokenException'));
    const { code, said } = await deploy('prompts');
    expect(code).toBe(40);
    expect(said).toMatch(
      /credentials have expired[\s\S]*costs money while it exists[\s\S]*shoji classifier undeploy arn:/,
    );
  });

  it.each([
    ['no classifier', () => {}, /The classifier prompts does not exist in us-east-1\.\n.*--region/],
    [
      'one that is still being trained',
      () => account.addClassifier('prompts', 'one', {}, 'TRAINING'),
      /is not trained: TRAINING/,
    ],
    [
      'one whose training failed',
      () => account.addClassifier('prompts', 'one', {}, ['IN_ERROR', 'Bad data']),
      /IN_ERROR \(Bad data\)/,
    ],
    [
      'an endpoint of its name that serves another',
      () => {
        trained();
        account.addEndpoint(
          'prompts',
          account.addClassifier('others', 'one', {}, 'TRAINED'),
          1,
          'IN_SERVICE',
        );
      },
      /serves another classifier, others, version one\.\n.*--name/,
    ],
    [
      'an endpoint that has failed',
      () => account.addEndpoint('prompts', trained(), 1, ['FAILED', 'No capacity']),
      /has failed\. Comprehend says: No capacity\n.*undeploy/,
    ],
    [
      'an endpoint that fails',
      () => {
        trained();
        account.serving = [['FAILED', 'No capacity']];
      },
      /has failed\. Comprehend says: No capacity/,
    ],
    [
      'a quota of endpoints',
      () => {
        trained();
        aws.script('CreateEndpoint', refused('ResourceLimitExceededException', '10 endpoints'));
      },
      /quota of the account is used up \(10 endpoints\)\.\n.*shoji classifier undeploy/,
    ],
    [
      'a classifier that is not available',
      () => {
        trained();
        aws.script('CreateEndpoint', refused('ResourceUnavailableException'));
      },
      /it is not in a state that allows this/,
    ],
    [
      'a change that is not made',
      () => {
        account.addEndpoint('prompts', trained('one'), 1, 'IN_SERVICE');
        trained('two');
        aws.script('UpdateEndpoint', json({}));
      },
      /was not changed; it still has 1 inference units/,
    ],
  ])('reports in plain words that there is %s', async (_, prepare, what) => {
    prepare();
    const { code, said } = await deploy('prompts');
    expect(code).toBeUndefined();
    expect(said).toMatch(what);
  });

  it.each([
    [['a b'], /not a classifier: give a name, or an ARN/],
    [['prompts', { units: 11 }], /at most 10/],
    [['prompts', { name: 'a'.repeat(41) }], /at most 40/],
    [
      [
        'arn:aws:comprehend:eu-west-1:111122223333:document-classifier/prompts/version/one',
        { region: 'us-east-1' },
      ],
      /--region is us-east-1, but the ARN is in eu-west-1/,
    ],
  ] as [Parameters<typeof deploy>, RegExp][])('refuses %j before anything is sent', async (args, what) => {
    expect((await deploy(...args)).said).toMatch(what);
    expect(aws.requests).toHaveLength(0);
  });
});

describe('shoji classifier undeploy', () => {
  it('deletes an endpoint, waits for the end, and prints the saved cost; a second time is not an error', async () => {
    account.addEndpoint('prompts', trained(), 2, 'IN_SERVICE');
    const { code, stdout } = await run(['undeploy', 'prompts', ...POLL], env);
    expect(code).toBe(0);
    expect(stdout).toContain('prompts is deleted: $86.40 a day are saved.');
    expect(account.endpoints).toHaveLength(0);
    for (const name of ['prompts', ENDPOINT]) {
      expect(await undeploy(name)).toMatchObject({
        code: 0,
        said: expect.stringMatching(
          /The endpoint .*prompts does not exist, so it costs nothing\.\nNo endpoints in us-east-1\./,
        ),
      });
    }
    expect(aws.of('DeleteEndpoint')).toHaveLength(1);
  });

  it('lists endpoints with their costs without an argument, and after the name of an unknown endpoint', async () => {
    const arn = trained();
    account.addEndpoint('prompts', arn, 1, 'IN_SERVICE');
    account.addEndpoint('large', arn, 3, 'CREATING');
    account.page = 1;
    const { code, said } = await undeploy();
    expect(code).toBe(0);
    expect(said).toMatch(/prompts +IN_SERVICE +prompts, version one +2026-\d\d-\d\d +\$43\.20 a day/);
    expect(said).toMatch(/large +CREATING .*\$129\.60 a day/);
    expect(said).toContain('Together in us-east-1: $172.80 a day');
    expect((await undeploy('promts')).said).toMatch(
      /endpoint promts does not exist[\s\S]*prompts +IN_SERVICE/,
    );
    expect(aws.of('DeleteEndpoint')).toHaveLength(0);
  });

  it('waits for an endpoint that is being deleted or, before its deletion, created', async () => {
    account.addEndpoint('prompts', trained(), 1, 'DELETING', 'DELETING', 'GONE');
    expect((await undeploy('prompts')).said).toContain('is deleted');
    expect(aws.of('DeleteEndpoint')).toHaveLength(0);
    account.addEndpoint('prompts', trained('two'), 1, 'CREATING', 'CREATING', 'IN_SERVICE');
    expect((await undeploy(ENDPOINT)).said).toContain('is deleted');
    expect(account.endpoints).toHaveLength(0);
  });

  it('comes back at once with --no-wait', async () => {
    account.addEndpoint('prompts', trained(), 1, 'IN_SERVICE');
    expect((await undeploy('prompts', { wait: false })).said).toContain(
      'is being deleted: $43.20 a day are saved after that',
    );
  });

  it('reports that an endpoint still costs money when it cannot be deleted', async () => {
    account.addEndpoint('prompts', trained(), 1, 'IN_SERVICE');
    aws.script(
      'DeleteEndpoint',
      refused('AccessDeniedException', 'not authorized: comprehend:DeleteEndpoint'),
    );
    const { code, said } = await undeploy('prompts');
    expect(code).toBeUndefined();
    expect(said).toMatch(/could not be deleted, and its cost continues: .*comprehend:DeleteEndpoint/);
  });

  it('refuses a value that is not an endpoint', async () => {
    expect(
      (await undeploy('arn:aws:comprehend:us-east-1:111122223333:document-classifier/prompts')).said,
    ).toMatch(/is not an endpoint/);
    expect(aws.requests).toHaveLength(0);
  });
});
