import { Buffer } from 'node:buffer';
import type { PromptDecision } from '@shoji/core';

/** The request header that carries the edge's verdict to the origin. */
export const EDGE_VERDICT_HEADER = 'x-shoji-edge-verdict';

/**
 * How many milliseconds before and after its time a verdict is valid, because clocks differ; outside of that it is a
 * replay.
 */
const EDGE_VERDICT_WINDOW_MS = 60_000;

/** The least length of a secret: a shorter one would weaken HMAC-SHA256 (RFC 2104, section 3). */
export const MIN_EDGE_SECRET_LENGTH = 32;

/** The request that was judged, as the origin receives it. */
export interface JudgedRequest {
  readonly method: string;
  /** The path alone, as on the wire: the API ignores the query, which may be changed on the way. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Decisions with which a request reaches the origin; rejected requests do not. */
export type EdgeDecision = Exclude<PromptDecision, 'reject'>;

/** Why a verdict is invalid. */
export type EdgeVerdictFault = 'missing' | 'malformed' | 'stale' | 'forged';

/**
 * The header's value for a request that the edge judged at `now` (milliseconds since 1970):
 * `v1;<decision>;<now>;<signature>`, the signature an HMAC-SHA256 over method, path, body hash, decision and time.
 */
export async function signEdgeVerdict(
  secret: string,
  request: JudgedRequest,
  decision: EdgeDecision,
  now: number,
): Promise<string> {
  const signed = await signedBytes(request, decision, String(now));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), signed);
  return `v1;${decision};${now};${hex(signature)}`;
}

/** The fault of a verdict; undefined when `header` is valid for exactly this request and not too old. */
export async function edgeVerdictFault(
  secret: string,
  request: JudgedRequest,
  header: string | undefined,
  now: number,
): Promise<EdgeVerdictFault | undefined> {
  if (header === undefined) return 'missing';
  const [, decision, time, signature] = /^v1;(allow|warn);(\d{1,16});([0-9a-f]{64})$/.exec(header) ?? [];
  if (decision === undefined || time === undefined || signature === undefined) return 'malformed';
  const signed = await signedBytes(request, decision, time);
  // `verify` compares in constant time; comparing two strings would not.
  const genuine = await crypto.subtle.verify(
    'HMAC',
    await keyOf(secret),
    Buffer.from(signature, 'hex'),
    signed,
  );
  if (!genuine) return 'forged';
  return Math.abs(now - Number(time)) <= EDGE_VERDICT_WINDOW_MS ? undefined : 'stale';
}

async function signedBytes({ method, path, body }: JudgedRequest, decision: string, time: string) {
  const hash = hex(await crypto.subtle.digest('SHA-256', body));
  // The parts cannot contain a line break, so different requests give different lines.
  return new TextEncoder().encode(['v1', method, path, hash, decision, time].join('\n'));
}

function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('hex');
}
