import { describe, expect, it } from 'vitest';
import { type BedrockGuardrailOptions, bedrockGuardrail } from '../../packages/aws/src/index.ts';
import { declared } from '../judges/support.ts';
import {
  BEDROCK_ERRORS,
  empty,
  failing,
  guardrailAnswer,
  json,
  malformed,
  reset,
  silence,
  truncated,
} from '../upstreams/aws/index.ts';
import { expectSigned, patient, reaching, rejection, useAws } from './support.ts';

const aws = await useAws();

const operation = 'ApplyGuardrail';
const guardrail = (options: Partial<BedrockGuardrailOptions> = {}) =>
  bedrockGuardrail({ ...reaching(aws), id: 'gr-1', version: '2', ...options });
const classify = (text = 'a dog in a suit', options: Partial<BedrockGuardrailOptions> = {}) =>
  guardrail(options).prompt.classify(text, patient());
const moderate = (image = declared(), options: Partial<BedrockGuardrailOptions> = {}) =>
  guardrail(options).image.moderate(image, patient());
const body = () => JSON.parse(aws.requests[0]?.body ?? '');
const filter = (type: string, confidence: string, action = 'NONE') => ({
  contentPolicy: { filters: [{ type, confidence, action, detected: confidence !== 'NONE' }] },
});
const intervened = { action: 'GUARDRAIL_INTERVENED' };

describe('the call', () => {
  it('for a prompt is signed, names the guardrail, and has the text as input', async () => {
    await classify();
    expectSigned(aws, operation);
    expect(aws.requests[0]?.path).toBe('/guardrail/gr-1/version/2/apply');
    expect(body()).toEqual({
      source: 'INPUT',
      content: [{ text: { text: 'a dog in a suit' } }],
      outputScope: 'FULL',
    });
  });

  it.each([
    ['image/jpeg', 'jpeg'],
    ['image/png', 'png'],
  ] as const)('for a picture of %s has its bytes as output', async (mediaType, format) => {
    const image = declared({ mediaType });
    await moderate(image);
    expect(body()).toMatchObject({
      source: 'OUTPUT',
      content: [{ image: { format, source: { bytes: Buffer.from(image.bytes).toString('base64') } } }],
    });
  });

  it.each([
    ['of WebP', { mediaType: 'image/webp' }],
    ['too wide', { width: 8_001 }],
    ['too high', { height: 8_001 }],
    ['one byte too large', { size: 4_194_305 }],
  ] as const)('is not made for a picture %s', async (_, image) => {
    expect(await rejection(moderate(declared(image)))).toMatchObject({
      failure: 'invalid-input',
      ofInput: true,
    });
    expect(aws.requests).toEqual([]);
  });

  it('is made for the largest picture', async () => {
    await moderate(declared({ width: 8_000, height: 8_000, size: 4_194_304 }));
    expect(aws.requests).toHaveLength(1);
  });

  it('is not made for a prompt that is too long or blank', async () => {
    expect(await classify('a'.repeat(25_001))).toEqual({ findings: [], skipped: 'too-long' });
    expect(await classify(' ')).toEqual({ findings: [] });
    expect(aws.requests).toEqual([]);
  });

  it('is delayed when it exceeds the quota of 25 a second', async () => {
    aws.script(operation, silence);
    const { image } = guardrail({ resilience: {} });
    const controller = new AbortController();
    const calls = Array.from({ length: 26 }, () =>
      rejection(image.moderate(declared(), { signal: controller.signal })),
    );
    while (aws.requests.length < 25) await aws.next();
    aws.script(operation, guardrailAnswer('image'));
    // One of another guardrail is answered; the call over the quota would have come before it.
    await moderate();
    expect(aws.requests).toHaveLength(26);
    controller.abort(new Error('enough'));
    await Promise.all(calls);
  });
});

