// Enough to send a problem and a log line before Lambda ends the invocation with a bare 502.
const MARGIN_MS = 1_000;

/** Aborts with a `TimeoutError` shortly before Lambda would end the invocation. */
export function beforeTimeout({
  getRemainingTimeInMillis,
}: {
  getRemainingTimeInMillis(): number;
}): AbortSignal {
  return AbortSignal.timeout(Math.max(1, getRemainingTimeInMillis() - MARGIN_MS));
}
