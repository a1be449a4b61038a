import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request exactly as written: no client library corrects it. */
export interface RawRequest {
  /** `POST` when left out. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

/** The whole answer. */
export interface RawAnswer {
  readonly status: number;
  /** The text of the status line. */
  readonly reason: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly bytes: Buffer;
}

/** Sends a request to the server at `url`, and resolves with its whole answer. */
export function send(
  url: string,
  { method = 'POST', path, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const call = request({ hostname, port, method, path, headers: { ...length, ...headers } }, (response) => {
      const { statusCode: status = 0, statusMessage: reason = '', headers: told } = response;
      buffer(response).then(
        (bytes) => resolve({ status, reason, headers: told, body: bytes.toString(), bytes }),
        reject,
      );
    });
    call.once('error', reject);
    call.end(body);
  });
}
