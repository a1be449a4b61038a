/** A request whose body is not read at all; `status` and `message` say why. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
  }
}
