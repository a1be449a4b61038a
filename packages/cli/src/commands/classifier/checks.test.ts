import { smallPromptClassifier } from '@shoji/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { measuredChecks } from './checks.ts';

const ARN = 'arn:aws:comprehend:us-west-2:111122223333:document-classifier-endpoint/prompts';
const SETTINGS = ['SHOJI_COMPREHEND_ENDPOINT_ARN', 'AWS_REGION', 'AWS_DEFAULT_REGION'];
beforeEach(() => {
  for (const name of SETTINGS) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

const names = (list: string[], sources = {}, config = {}) =>
  measuredChecks(list, { concurrency: 1, ...sources }, config).map(({ name }) => name);

describe('a missing setting', () => {
  it.each([
    ['comprehend-custom', /--endpoint-arn, in SHOJI_COMPREHEND_ENDPOINT_ARN or with comprehendCustom\(\)/],
    ['comprehend-toxicity', /--region, in AWS_REGION or with comprehendToxicity\(\)/],
    [
      'rekognition',
      /unknown check "rekognition"; known checks: rules, small, embedded-prompt, comprehend-custom/,
    ],
  ])('is reported for %s', (name, message) => expect(() => names([name])).toThrow(message));

  it('is reported for a list without a name', () =>
    expect(() => names([])).toThrow(/name at least one check/));

  it('is reported for an invalid file of weights', () =>
    expect(() => names(['embedded-prompt'], { weights: '/dev/null' })).toThrow(
      /\/dev\/null: not a weights file/,
    ));
});

it('takes services from flags, settings and the configuration', () => {
  expect(
    names(['comprehend-custom', 'comprehend-toxicity'], { endpointArn: ARN, region: 'eu-west-1' }),
  ).toEqual(['comprehend-custom', 'comprehend-toxicity']);
  vi.stubEnv('SHOJI_COMPREHEND_ENDPOINT_ARN', ARN);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  expect(names(['comprehend-custom', 'comprehend-toxicity'])).toHaveLength(2);
  const own = { ...smallPromptClassifier(), name: 'our-own' };
  expect(names(['our-own', 'rules', 'rules'], {}, { prompt: [own] })).toEqual(['our-own', 'rules']);
});

it('calls checks joined by a plus together', () => {
  const [both] = measuredChecks(['rules+small'], { concurrency: 1 }, {});
  expect(both?.name).toBe('rules+small');
  expect(both?.screen.rules.map(({ name }) => name)).toEqual(['rules']);
  expect(both?.screen.classifiers.map(({ name }) => name)).toEqual(['small']);
});

it('has the billing units of each service, and no cost for our own checks', () => {
  const checks = measuredChecks(
    ['rules', 'small', 'comprehend-custom', 'comprehend-toxicity'],
    { concurrency: 1, endpointArn: ARN, region: 'eu-west-1' },
    {},
  );
  expect(checks.map(({ uses }) => uses?.('x'.repeat(450)))).toEqual([
    undefined,
    undefined,
    [{ item: 'comprehend.unit', quantity: 5 }],
    [{ item: 'comprehend-toxicity.unit', quantity: 5 }],
  ]);
});
