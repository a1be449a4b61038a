import { answerRoom, holdBody, TooManyBytes } from '@shoji/capacity';
import { UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { request } from 'undici';

/** The hosts that pictures may be fetched from. */
export interface PictureSources {
  /** The upstream's own address: relative URLs belong to it, and its host is allowed. */
  readonly url: string;
  /** Further hosts (`host` or `host:port`), exactly. */
  readonly hosts: readonly string[];
}

/**
 * The picture at `url`, for a URL that an upstream answered with. Only allowed hosts, over HTTP(S), without redirects,
 * so that a server cannot make the proxy read something else (SSRF). Any other address gives an empty picture, which is
 * withheld.
 */
export async function fetchPicture(
  url: string,
  sources: PictureSources,
  signal: AbortSignal,
): Promise<UnscreenedImage> {
  const nothing = new UnscreenedImage(new Uint8Array());
  const target = URL.canParse(url, sources.url) ? new URL(url, sources.url) : undefined;
  if (target === undefined) return nothing;
  const allowed = [new URL(sources.url).host, ...sources.hosts];
  const known = /^https?:$/.test(target.protocol) && allowed.includes(target.host);
  if (!known || target.username !== '') return nothing;
  const hold = answerRoom.hold();
  const { statusCode, body } = await request(target, { signal, headers: { accept: 'image/*' } });
  if (statusCode !== 200) {
    body.on('error', () => {}).destroy();
    return nothing;
  }
  const { maxBytes: most } = DEFAULT_IMAGE_LIMITS;
  const bytes = await holdBody(body, { hold, signal, most }).catch((error: unknown) => {
    if (error instanceof TooManyBytes) return new Uint8Array();
    throw error;
  });
  return new UnscreenedImage(bytes);
}
