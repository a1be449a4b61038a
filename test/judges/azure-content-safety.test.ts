import { presets } from '@shoji/core';
import { decideImage, decidePrompt } from '@shoji/core/policy';
import { type AzureContentSafetyOptions, azureContentSafety } from '@shoji/judges';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patient, rejection } from '../aws/support.ts';
import {
  AZURE_ERRORS,
  answering,
  azureAnalysis,
  empty,
  malformed,
  raw,
  refusing,
  reset,
  silence,
  truncated,
} from '../upstreams/judges/index.ts';
import { declared, hasty, useJudge } from './support.ts';

const server = await useJudge(answering(azureAnalysis()));
const judge = (options: Partial<AzureContentSafetyOptions> = {}) =>
  azureContentSafety({ endpoint: server.url, key: 'the-key', resilience: hasty, ...options });
const classify = (text = 'a dog in a suit', options: Partial<AzureContentSafetyOptions> = {}) =>
  judge(options).prompt.classify(text, patient());
const moderate = (image = declared(), options: Partial<AzureContentSafetyOptions> = {}) =>
  judge(options).image.moderate(image, patient());
const body = () => JSON.parse(server.requests[0]?.body ?? '');

describe('the call', () => {
  it('for a text has the version, the key and the text', async () => {
    await classify();
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/contentsafety/text:analyze?api-version=2024-09-01',
    });
    expect(request?.headers).toMatchObject({ 'ocp-apim-subscription-key': 'the-key' });
    expect(body()).toEqual({
      text: 'a dog in a suit',
      categories: ['Hate', 'SelfHarm', 'Sexual', 'Violence'],
      outputType: 'EightSeverityLevels',
    });
  });

  it('for a picture has its bytes, and the version of the options', async () => {
    const image = declared();
    await moderate(image, { apiVersion: '2030-01-01', endpoint: `${server.url}/` });
    expect(server.requests[0]?.path).toBe('/contentsafety/image:analyze?api-version=2030-01-01');
    expect(body()).toEqual({
      image: { content: Buffer.from(image.bytes).toString('base64') },
      categories: ['Hate', 'SelfHarm', 'Sexual', 'Violence'],
      outputType: 'FourSeverityLevels',
    });
  });

  it.each([
    ['too small', { width: 49 }],
    ['too wide', { width: 7_201 }],
    ['too high', { height: 7_201 }],
    ['one byte too large', { size: 4_194_305 }],
  ])('is not made for a picture %s', async (_, image) => {
    expect(await rejection(moderate(declared(image)))).toMatchObject({
      failure: 'invalid-input',
      ofInput: true,
    });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['the smallest and widest', { width: 7_200, height: 50 }],
    ['the largest', { size: 4_194_304 }],
  ])('is made for %s picture', async (_, image) => {
    await moderate(declared(image));
    expect(server.requests).toHaveLength(1);
  });

  it('is not made for a text that is too long or blank', async () => {
    expect(await classify('😀'.repeat(10_001))).toEqual({ findings: [], skipped: 'too-long' });
    expect(await classify(' \n')).toEqual({ findings: [] });
    expect(server.requests).toEqual([]);
    expect(await classify('😀'.repeat(10_000))).toMatchObject({
      usage: [{ item: 'azure-content-safety.text-record', quantity: 10 }],
    });
  });

  it('cannot be configured without a key or an address', () => {
    expect(() => judge({ key: '' })).toThrow(/azureContentSafety: key is missing/);
    expect(() => judge({ endpoint: 'acme' })).toThrow(/must be a URL of http or https/);
  });
});

