/** What every port is handed: it must stop, and reject, when `signal` aborts. */
export interface CallOptions {
  readonly signal: AbortSignal;
}
