/** The body of an answer, for a reader that turns it into something screened. */
export interface OpenedAnswer {
  /** @throws GenerationError when the server closed the connection; the signal's reason when the call was aborted. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** The body in chunks. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

// Assigned in the class's static block, the only place that can read the private field.
export let openAnswer: (answer: HttpAnswer) => OpenedAnswer;

/**
 * The answer of an upstream. It is not screened, so its body and its headers are private: they are opened where JSON,
 * events and pictures are read, and nowhere else.
 */
export class HttpAnswer {
  readonly status: number;
  /** The media type that the server states. */
  readonly kind: 'json' | 'events' | 'text' | 'picture' | 'other';
  /** Whether it has no body at all. */
  readonly isEmpty: boolean;
  /** The server's `Retry-After`, in seconds. */
  readonly retryAfter: number | undefined;
  readonly #body: OpenedAnswer;

  constructor(status: number, header: (name: string) => string | undefined, body: OpenedAnswer) {
    this.status = status;
    this.kind = kindOf(header('content-type') ?? '');
    this.isEmpty = status === 204 || header('content-length') === '0';
    this.retryAfter = secondsOf(header('retry-after'));
    this.#body = body;
  }

  static {
    openAnswer = (answer) => answer.#body;
  }
}

function kindOf(type: string): HttpAnswer['kind'] {
  if (/^application\/json\s*(;|$)|^$/i.test(type)) return 'json';
  if (/^text\/event-stream\s*(;|$)/i.test(type)) return 'events';
  if (/^image\/(png|jpeg|webp)\s*(;|$)/i.test(type)) return 'picture';
  return /^text\/plain\s*(;|$)/i.test(type) ? 'text' : 'other';
}

function secondsOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
