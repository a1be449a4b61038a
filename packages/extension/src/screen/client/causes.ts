import type { FailureKind } from './errors.ts';

/**
 * The kind of an error reply's body: a problem of Shoji's (JSON with a `code`), or something else, such as the HTML
 * page of a gateway or the JSON of another service.
 */
type Body = 'problem' | 'other';

/** The part of an error reply that its cause is read from. */
export interface ErrorReply {
  readonly status: number;
  /** The `code` of a problem of Shoji's; undefined for any other body. */
  readonly code: string | undefined;
  /** Whether the request had a key. */
  readonly keySent: boolean;
}

interface Row {
  /** A status, or the first digit of a class of statuses. */
  readonly status: number;
  /** Left out where the body makes no difference. */
  readonly body?: Body;
  /** Left out where it makes no difference whether a key was sent. */
  readonly keySent?: boolean;
  readonly cause: FailureKind;
}

/** The causes of error replies, for every request to the proxy. The first row that fits counts. */
const CAUSES: readonly Row[] = [
  { status: 401, keySent: false, cause: 'key-missing' },
  { status: 401, keySent: true, cause: 'key-refused' },
  { status: 403, cause: 'not-permitted' },
  // Shoji's own 404 and 405 mean that a path of this client's is unknown to it: another version.
  { status: 404, cause: 'stranger' },
  { status: 405, cause: 'stranger' },
  { status: 408, cause: 'slow-request' },
  { status: 413, cause: 'too-large' },
  { status: 429, cause: 'too-many' },
  { status: 502, body: 'problem', cause: 'generator-failed' },
  { status: 503, body: 'problem', cause: 'busy' },
  { status: 504, body: 'problem', cause: 'timeout' },
  { status: 502, body: 'other', cause: 'gateway' },
  { status: 503, body: 'other', cause: 'gateway' },
  { status: 504, body: 'other', cause: 'gateway' },
  { status: 5, cause: 'proxy-failed' },
  { status: 4, body: 'problem', cause: 'invalid-request' },
  { status: 4, body: 'other', cause: 'stranger' },
];

/** Codes of Shoji's problems that say more than their status. */
const CAUSE_BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ['check_failed', 'check-failed'],
  ['generator_busy', 'busy'],
  ['shutting_down', 'busy'],
  ['deadline_exceeded', 'timeout'],
  ['generator_failed', 'generator-failed'],
  ['answer_unusable', 'generator-failed'],
  ['generator_rejected', 'invalid-request'],
  ['image_rejected', 'image-rejected'],
  ['answer_too_large', 'answer-too-large'],
  ['not_permitted', 'not-permitted'],
]);

/** The cause of an error reply: by the code of Shoji's problem, else by {@link CAUSES}. */
export function causeOfReply({ status, code, keySent }: ErrorReply): FailureKind {
  const byCode = CAUSE_BY_CODE.get(code ?? '');
  if (byCode) return byCode;
  const body: Body = code === undefined ? 'other' : 'problem';
  const row = CAUSES.find(
    (row) =>
      (row.status === status || row.status === Math.floor(status / 100)) &&
      (row.body ?? body) === body &&
      (row.keySent ?? keySent) === keySent,
  );
  return row?.cause ?? 'stranger';
}

/**
 * The cause of a request that got no reply. Browsers do not say why, so the addresses tell what they can.
 * @param target URL of the request.
 * @param page URL of the page or worker that sent it.
 */
export function causeOfNoReply(target: string, page: string | undefined): FailureKind {
  const { protocol, hostname } = new URL(target);
  // Pages of an extension may load from insecure addresses, and every page from this machine.
  if (protocol === 'http:' && page?.startsWith('https:') && !isOnThisMachine(hostname))
    return 'mixed-content';
  return protocol === 'https:' ? 'no-secure-connection' : 'unreachable';
}

/** Whether a host is this machine, by its name. */
export function isOnThisMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Seconds that a `Retry-After` header asks for: a number or a date (RFC 9110). @param now Milliseconds since 1970. */
export function secondsToWait(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
