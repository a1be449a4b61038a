import { createHash } from 'node:crypto';

/** The digest of a picture's bytes, which identifies it in every answer of its server. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
