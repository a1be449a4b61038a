/**
 * What every port is handed: it must stop, and reject, when `signal` aborts.
 * @example
 * ```ts
 * async function ask({ signal }: CallOptions) {
 *   return fetch('https://acme.example/v1/look', { method: 'POST', signal });
 * }
 * ```
 */
export interface CallOptions {
  readonly signal: AbortSignal;
  /**
   * Names the caller where callers share something by turns: the id of a request. A call without it shares its turn
   * with nobody.
   */
  readonly turn?: string;
}
