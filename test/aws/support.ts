import { createScreening, type Engine, type ImageGenerator, presets, type ScreenedPrompt } from '@shoji/core';
import { afterAll, afterEach, expect } from 'vitest';
import type { AwsOptions } from '../../packages/aws/src/index.ts';
import { type AwsServer, type Operation, SIGNING_NAME, startAws } from '../upstreams/aws/index.ts';

/** AWS on loopback for the tests of one file: its script is reset after each of them, and it is closed after the last. */
export async function useAws(...content: Parameters<typeof startAws>): Promise<AwsServer> {
  const aws = await startAws(...content);
  afterEach(() => aws.reset());
  afterAll(() => aws.close());
  return aws;
}

/** Options with which a provider calls a loopback server, without waiting between attempts. */
export function reaching(aws: AwsServer, resilience: AwsOptions['resilience'] = {}) {
  return {
    region: 'eu-west-1',
    endpointUrl: aws.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    resilience: { backoff: 1, perSecond: 100, ...resilience },
  } satisfies AwsOptions;
}

export const patient = () => ({ signal: new AbortController().signal });

/** The rejection reason of a promise. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );
}

/** Asserts that a recorded request has the wire format of a JSON service: method, target, type, signature, one attempt. */
export function expectSigned(aws: AwsServer, operation: Operation): void {
  const requests = aws.of(operation);
  expect(requests.length).toBeGreaterThan(0);
  for (const { method, headers } of requests) {
    expect(method).toBe('POST');
    expect(headers.authorization).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/[a-z0-9-]+/${SIGNING_NAME[operation]}/aws4_request, `,
      ),
    );
    expect(headers['amz-sdk-request']).toBe('attempt=1; max=1');
  }
}

/** A prompt that was screened by rules that find nothing. */
export async function screened(text: string, generator: ImageGenerator): Promise<ScreenedPrompt> {
  const codec = {
    normalise: () => Promise.reject(new Error('no pictures here')),
    blur: () => Promise.reject(new Error('no pictures here')),
  };
  const engine: Engine = {
    policy: presets.mature,
    rules: [{ name: 'rules', covers: [], match: () => [] }],
    classifiers: [],
    generator,
    moderators: [],
    codec,
    prices: {},
  };
  const prompt = await createScreening(engine, { id: 'test', ...patient() }).prompt(text).released;
  if (prompt === undefined) throw new Error('the prompt was not released');
  return prompt;
}
