import { describe, expect, it } from 'vitest';
import { type ComprehendCustomOptions, comprehendCustom } from '../../packages/aws/src/index.ts';
import {
  COMPREHEND_ERRORS,
  empty,
  failing,
  JSON_TYPE,
  json,
  malformed,
  reset,
  silence,
} from '../upstreams/aws/index.ts';
import { expectSigned, patient, reaching, rejection, useAws } from './support.ts';

const aws = await useAws();

const operation = 'ClassifyDocument';
const endpointArn = 'arn:aws:comprehend:us-west-2:111122223333:document-classifier-endpoint/prompts';
const promptSafety = 'arn:aws:comprehend:us-east-1:aws:document-classifier-endpoint/prompt-safety';

function classifier(options: Partial<ComprehendCustomOptions> = {}) {
  const { region: _, ...reach } = reaching(aws);
  return comprehendCustom({ endpointArn, ...reach, ...options });
}
const classify = (prompt: string, options: Partial<ComprehendCustomOptions> = {}) =>
  classifier(options).classify(prompt, patient());

describe('the call', () => {
  it('is a signed request to the endpoint’s region, in the service’s format', async () => {
    await classify('a dog in a suit');
    expectSigned(aws, operation);
    const [request] = aws.requests;
    expect(request?.path).toBe('/');
    expect(request?.headers).toMatchObject({
      'content-type': JSON_TYPE,
      'x-amz-target': 'Comprehend_20171127.ClassifyDocument',
    });
    expect(request?.headers.authorization).toContain('/us-west-2/comprehend/');
    expect(JSON.parse(request?.body ?? '')).toEqual({ EndpointArn: endpointArn, Text: 'a dog in a suit' });
  });

  it.each(['', 'prompts', 'arn:aws:comprehend:us-west-2:111122223333:document-classifier/prompts'])(
    'cannot be configured with the invalid ARN %j',
    (arn) => {
      expect(() => comprehendCustom({ endpointArn: arn })).toThrow(/endpointArn/);
    },
  );

  it('holds up to 10 KB, counted in UTF-8 bytes', async () => {
    expect(await classify('a'.repeat(10_000))).not.toHaveProperty('skipped');
    expect(await classify('é'.repeat(5_000))).not.toHaveProperty('skipped');
    expect(aws.requests).toHaveLength(2);
    expect(await classify('a'.repeat(160_001))).toEqual({ findings: [], skipped: 'too-long' });
    expect(aws.requests).toHaveLength(2);
  });

  it('sends a longer prompt in parts, and the highest score counts', async () => {
    const prompt = 'A café on a hill. '.repeat(1_800).slice(0, 32_000);
    aws.script(operation, json({ Classes: [{ Name: 'Toxic', Score: 0.1 }] }));
    aws.script(operation, json({ Classes: [{ Name: 'Toxic', Score: 0.9 }] }));
    const report = await classify(prompt);
    expect(report).not.toHaveProperty('skipped');
    expect(report.findings).toMatchObject([{ category: 'toxicity', score: 0.9 }]);
    const texts = aws.requests.map(({ body }) => JSON.parse(body ?? '').Text);
    expect(texts.join('')).toHaveLength(prompt.length);
    for (const text of texts) expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(10_000);
    expect(report.usage?.[0]?.quantity).toBeGreaterThanOrEqual(320);
  });

  it('is not made for a script that the model cannot read, and the prompt is reported as skipped', async () => {
    expect(await classify('スーツを着た犬')).toEqual({ findings: [], skipped: 'language' });
    expect(aws.requests).toHaveLength(0);
  });

  it('is made for the part that the model can read, and the rest is reported as skipped', async () => {
    aws.script(operation, json({ Classes: [{ Name: 'Toxic', Score: 0.9 }] }));
    expect(await classify('a dog スーツ')).toMatchObject({ findings: [{ score: 0.9 }], skipped: 'language' });
  });

  it('depends on the language the model was trained for', async () => {
    expect(await classify('ein Hund mit einer Krawatte', { language: 'de' })).not.toHaveProperty('skipped');
    expect(await classify('ein Hund mit einer Krawatte')).toHaveProperty('skipped', 'language');
  });
});

