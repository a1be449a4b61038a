import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an `Authorization` header presents one of `keys`: as a bearer token, or as the password of Basic, which is
 * all that some clients can send. Compared in constant time.
 */
export function presentsKey(authorization: string | null, keys: readonly string[]): boolean {
  const [, scheme = '', credentials = ''] = /^(\w+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? [];
  const presented = /^basic$/i.test(scheme) ? passwordOf(credentials) : credentials;
  if (!/^(basic|bearer)$/i.test(scheme)) return false;
  return keys.some((key) => timingSafeEqual(digest(presented), digest(key)));
}

function passwordOf(credentials: string): string {
  const pair = Buffer.from(credentials, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

// Digests have one length, which the comparison needs.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
