type BodyStatus = 400 | 413 | 415 | 503;

/**
 * A request whose body is refused or incomplete; `status` and `message` say why. After a 503 the request may be
 * retried.
 */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: BodyStatus;

  constructor(status: BodyStatus, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
  }
}
