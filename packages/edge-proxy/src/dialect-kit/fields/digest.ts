import { createHash } from 'node:crypto';

/** The name of a picture's bytes, in whichever way it leaves its server. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
