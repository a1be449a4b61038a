import { Buffer } from 'node:buffer';

/** Bytes as base64; only those that an array is a view of, which may be a part of a larger buffer. */
export function base64Of({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
