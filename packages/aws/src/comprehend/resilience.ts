import type { ResilienceOptions } from '@shoji/capacity';

/** How calls of Comprehend are repeated and bounded, whatever the operation. */
export const COMPREHEND_CALLS = {
  attempts: 3,
  timeout: 2_500,
  backoff: 200,
  breaker: { failures: 5, openFor: 10_000 },
} as const satisfies Partial<ResilienceOptions>;