describe('the answer', () => {
  it('of harmless input has no findings, and the usage', async () => {
    expect(await classify()).toEqual({
      findings: [],
      usage: [{ item: 'azure-content-safety.text-record', quantity: 1 }],
    });
    expect(await moderate()).toEqual({
      findings: [],
      usage: [{ item: 'azure-content-safety.image', quantity: 1 }],
    });
  });

  it('has a finding for each category that is not 0', async () => {
    server.script(answering(azureAnalysis({ Hate: 2, SelfHarm: 4, Sexual: 6, Violence: 7 })));
    expect((await classify('a dog', { name: 'az' })).findings).toEqual([
      { check: 'az-prompt', category: 'hate', label: 'Hate', score: 0.45 },
      { check: 'az-prompt', category: 'self-harm', label: 'SelfHarm', score: 0.7 },
      { check: 'az-prompt', category: 'sexual', label: 'Sexual', score: 0.95 },
      { check: 'az-prompt', category: 'violence', label: 'Violence', score: 1 },
    ]);
    expect((await moderate()).findings.map(({ check }) => check)).toEqual(
      Array(4).fill('azure-content-safety-image'),
    );
  });

  it('scores a higher severity higher, so that low passes, medium warns or blurs and high refuses or withholds', async () => {
    const scores: number[] = [];
    const decisions: string[] = [];
    for (const severity of [1, 2, 3, 4, 5, 6, 7]) {
      server.script(answering(azureAnalysis({ Sexual: severity })));
      const { findings } = await classify();
      scores.push(findings[0]?.score ?? 0);
      decisions.push(
        `${decidePrompt(presets.standard, findings).decision} ${decideImage(presets.standard, findings).decision}`,
      );
    }
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect([decisions[1], decisions[3], decisions[5]]).toEqual([
      'allow clear',
      'warn blur',
      'reject withhold',
    ]);
  });

  it('with an unknown category is refused, however low its severity is', async () => {
    server.script(answering(azureAnalysis({ Gambling: 0 })));
    expect(await rejection(classify())).toMatchObject({ failure: 'unknown-label' });
  });

  it.each([
    ['a missing category', azureAnalysis({ Sexual: undefined })],
    [
      'a category twice',
      { categoriesAnalysis: [...Array(2)].flatMap(() => Object.values(azureAnalysis())).flat() },
    ],
    ['a severity over 7', azureAnalysis({ Sexual: 8 })],
    ['half a severity', azureAnalysis({ Sexual: 2.5 })],
    ['no severity', azureAnalysis({ Sexual: null })],
    ['a match of a block list', azureAnalysis({}, { blocklistsMatch: [{ blocklistName: 'own' }] })],
  ])('with %s is refused', async (_, answer) => {
    server.script(answering(answer));
    expect(await rejection(classify())).toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
  });

  it('in any other JSON is refused', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        server.script(answering(value));
        expect(await rejection(moderate())).toMatchObject({ failure: 'invalid-answer' });
      }),
      { numRuns: 30 },
    ));
});

describe('errors', () => {
  it.each([
    ['a wrong key', refusing(401, AZURE_ERRORS.key), 'denied', 1],
    ['an unreadable picture', refusing(400, AZURE_ERRORS.image), 'invalid-input', 1],
    ['throttling', refusing(429, AZURE_ERRORS.throttled), 'throttled', 3],
    ['a fault of the service', refusing(503, {}), 'unavailable', 3],
    ['a redirect', raw(302, { location: 'http://127.0.0.1:1/' }, ''), 'error', 1],
    ['a broken connection', reset, 'unavailable', 3],
    ['an answer that breaks off', truncated, 'unavailable', 3],
    ['an answer that is no JSON', malformed, 'invalid-answer', 1],
    ['an empty answer', empty, 'invalid-answer', 1],
  ] as const)('%s is a failure, not a verdict', async (_, answer, failure, requests) => {
    server.script(answer);
    for (const ask of [() => classify(), () => moderate()]) {
      const before = server.requests.length;
      expect(await rejection(ask())).toMatchObject({ name: 'CheckError', failure });
      expect(server.requests.length - before).toBe(requests);
    }
  });

  it('a missing answer is a time-out', async () => {
    server.script(silence);
    expect(await rejection(moderate(declared(), { resilience: { timeout: 200 } }))).toMatchObject({
      failure: 'timeout',
    });
  });
});
