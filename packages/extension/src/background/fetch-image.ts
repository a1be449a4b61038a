import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';

const MOST_BYTES = DEFAULT_IMAGE_LIMITS.maxBytes;

/** An image's bytes as base64; `undefined` if it is too large. @throws if it cannot be loaded */
export async function fetchImage(url: string, signal: AbortSignal): Promise<string | undefined> {
  const [, inline] = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (inline !== undefined) return inline.length <= (MOST_BYTES * 4) / 3 ? inline : undefined;
  // No cookies and no referrer, so the site does not learn who asks.
  const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) return undefined;
  const blob = await response.blob();
  return blob.size <= MOST_BYTES ? base64(new Uint8Array(await blob.arrayBuffer())) : undefined;
}

/** Most arguments of `String.fromCharCode`; more could overflow the stack. */
const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
