/** The page that made a browser send a request. */
export type Page =
  /** Not sent by a page: another client, or an address that a person typed. */
  | { readonly kind: 'none' }
  /** A page of this server. */
  | { readonly kind: 'own' }
  /** A page whose origin the operator allowed. */
  | { readonly kind: 'listed' }
  | { readonly kind: 'extension'; readonly message: string }
  /** `message` names the setting. */
  | { readonly kind: 'foreign'; readonly message: string };

/** Any browser extension: their origins differ from browser to browser. */
const EXTENSION = /^(chrome|moz)-extension:\/\/[\w-]+$/;

/** An origin as browsers send it, also with a custom scheme: RFC 6454, section 6.2. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]*$/;

const MAX_SHOWN = 200;

/** Whether `origin` is a browser extension's. */
export function isExtension(origin: string): boolean {
  return EXTENSION.test(origin);
}

/**
 * The page that sent a request. `Origin` decides; `Sec-Fetch-Site` only adds refusals, because browsers omit it on plain
 * HTTP in a local network. A page can set neither.
 * @param origins The origins that the operator allowed.
 */
export function pageOf({ headers, url }: Request, origins: readonly string[]): Page {
  const origin = headers.get('Origin');
  const site = headers.get('Sec-Fetch-Site');
  const fromHere = site === null || site === 'same-origin' || site === 'none';
  if (origin === null) {
    if (fromHere) return { kind: site === 'same-origin' ? 'own' : 'none' };
    // Requests of images and links have no Origin, but a Referer, unless the page suppresses it.
    const sender = originOf(headers.get('Referer') ?? '');
    return sender !== undefined && origins.includes(sender)
      ? { kind: 'listed' }
      : { kind: 'foreign', message: messageFor('another site') };
  }
  if (origins.includes(origin)) return { kind: 'listed' };
  if (isExtension(origin)) return { kind: 'extension', message: messageFor(origin) };
  return fromHere && isOwn(origin, url) ? { kind: 'own' } : { kind: 'foreign', message: messageFor(origin) };
}

/** Why browsers never send `origin` in this form, with the correct form; undefined for a valid origin. */
export function objectionToOrigin(origin: string): string | undefined {
  if (origin === '*') return 'name each origin, such as https://app.example.com; there is no "all"';
  if (origin === 'null')
    return 'any sandboxed page sends null; serve the page from an address and name its origin';
  const isWeb = /^https?:/i.test(origin) && URL.canParse(origin);
  const normal = isWeb ? new URL(origin).origin : origin;
  if (normal !== origin) return `write ${normal}, as browsers send it`;
  return ORIGIN.test(origin) ? undefined : 'write scheme://host, such as https://app.example.com';
}

/** TLS may be terminated before this server, so the scheme is not compared. */
function isOwn(origin: string, url: string): boolean {
  return originOf(origin) === origin && new URL(origin).host === new URL(url).host;
}

/** A web page's origin, from its URL. */
function originOf(address: string): string | undefined {
  return /^https?:/.test(address) && URL.canParse(address) ? new URL(address).origin : undefined;
}

function messageFor(origin: string): string {
  if (origin === 'null')
    return 'Pages without an origin, such as sandboxed frames and local files, may not call this server. Serve the page from an address and add its origin to access.origins (SHOJI_ORIGINS).';
  const shown = origin.length > MAX_SHOWN ? `${origin.slice(0, MAX_SHOWN)}…` : origin;
  return `Pages of ${shown} may not call this server. To allow them, add their origin to access.origins (SHOJI_ORIGINS).`;
}
