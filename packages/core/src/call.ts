/** What every port is handed: it must stop, and reject, when `signal` aborts. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Names the caller where callers share something by turns, e.g. the id of a request; each call is one of its own when left out. */
  readonly turn?: string;
}
