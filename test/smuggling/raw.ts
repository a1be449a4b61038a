import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request exactly as written: no client in between that would correct it. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

/** Sends it and resolves with what came back. */
export function send(url: string, { method = 'POST', path, headers = {}, body }: RawRequest) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(url);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const call = request(
        { hostname, port, method, path, headers: { ...length, ...headers } },
        async (response) => {
          const bytes = await buffer(response);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes.toString() });
        },
      );
      call.once('error', reject);
      call.end(body);
    },
  );
}
