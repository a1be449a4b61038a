import type { ResilienceOptions } from '@shoji/capacity';

/** Retries and limits for calls of Comprehend, the same for every operation. */
export const COMPREHEND_CALLS = {
  attempts: 3,
  timeout: 2_500,
  backoff: 200,
  breaker: { failures: 5, openFor: 10_000 },
} as const satisfies Partial<ResilienceOptions>;
