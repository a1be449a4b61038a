import { describe, expect, it } from 'vitest';
import { comprehendToxicity } from '../../packages/aws/src/index.ts';
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

const operation = 'DetectToxicContent';
const classify = (prompt: string) => comprehendToxicity(reaching(aws)).classify(prompt, patient());
const sent = () => aws.requests.map(({ body }) => JSON.parse(body));

describe('the call', () => {
  it('is a signed request in the service’s format', async () => {
    await classify('a dog in a suit');
    expectSigned(aws, operation);
    expect(aws.requests[0]?.headers).toMatchObject({
      'content-type': JSON_TYPE,
      'x-amz-target': 'Comprehend_20171127.DetectToxicContent',
    });
    expect(sent()).toEqual([{ TextSegments: [{ Text: 'a dog in a suit' }], LanguageCode: 'en' }]);
  });

  it('sends a long prompt as segments of at most 1 KB that join to the prompt', async () => {
    const prompt = 'A café on a hill. '.repeat(500);
    expect(await classify(prompt)).not.toHaveProperty('skipped');
    const segments: { Text: string }[] = sent()[0].TextSegments;
    expect(segments.map(({ Text }) => Text).join('')).toBe(prompt);
    expect(segments.length).toBeLessThanOrEqual(10);
    for (const { Text } of segments) expect(new TextEncoder().encode(Text).length).toBeLessThanOrEqual(1_000);
  });

  it('holds up to 10 KB, counted in UTF-8 bytes', async () => {
    expect(await classify('a'.repeat(10_000))).not.toHaveProperty('skipped');
    expect(await classify('é'.repeat(5_000))).not.toHaveProperty('skipped');
    expect(aws.requests).toHaveLength(2);
    expect(await classify('a'.repeat(160_001))).toEqual({ findings: [], skipped: 'too-long' });
    expect(aws.requests).toHaveLength(2);
  });

  it('sends a longer prompt in several requests', async () => {
    const prompt = 'A café on a hill. '.repeat(1_800).slice(0, 32_000);
    expect(await classify(prompt)).not.toHaveProperty('skipped');
    const requests: { TextSegments: { Text: string }[] }[] = sent();
    for (const { TextSegments } of requests) expect(TextSegments.length).toBeLessThanOrEqual(10);
    const texts = requests.flatMap(({ TextSegments }) => TextSegments.map(({ Text }) => Text));
    expect(texts.join('')).toHaveLength(prompt.length);
  });

  it('is not made for a text without English, which is reported as skipped', async () => {
    expect(await classify('スーツを着た犬')).toEqual({ findings: [], skipped: 'language' });
    expect(aws.requests).toHaveLength(0);
  });

  it.each([
    ['Japanese after English', 'a dog スーツ'],
    ['another language in Latin letters', 'ein Hund mit einer Krawatte'],
  ])('is made for %s, and the unread part is reported as skipped', async (_, prompt) => {
    aws.script(
      operation,
      json({ ResultList: [{ Labels: [{ Name: 'SEXUAL', Score: 0.9 }], Toxicity: 0.1 }] }),
    );
    expect(await classify(prompt)).toMatchObject({ findings: [{ category: 'sexual' }], skipped: 'language' });
  });

  it('reports a prompt as skipped when the service refuses its language', async () => {
    aws.script(operation, failing(COMPREHEND_ERRORS.UnsupportedLanguageException));
    expect(await classify('a prompt')).toEqual({ findings: [], skipped: 'language' });
    expect(aws.requests).toHaveLength(1);
  });
});

describe('the answer', () => {
  const labels = (...entries: [string, number][]) => entries.map(([Name, Score]) => ({ Name, Score }));

  it('becomes a finding for every label that counts', async () => {
    const all = labels(
      ['PROFANITY', 0.31],
      ['HATE_SPEECH', 0.32],
      ['INSULT', 0.33],
      ['GRAPHIC', 0.34],
      ['HARASSMENT_OR_ABUSE', 0.35],
      ['SEXUAL', 0.36],
      ['VIOLENCE_OR_THREAT', 0.37],
    );
    aws.script(operation, json({ ResultList: [{ Labels: all, Toxicity: 0.8 }] }));
    const report = await classify('a prompt');
    expect(report.findings.map(({ label, category, score }) => [label, category, score])).toEqual([
      ['PROFANITY', 'profanity', 0.31],
      ['HATE_SPEECH', 'hate', 0.32],
      ['INSULT', 'harassment', 0.33],
      ['GRAPHIC', 'graphic', 0.34],
      ['HARASSMENT_OR_ABUSE', 'harassment', 0.35],
      ['SEXUAL', 'sexual', 0.36],
      ['VIOLENCE_OR_THREAT', 'violence', 0.37],
      ['TOXICITY', 'toxicity', 0.8],
    ]);
    expect(report.usage).toEqual([{ item: 'comprehend-toxicity.unit', quantity: 3 }]);
  });

  it('gives a label its highest score in any segment', async () => {
    aws.script(
      operation,
      json({
        ResultList: [
          { Labels: labels(['SEXUAL', 0.4]), Toxicity: 0.5 },
          { Labels: labels(['SEXUAL', 0.9]), Toxicity: 0.1 },
        ],
      }),
    );
    const report = await classify('a'.repeat(1_001));
    expect(report.findings.map(({ label, score }) => [label, score])).toEqual([
      ['SEXUAL', 0.9],
      ['TOXICITY', 0.5],
    ]);
    expect(report.usage).toEqual([{ item: 'comprehend-toxicity.unit', quantity: 11 }]);
  });

  it('with low scores gives no finding', async () => {
    expect((await classify('a prompt')).findings).toEqual([]);
  });

  it('fails for an unknown label, however low its score', async () => {
    aws.script(operation, json({ ResultList: [{ Labels: labels(['SOMETHING', 0.01]), Toxicity: 0 }] }));
    expect(await rejection(classify('a prompt'))).toMatchObject({
      name: 'CheckError',
      failure: 'unknown-label',
    });
  });

  it.each([
    ['without results', {}],
    ['with fewer results than segments', { ResultList: [] }],
    ['with more results than segments', { ResultList: Array(2).fill({ Labels: [], Toxicity: 0 }) }],
    ['without labels', { ResultList: [{ Toxicity: 0 }] }],
    ['without a score over all', { ResultList: [{ Labels: [] }] }],
    ['with a score over 1', { ResultList: [{ Labels: labels(['SEXUAL', 90]), Toxicity: 0 }] }],
  ])('%s is not a valid answer', async (_, answer) => {
    aws.script(operation, json(answer));
    expect(await rejection(classify('a prompt'))).toMatchObject({
      name: 'CheckError',
      failure: 'invalid-answer',
    });
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

  it('a throttled call succeeds when the service recovers', async () => {
    const throttled = failing(COMPREHEND_ERRORS.ThrottlingException);
    aws.script(operation, throttled, throttled, json({ ResultList: [{ Labels: [], Toxicity: 0 }] }));
    expect(await classify('a prompt')).toMatchObject({ findings: [] });
    expect(aws.requests).toHaveLength(3);
  });

  it('a missing answer is a time-out', async () => {
    aws.script(operation, silence);
    const classifier = comprehendToxicity(reaching(aws, { timeout: 100 }));
    expect(await rejection(classifier.classify('a prompt', patient()))).toMatchObject({ failure: 'timeout' });
    expect(aws.requests).toHaveLength(1);
  });
});
