import { createHash, timingSafeEqual } from 'node:crypto';

/** Shorter keys could be guessed. */
export const MIN_KEY_LENGTH = 16;

/** RFC 6750 and RFC 7617; several spaces or tabs may separate the parts. */
const CREDENTIALS = /^(bearer|basic)[ \t]+(.+?)[ \t]*$/i;

/** Finds which key a request presents. */
export interface KeyReader {
  /**
   * The digest of the key in `authorization`, equal for every spelling of the header; undefined without a valid key.
   * A key is a bearer token, or the password of Basic authentication, which is all that some clients can send.
   */
  callerOf(authorization: string | null): string | undefined;
}

/** Reads keys for the API, every dialect and the websockets. Compares in constant time. */
export function keyReader(keys: readonly string[]): KeyReader {
  const known = keys.flatMap((key) => {
    const caller = callerWord(key);
    return spellings(key).map((bytes) => ({ caller, digest: digest(bytes) }));
  });
  return {
    callerOf(authorization) {
      const presented = presentedBytes(authorization);
      if (presented === undefined) return undefined;
      const wanted = digest(presented);
      return known.filter((each) => timingSafeEqual(each.digest, wanted))[0]?.caller;
    },
  };
}

/** A digest that identifies the caller who presents `secret`. */
export function callerWord(secret: string): string {
  return digest(Buffer.from(`caller ${secret}`)).toString('hex');
}

/** Why a request cannot present `key`; undefined when it can. */
export function objectionToKey(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (/\p{Cc}/u.test(key) || !key.isWellFormed())
    return 'contains a character that HTTP headers do not allow';
  return key.startsWith(' ') || key.endsWith(' ')
    ? 'begins or ends with a space, which HTTP headers do not allow'
    : undefined;
}

function presentedBytes(authorization: string | null): Uint8Array | undefined {
  const [, scheme = '', credentials = ''] = CREDENTIALS.exec(authorization ?? '') ?? [];
  if (scheme === '') return undefined;
  // The runtime decodes the bytes of headers as Latin-1.
  if (/^bearer$/i.test(scheme)) return Buffer.from(credentials, 'latin1');
  const pair = Buffer.from(credentials, 'base64');
  return pair.subarray(pair.indexOf(':') + 1);
}

/** The bytes that clients send for a key: UTF-8, or Latin-1 where it can encode the key. */
function spellings(key: string): Buffer[] {
  const latin1 = Buffer.from(key, 'latin1');
  return latin1.toString('latin1') === key ? [Buffer.from(key), latin1] : [Buffer.from(key)];
}

// The comparison needs equal lengths, which digests have.
function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
