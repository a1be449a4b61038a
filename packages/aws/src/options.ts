import type { RekognitionClientConfig } from '@aws-sdk/client-rekognition';
import type { ResilienceOptions } from '@shoji/capacity';

/** Options for a client of an AWS service. Omitted ones come from the environment, profiles and roles, as in every AWS SDK. */
export interface AwsOptions {
  readonly region?: string;
  /** Another URL of the service, e.g. of a VPC endpoint. */
  readonly endpointUrl?: string;
  readonly credentials?: NonNullable<RekognitionClientConfig['credentials']>;
  /** Overrides single limits of the provider: concurrency, retries, time-outs. */
  readonly resilience?: Partial<Omit<ResilienceOptions, 'retryable' | 'trips'>>;
}

/** The part of a client's configuration that all services share. */
export interface SharedClientConfig {
  readonly maxAttempts: number;
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: NonNullable<AwsOptions['credentials']>;
}

/** The client configuration that all services share. One attempt, because only `resilient` retries. */
export function clientConfig({ region, endpointUrl, credentials }: AwsOptions): SharedClientConfig {
  return {
    maxAttempts: 1,
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(credentials !== undefined && { credentials }),
  };
}

/** Limits on calls to a service whose quota is in calls a second: as many at once, and ten seconds of calls wait. */
export function quotaOf(perSecond: number) {
  return {
    concurrency: perSecond,
    perSecond,
    waiting: 10 * perSecond,
    attempts: 3,
    timeout: 5_000,
    backoff: 400,
    breaker: { failures: 5, openFor: 10_000 },
  };
}

/** boto3 waits 60 s for an answer, and then retries up to four times. */
export const SDK_PATIENCE_MS = 55_000;
