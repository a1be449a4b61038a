import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an `Authorization` header presents one of `keys`: as a bearer token, or as the password of Basic, which is
 * all that some clients can send. Compared in constant time.
 */
export function presentsKey(authorization: string | null, keys: readonly string[]): boolean {
  const presented = presentedKey(authorization);
  return presented !== undefined && keys.some((key) => timingSafeEqual(digest(presented), digest(key)));
}

/**
 * Who calls, as a word from which nobody reads the key: the same however a key is presented, and, where none is asked
 * for, the same for the same `Authorization`.
 */
export function callerOf(authorization: string | null, keys: readonly string[]): string {
  const known = keys.length > 0 ? presentedKey(authorization) : authorization;
  return digest(`caller ${known ?? ''}`).toString('hex');
}

function presentedKey(authorization: string | null): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\w+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? [];
  if (/^basic$/i.test(scheme)) return passwordOf(credentials);
  return /^bearer$/i.test(scheme) ? credentials : undefined;
}

function passwordOf(credentials: string): string {
  const pair = Buffer.from(credentials, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

// Digests have one length, which the comparison needs.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