describe('the answer', () => {
  it('of a multi-class model becomes a finding for each class that is not safe', async () => {
    aws.script(
      operation,
      json({
        Classes: [
          { Name: 'Toxic', Score: 0.93 },
          { Name: 'Not Toxic', Score: 0.07 },
        ],
      }),
    );
    expect(await classify('a prompt')).toEqual({
      findings: [{ check: 'comprehend-custom', category: 'toxicity', label: 'Toxic', score: 0.93 }],
      usage: [{ item: 'comprehend.unit', quantity: 3 }],
    });
  });

  it('of a multi-label model becomes a finding for each label', async () => {
    aws.script(
      operation,
      json({
        Labels: [
          { Name: 'Gore', Score: 0.8 },
          { Name: 'Nude', Score: 0.7 },
          { Name: 'Fine', Score: 0.1 },
        ],
      }),
    );
    const classes = { Gore: 'graphic', Nude: 'nudity', Fine: 'safe' } as const;
    expect((await classify('a prompt', { classes })).findings).toEqual([
      { check: 'comprehend-custom', category: 'graphic', label: 'Gore', score: 0.8 },
      { check: 'comprehend-custom', category: 'nudity', label: 'Nude', score: 0.7 },
    ]);
  });

  it('of the built-in prompt-safety endpoint becomes a finding', async () => {
    aws.script(
      operation,
      json({
        Classes: [
          { Name: 'UNSAFE_PROMPT', Score: 0.9 },
          { Name: 'SAFE_PROMPT', Score: 0.1 },
        ],
      }),
    );
    expect(await classify('a prompt', { endpointArn: promptSafety })).toMatchObject({
      findings: [{ category: 'toxicity', label: 'UNSAFE_PROMPT', score: 0.9 }],
    });
  });

  it('with a high score for the safe class gives no finding', async () => {
    expect(await classify('a prompt')).toMatchObject({ findings: [] });
  });

  it('keeps a score at the minimum and drops a lower one', async () => {
    const answer = (score: number) => json({ Classes: [{ Name: 'Toxic', Score: score }] });
    aws.script(operation, answer(0.3), answer(0.29));
    expect((await classify('a prompt')).findings).toHaveLength(1);
    expect((await classify('a prompt')).findings).toHaveLength(0);
  });

  it('fails for a class without a meaning, however low its score', async () => {
    aws.script(operation, json({ Classes: [{ Name: 'SOMETHING', Score: 0.01 }] }));
    expect(await rejection(classify('a prompt'))).toMatchObject({
      name: 'CheckError',
      failure: 'unknown-label',
    });
  });

  it.each([
    ['without classes', {}],
    ['with null for classes', { Classes: null }],
    ['with an empty list of classes', { Classes: [] }],
    ['with a class without a score', { Classes: [{ Name: 'Toxic' }] }],
    ['with a score over 1', { Classes: [{ Name: 'Toxic', Score: 93 }] }],
  ])('%s is not a valid answer', async (_, answer) => {
    aws.script(operation, json(answer));
    expect(await rejection(classify('a prompt'))).toMatchObject({
      name: 'CheckError',
      failure: 'invalid-answer',
    });
  });

  it.each([
    [1, 3],
    [300, 3],
    [301, 4],
  ])('bills %i characters as %i units', async (length, quantity) => {
    expect(await classify('a'.repeat(length))).toMatchObject({
      usage: [{ item: 'comprehend.unit', quantity }],
    });
  });
});

describe('the covered categories', () => {
  it('are the categories of its classes', () => {
    expect(classifier().covers).toEqual(['toxicity']);
    expect(classifier({ classes: { Gore: 'graphic', Nude: 'nudity', Fine: 'safe' } }).covers).toEqual([
      'graphic',
      'nudity',
    ]);
  });
});

describe('errors', () => {
  it.each([
    ['InternalServerException', 'unavailable', 3],
    ['InvalidRequestException', 'invalid-input', 1],
    ['ResourceUnavailableException', 'unavailable', 1],
    ['TextSizeLimitExceededException', 'invalid-input', 1],
    ['ThrottlingException', 'throttled', 3],
    ['TooManyRequestsException', 'throttled', 3],
    ['UnrecognizedClientException', 'denied', 1],
    ['html503', 'unavailable', 3],
  ] as const)('%s is %s after %i requests', async (error, failure, requests) => {
    aws.script(operation, failing(COMPREHEND_ERRORS[error]));
    expect(await rejection(classify('a prompt'))).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
  });

  it.each([
    ['a broken connection', reset, 'unavailable', 3],
    ['an answer that is no JSON', malformed, 'invalid-answer', 1],
    ['an empty answer', empty, 'invalid-answer', 1],
  ] as const)('%s is a failure, not a verdict', async (_, answer, failure, requests) => {
    aws.script(operation, answer);
    expect(await rejection(classify('a prompt'))).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
  });

  it('a missing answer is a time-out and closes the connection', async () => {
    const check = classifier({ resilience: { timeout: 2_000 } });
    // The client is loaded and connected then, so that the next request is sent well within its time.
    await check.classify('a prompt', patient());
    aws.script(operation, silence);
    const arrived = aws.next();
    expect(await rejection(check.classify('a prompt', patient()))).toMatchObject({
      name: 'CheckError',
      failure: 'timeout',
    });
    await (await arrived).abandoned;
  });

  it('an abort by the caller closes the connection and rejects with its reason', async () => {
    aws.script(operation, silence);
    const controller = new AbortController();
    const arrived = aws.next();
    const failed = rejection(classifier().classify('a prompt', { signal: controller.signal }));
    const { abandoned } = await arrived;
    controller.abort(new Error('closed the tab'));
    expect(await failed).toEqual(new Error('closed the tab'));
    await abandoned;
    expect(aws.requests).toHaveLength(1);
  });
});
