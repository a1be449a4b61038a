/** Where the proxy is and who is asking. */
export interface Connection {
  /** Origin of the proxy, e.g. `http://127.0.0.1:8787`. */
  readonly origin: string;
  /** The caller's key; empty where the proxy asks for none. */
  readonly key: string;
}

/** The address of one of the proxy's paths. */
export function urlOf({ origin }: Connection, path: string): string {
  return new URL(path, origin).href;
}

/** The key travels in a header only: addresses end up in logs. */
export function headersOf({ key }: Connection): Record<string, string> {
  return key === '' ? {} : { authorization: `Bearer ${key}` };
}
