/**
 * The options of every call of a port: it must stop, and reject, when `signal` aborts.
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
   * Names the caller where callers share a resource by turns: the id of a request. A call without it has a separate
   * turn.
   */
  readonly turn?: string;
}
