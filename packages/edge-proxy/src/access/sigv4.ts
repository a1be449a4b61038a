import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

// The limit that AWS uses: a signature further away in time counts as a replay.
const WINDOW_MS = 5 * 60_000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, ?SignedHeaders=([\w:;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Whether a request claims a fresh signature for a service. Other requests are refused before their body is read.
 */
export function isSignedFor({ headers }: Request, service: string): boolean {
  const [, , , , signedFor] = AUTHORIZATION.exec(headers.get('Authorization') ?? '') ?? [];
  return signedFor === service && isFresh(dateOf(headers.get('X-Amz-Date') ?? ''));
}

function isFresh(date: Date | undefined): boolean {
  return date !== undefined && Math.abs(Date.now() - date.getTime()) <= WINDOW_MS;
}

/**
 * Whether a request is signed (AWS Signature Version 4) with one of `keys` as the secret access key; the access
 * key's id may be any. The signature covers the body.
 */
export async function isSignedWith(
  request: Request,
  body: Uint8Array,
  service: string,
  keys: readonly string[],
): Promise<boolean> {
  const [, accessKeyId, day, region, signedFor, signedHeaders, signature] =
    AUTHORIZATION.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (!accessKeyId || !region || !signedHeaders || !signature || signedFor !== service) return false;
  const names = signedHeaders.split(';');
  const signingDate = dateOf(request.headers.get('X-Amz-Date') ?? '');
  if (
    signingDate === undefined ||
    !isFresh(signingDate) ||
    !names.some((name) => name === 'host' || name === ':authority') ||
    !request.headers.get('X-Amz-Date')?.startsWith(day ?? '')
  )
    return false;
  const hash = request.headers.get('X-Amz-Content-Sha256');
  if (hash !== null && hash !== createHash('sha256').update(body).digest('hex')) return false;

  const { pathname, searchParams, protocol, hostname } = new URL(request.url);
  const unsigned = {
    method: request.method,
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(names.map((name) => [name, valueOfHeader(request, name)])),
    body,
  };
  for (const secretAccessKey of keys) {
    const signer = new SignatureV4({
      service,
      region,
      credentials: { accessKeyId, secretAccessKey },
      sha256: NodeSha256,
      applyChecksum: false,
    });
    const signed = await signer.sign(unsigned, { signingDate, signableHeaders: new Set(names) });
    const [, , , , , , expected = ''] = AUTHORIZATION.exec(String(signed.headers.authorization)) ?? [];
    if (expected.length === 64 && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return true;
  }
  return false;
}

/** In HTTP/2 the host is the pseudo-header `:authority`, which the SDKs sign as `host`. */
function valueOfHeader(request: Request, name: string): string {
  if (name === ':authority') return new URL(request.url).host;
  return request.headers.get(name) ?? '';
}

/** `20261122T072552Z` */
function dateOf(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (second === undefined) return undefined;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The signer's SHA-256 and HMAC, from Node. */
export class NodeSha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }

  reset(): void {
    throw new Error('a digest is made once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
