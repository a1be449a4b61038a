import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { base64 } from '../screen/client/base64.ts';
import type { PictureTrouble } from '../storage/image-check.ts';

const MOST_BYTES = DEFAULT_IMAGE_LIMITS.maxBytes;

/** An image's bytes as base64, or the reason why not. */
export type FetchedImage =
  | { readonly b64: string }
  | { readonly trouble: PictureTrouble; readonly status?: number };

/**
 * Loads the image at an address of a page: from its site, or out of a `data:` URL.
 * @throws if there is no reply from the site, and the signal's reason if it is aborted
 */
export async function fetchImage(url: string, signal: AbortSignal): Promise<FetchedImage> {
  const scheme = /^[a-z][a-z\d+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme === 'data:') return readDataUrl(url);
  // A `blob:` URL and a local file exist for their page only.
  if (scheme !== 'http:' && scheme !== 'https:') return { trouble: 'page-only' };
  // No cookies and no referrer, so the site does not learn who asks.
  const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (!response.ok) return { trouble: troubleOf(response.status), status: response.status };
  const type = response.headers.get('content-type') ?? '';
  if (isDrawing(type)) return { trouble: 'drawing' };
  if (/^text\/html\b/i.test(type)) return { trouble: 'web-page' };
  if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) return { trouble: 'too-large' };
  const blob = await response.blob();
  if (blob.size > MOST_BYTES) return { trouble: 'too-large' };
  return { b64: base64(new Uint8Array(await blob.arrayBuffer())) };
}

function troubleOf(status: number): PictureTrouble {
  if (status === 401 || status === 403) return 'site-refuses';
  return status === 404 || status === 410 ? 'gone' : 'site-failed';
}

function isDrawing(type: string): boolean {
  return /^image\/svg\+xml\b/i.test(type);
}

function readDataUrl(url: string): FetchedImage {
  const comma = url.indexOf(',');
  const head = url.slice('data:'.length, comma);
  if (isDrawing(head)) return { trouble: 'drawing' };
  if (comma < 0 || !/^image\//i.test(head)) return { trouble: 'web-page' };
  const data = url.slice(comma + 1);
  // Longer than the limit even if every byte is escaped as `%XX`.
  if (data.length > MOST_BYTES * 3) return { trouble: 'too-large' };
  try {
    const binary = /;\s*base64\s*$/i.test(head) ? atob(decodeURIComponent(data)) : unescaped(data);
    return binary.length > MOST_BYTES ? { trouble: 'too-large' } : { b64: btoa(binary) };
  } catch {
    return { trouble: 'broken' };
  }
}

/** Bytes of a `data:` URL without base64, one per character. */
function unescaped(data: string): string {
  return data.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
