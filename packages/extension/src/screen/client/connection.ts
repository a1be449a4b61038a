/** Address and key of the proxy. */
export interface Connection {
  /** Origin of the proxy, e.g. `http://127.0.0.1:8787`. */
  readonly origin: string;
  /** The proxy's key; empty if it needs none. */
  readonly key: string;
}

/** The URL of a path of the proxy. */
export function urlOf({ origin }: Connection, path: string): string {
  return new URL(path, origin).href;
}

/** Headers with the key. It is never part of a URL, because URLs end up in logs. */
export function headersOf({ key }: Connection): Record<string, string> {
  return key === '' ? {} : { authorization: `Bearer ${key}` };
}
