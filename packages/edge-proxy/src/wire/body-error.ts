type BodyStatus = 400 | 413 | 415 | 503;

/** A request whose body is not read, or not whole; `status` and `message` say why. After 503 the same may be sent again. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: BodyStatus;

  constructor(status: BodyStatus, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
  }
}
