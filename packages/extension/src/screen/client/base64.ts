/** Most arguments of `String.fromCharCode`; more could overflow the stack. */
const CHUNK = 0x8000;

/** Bytes as base64. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