describe('the answer', () => {
  it('of harmless input has no findings, and the usage', async () => {
    expect(await classify()).toEqual({
      findings: [],
      usage: [{ item: 'bedrock-guardrail.content-unit', quantity: 1 }],
    });
    expect(await moderate()).toEqual({
      findings: [],
      usage: [{ item: 'bedrock-guardrail.image', quantity: 1 }],
    });
  });

  it.each([
    ['HATE', 'hate'],
    ['INSULTS', 'harassment'],
    ['SEXUAL', 'sexual'],
    ['VIOLENCE', 'violence'],
    ['MISCONDUCT', 'illegal'],
    ['PROMPT_ATTACK', 'toxicity'],
  ])('%s is %s, which the check covers', async (type, category) => {
    aws.script(operation, guardrailAnswer('text', filter(type, 'MEDIUM')));
    expect((await classify()).findings).toEqual([
      { check: 'bedrock-guardrail-prompt', category, label: type, score: 0.7 },
    ]);
    expect(guardrail().prompt.covers).toContain(category);
  });

  it('scores by the confidence, and 1 for what is blocked', async () => {
    const scores: unknown[] = [];
    for (const [confidence, action] of [['LOW'], ['MEDIUM'], ['HIGH'], ['LOW', 'BLOCKED']] as const) {
      const more = action === 'BLOCKED' ? intervened : {};
      aws.script(operation, guardrailAnswer('image', filter('VIOLENCE', confidence, action), more));
      scores.push((await moderate()).findings[0]?.score);
    }
    expect(scores).toEqual([0.4, 0.7, 0.95, 1]);
  });

  it('reads topics, words and sensitive information', async () => {
    const blocked = { action: 'BLOCKED', detected: true };
    const assessment = {
      topicPolicy: {
        topics: [
          { name: 'betting', type: 'DENY', ...blocked },
          { name: 'rivals', type: 'DENY', ...blocked },
          { name: 'other', type: 'DENY', action: 'NONE', detected: false },
          { name: 'noted', type: 'DENY', action: 'NONE', detected: true },
        ],
      },
      wordPolicy: {
        customWords: [{ match: 'word', ...blocked }],
        managedWordLists: [{ match: 'word', type: 'PROFANITY', ...blocked }],
      },
      sensitiveInformationPolicy: {
        piiEntities: [{ match: 'a', type: 'EMAIL', action: 'ANONYMIZED', detected: true }],
        regexes: [{ name: 'id', match: 'b', regex: 'b', ...blocked }],
      },
    };
    aws.script(operation, guardrailAnswer('text', assessment, intervened));
    const { findings } = await classify('a dog', { topics: { betting: 'gambling' } });
    expect(findings.map(({ category, label, score }) => [category, label, score])).toEqual([
      ['gambling', 'topic betting', 1],
      ['toxicity', 'topic rivals', 1],
      ['toxicity', 'topic noted', 0.5],
      ['toxicity', 'word', 1],
      ['profanity', 'PROFANITY', 1],
      ['toxicity', 'EMAIL', 1],
      ['toxicity', 'pattern', 1],
    ]);
    expect(guardrail({ topics: { betting: 'gambling' } }).prompt.covers).toContain('gambling');
    expect(JSON.stringify(findings)).not.toMatch(/"word":|match/);
  });

  it.each([
    ['without a reason', {}],
    ['for a reason of a new policy', { newPolicy: { action: 'BLOCKED' } }],
    ['while a filter has only detected something', filter('VIOLENCE', 'HIGH')],
    ['for automated reasoning', { automatedReasoningPolicy: { findings: [{ invalid: {} }] } }],
    [
      'for missing grounding',
      {
        contextualGroundingPolicy: {
          filters: [{ type: 'GROUNDING', threshold: 0.5, score: 0.1, action: 'BLOCKED' }],
        },
      },
    ],
  ])('that intervenes %s is never a pass', async (_, assessment) => {
    for (const [kind, ask] of [
      ['text', classify],
      ['image', moderate],
    ] as const) {
      aws.script(operation, guardrailAnswer(kind, assessment, intervened));
      expect(await rejection(ask())).toMatchObject({ name: 'CheckError', failure: 'unknown-label' });
    }
    aws.script(operation, guardrailAnswer('text', {}, { ...intervened, assessments: [] }));
    expect(await rejection(classify())).toMatchObject({ failure: 'unknown-label' });
  });

  it.each([
    ['an unknown filter', filter('GAMBLING', 'LOW'), 'unknown-label'],
    ['an unknown filter that finds nothing', filter('GAMBLING', 'NONE'), 'unknown-label'],
    [
      'an unknown word list',
      { wordPolicy: { customWords: [], managedWordLists: [{ match: 'a', type: 'NEW', action: 'NONE' }] } },
      'unknown-label',
    ],
    ['an unknown confidence', filter('VIOLENCE', 'VERY_HIGH'), 'invalid-answer'],
    ['an unknown action', filter('VIOLENCE', 'HIGH', 'REPORTED'), 'invalid-answer'],
  ])('with %s is a failure', async (_, assessment, failure) => {
    aws.script(operation, guardrailAnswer('text', assessment));
    expect(await rejection(classify())).toMatchObject({ name: 'CheckError', failure });
  });

  it.each([
    ['no coverage and no usage', { guardrailCoverage: {}, usage: {} }],
    ['a part of the text', { guardrailCoverage: { textCharacters: { guarded: 10, total: 15 } } }],
    ['nothing', { guardrailCoverage: { textCharacters: { guarded: 0, total: 0 } } }],
    ['an unknown action', { action: 'REPORTED' }],
  ])('that covers %s is a failure', async (_, more) => {
    aws.script(operation, guardrailAnswer('text', {}, more));
    expect(await rejection(classify())).toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
  });

  it('of a guardrail without a filter for images is a failure, not a pass', async () => {
    aws.script(
      operation,
      guardrailAnswer('image', {}, { guardrailCoverage: { images: { guarded: 0, total: 1 } } }),
    );
    expect(await rejection(moderate())).toMatchObject({
      failure: 'invalid-answer',
      message: expect.stringContaining('It needs a policy for images'),
    });
    aws.script(operation, guardrailAnswer('text'));
    expect(await rejection(moderate())).toMatchObject({ failure: 'invalid-answer' });
  });

  it('says which filters the guardrail does not have', async () => {
    aws.script(operation, guardrailAnswer('image', filter('HATE', 'NONE')));
    expect((await moderate()).notices).toEqual([
      {
        code: 'filter-missing',
        message: expect.stringContaining('no filter INSULTS, SEXUAL, VIOLENCE, MISCONDUCT'),
      },
    ]);
    expect(await moderate(declared(), { filters: ['HATE'] })).not.toHaveProperty('notices');
    expect(guardrail({ filters: ['HATE', 'PROMPT_ATTACK'] }).image.covers).toEqual(['hate']);
  });
});

