import { DEFAULT_IMAGE_LIMITS, UnscreenedImage } from '@shoji/core';
import { request } from 'undici';

/** Where pictures may be fetched from. */
export interface PictureSources {
  /** The upstream's own address: relative URLs belong to it, and its host is allowed. */
  readonly url: string;
  /** Further hosts (`host` or `host:port`), exactly. */
  readonly hosts: readonly string[];
}

/**
 * The picture at `url`, for a URL that an upstream answered with. Only allowed hosts, over HTTP(S), without redirects,
 * so that nobody can have the proxy read something else. An empty picture, which will be withheld, for any other.
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
  const answer = await request(target, { signal, headers: { accept: 'image/*' } });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > DEFAULT_IMAGE_LIMITS.maxBytes) return nothing;
    chunks.push(chunk);
  }
  return answer.statusCode === 200 ? new UnscreenedImage(new Uint8Array(Buffer.concat(chunks))) : nothing;
}
