import type { RekognitionClientConfig } from '@aws-sdk/client-rekognition';
import type { ResilienceOptions } from '@shoji/capacity';

/** How an AWS service is reached. What is left out comes from the environment, profiles and roles, as in every AWS SDK. */
export interface AwsOptions {
  readonly region?: string;
  /** Another address of the service, e.g. a VPC endpoint's. */
  readonly endpointUrl?: string;
  readonly credentials?: NonNullable<RekognitionClientConfig['credentials']>;
  /** Replaces single values of the provider's own limits for calls at once, retries and time. */
  readonly resilience?: Partial<Omit<ResilienceOptions, 'retryable' | 'trips'>>;
}

/** The part of a client's configuration that all services share. */
export interface SharedClientConfig {
  readonly maxAttempts: number;
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: NonNullable<AwsOptions['credentials']>;
}

/** The part of a client's configuration that all services share. One attempt: retrying is `resilient`'s job alone. */
export function clientConfig({ region, endpointUrl, credentials }: AwsOptions): SharedClientConfig {
  return {
    maxAttempts: 1,
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(credentials !== undefined && { credentials }),
  };
}

/** Makes the value when it is first asked for, and again only if making it failed. */
export function lazy<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** boto3 waits 60 s for an answer, and then asks up to four times more. */
export const SDK_PATIENCE_MS = 55_000;