describe('errors', () => {
  it.each([
    ['AccessDeniedException', 'denied', 1],
    ['InternalServerException', 'unavailable', 3],
    ['ResourceNotFoundException', 'unavailable', 1],
    ['ServiceQuotaExceededException', 'throttled', 3],
    ['ServiceUnavailableException', 'unavailable', 3],
    ['ThrottlingException', 'throttled', 3],
    ['ValidationException', 'invalid-input', 1],
    ['html503', 'unavailable', 3],
  ] as const)('%s is %s after %i requests', async (error, failure, requests) => {
    aws.script(operation, failing(BEDROCK_ERRORS[error]));
    expect(await rejection(classify())).toMatchObject({ name: 'CheckError', failure });
    expect(aws.requests).toHaveLength(requests);
  });

  it.each([
    ['a broken connection', reset, 'unavailable'],
    ['an answer that breaks off', truncated, 'unavailable'],
    ['an answer that is no JSON', malformed, 'invalid-answer'],
    ['an empty answer', empty, 'invalid-answer'],
    ['an empty object', json({}), 'invalid-answer'],
    ['a list', json([]), 'invalid-answer'],
  ] as const)('%s is a failure, not a verdict', async (_, answer, failure) => {
    aws.script(operation, answer);
    for (const ask of [classify, moderate]) {
      expect(await rejection(ask())).toMatchObject({ name: 'CheckError', failure });
    }
  });

  it('a missing answer is a time-out', async () => {
    aws.script(operation, silence);
    expect(await rejection(classify('a dog', reaching(aws, { timeout: 200 })))).toMatchObject({
      failure: 'timeout',
    });
  });
});
