import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCode, start } from '../cli/shoji.ts';
import { type Answer, type AwsServer, failing, json, jsonError, startAws } from '../upstreams/aws/index.ts';
import { CLASSES, csv, samples } from './prompts.ts';

const ARN = 'arn:aws:comprehend:us-west-2:111122223333:document-classifier-endpoint/prompts';
const PROMPTS = 60;
/** The cost of one of these prompts: it is under 300 characters, which is billed as three units. */
const EACH = 3 * 0.0001;

/** A service that recognises "shattered" and "rusty". */
const isBad = (text: string) =>
  /shattered|cracked|splintered|smashed|rusty|corroded|mouldy|weathered/.test(text);
const toxicity: Answer = (response, body) => {
  const segments: { Text: string }[] = JSON.parse(body).TextSegments;
  const results = segments.map(({ Text }) => ({
    Labels: [{ Name: 'VIOLENCE_OR_THREAT', Score: isBad(Text) ? 0.9 : 0.05 }],
    Toxicity: isBad(Text) ? 0.8 : 0.02,
  }));
  json({ ResultList: results })(response, body);
};
const custom: Answer = (response, body) => {
  const score = isBad(JSON.parse(body).Text) ? 0.7 : 0.1;
  json({
    Classes: [
      { Name: 'Shattered', Score: score },
      { Name: 'Fine', Score: 1 - score },
    ],
  })(response, body);
};

let aws: AwsServer;
let root: string;
let file: string;
beforeAll(async () => {
  [aws, root] = await Promise.all([
    startAws({ DetectToxicContent: toxicity, ClassifyDocument: custom }),
    mkdtemp(join(tmpdir(), 'shoji-evaluate-')),
  ]);
  file = join(root, 'data.csv');
  await writeFile(file, csv(samples(PROMPTS)));
});
afterAll(async () => {
  await aws.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => aws.reset());

/** How many different requests came; one that timed out on a busy machine is sent again. */
const asked = () => new Set(aws.requests.map(({ body }) => body)).size;

const args = (against: string, flags: readonly string[]) => [
  ...['classifier', 'evaluate', file, '--against', against, ...CLASSES, ...flags],
];
const env = () => ({
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
});
async function evaluate(against: string, ...flags: string[]) {
  const child = start(args(against, flags), env());
  child.stdin.end();
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode(child)]);
  return { stdout, stderr, code };
}

describe('shoji classifier evaluate', () => {
  it('compares rules, our model and both services side by side, with their costs', async () => {
    const { code, stdout } = await evaluate(
      'rules,small,comprehend-custom,comprehend-toxicity',
      ...['--endpoint-arn', ARN, '--units', '50', '--yes', '--json', '--report', join(root, 'page.html')],
    );
    expect(code).toBe(0);
    const { compared, checks, spentUsd } = JSON.parse(stdout);
    expect(compared).toBe(PROMPTS);
    const byName = Object.fromEntries(checks.map((check: { name: string }) => [check.name, check]));
    expect(Object.keys(byName)).toEqual(['rules', 'small', 'comprehend-custom', 'comprehend-toxicity']);
    for (const name of ['comprehend-custom', 'comprehend-toxicity']) {
      expect(byName[name]).toMatchObject({ areaUnderCurve: 1, recall: 1, falseAlarmRate: 0 });
    }
    // Scores under any threshold count for the curves.
    expect(byName['comprehend-toxicity'].reliability.bins[0].meanScore).toBeCloseTo(0.05);
    expect(spentUsd['comprehend-toxicity']).toBeCloseTo(EACH * PROMPTS);
    expect(await readFile(join(root, 'page.html'), 'utf8')).toContain('comprehend-toxicity');
  });

  it('waits for an answer that takes longer than a person would wait', async () => {
    const slow: Answer = async (response, body) => {
      await setTimeout(3_000);
      toxicity(response, body);
    };
    aws.script('DetectToxicContent', slow, toxicity);
    const { code, stdout } = await evaluate('comprehend-toxicity', '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).checks[0].counts).toMatchObject({ read: PROMPTS });
  });

  it('prints the estimated cost, and calls no service before consent', async () => {
    const { code, stderr, stdout } = await evaluate('rules,comprehend-toxicity');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`Estimated cost by list prices: $${(EACH * PROMPTS).toFixed(4)} (`);
    expect(stderr).toMatch(/add --yes, or a limit such as --max-cost/);
    expect(aws.requests).toEqual([]);
  });

  it('stops before --max-cost, and continues without paying twice', async () => {
    const answers = join(root, 'answers.jsonl');
    const limit = (EACH * 25).toFixed(4);
    const first = await evaluate('comprehend-toxicity', '--max-cost', limit, '--answers', answers);
    expect(first.code).toBe(40);
    expect(first.stdout).toMatch(/warning: Stopped asking before --max-cost was exceeded/);
    expect(asked()).toBe(25);
    const kept = await readFile(answers, 'utf8');
    expect(kept).not.toMatch(/house|boat/);
    // As a kill would leave it.
    await writeFile(answers, `${kept}{"check":"comprehend-tox`);
    const second = await evaluate('comprehend-toxicity', '--yes', '--answers', answers, '--json');
    expect(second.code).toBe(0);
    expect(asked()).toBe(PROMPTS);
    expect(JSON.parse(second.stdout).checks[0]).toMatchObject({
      counts: { read: PROMPTS },
      areaUnderCurve: 1,
    });
  });

  it('counts unchecked prompts, reports a reason once, and stops asking a check that keeps failing', async () => {
    aws.script('DetectToxicContent', failing(jsonError('AccessDeniedException', 400)));
    const { code, stderr, stdout } = await evaluate(
      'small,comprehend-toxicity',
      '--yes',
      '--concurrency',
      '1',
    );
    expect(code).toBe(40);
    expect(stderr.match(/^shoji: comprehend-toxicity: /gm)).toHaveLength(1);
    expect(stdout).toMatch(/warning: A check failed twenty times in a row/);
    expect(stdout).toMatch(/^small +100\.0 % /m);
    expect(stdout).toMatch(/^comprehend-toxicity +0\.0 % +–/m);
    expect(aws.requests.length).toBeLessThanOrEqual(20);
  });

  it('is a usage error when a check is not configured', async () => {
    const { code, stdout, stderr } = await evaluate('rules,comprehend-custom');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^shoji: comprehend-custom is not configured: /);
  });
});
