import { STATUS_CODES } from 'node:http';
import { pino } from 'pino';
import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import { startServer } from '../../runtime/node/start-server.ts';
import { screeningEngine } from '../engine.ts';
import { at, planted } from '../places.ts';
import { type RawAnswer, type RawRequest, send } from '../raw.ts';
import { type Recorded, startRecorder } from '../recorder.ts';
import type { Carrier } from '../ways.ts';
import type { RouteSample } from './sample.ts';

/** The answer that the server of a bench gives to every request. */
export interface Told {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the status line. */
  readonly reason?: string;
}

/** A dialect between a client and a server, both provided by the suite. */
export interface Bench {
  /** Sets the server's answer from now on. */
  tell(told: Told): void;
  /** Sends one request as a client does, and clears the recorded requests before it. */
  ask(request: RawRequest): Promise<RawAnswer>;
  /** Every request that the server received since then, oldest first. */
  readonly heard: readonly Recorded[];
  /** The bodies of these requests as one text. */
  readonly bodies: string;
}

/** Runs `work` with the proxy on a loopback port, in front of a server on another port. */
export async function withBench<Value>(
  make: (url: string) => Upstream,
  work: (bench: Bench) => Promise<Value>,
  keys: readonly string[] = [],
): Promise<Value> {
  let told: Told = { status: 404, body: '{}', headers: {} };
  const server = await startRecorder((_, response) => {
    const { status, headers, body, reason = STATUS_CODES[status] ?? '' } = told;
    response.writeHead(status, reason, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  });
  const { url, stop } = await startServer({
    engine: screeningEngine(),
    access: { keys, origins: [], maxBodyBytes: 10_000_000 },
    upstreams: [make(server.url)],
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
  });
  try {
    return await work({
      tell: (next) => {
        told = next;
      },
      ask: (request) => {
        server.reset();
        return send(url, request);
      },
      get heard() {
        return server.requests;
      },
      get bodies() {
        return server.requests.map(({ body }) => body.toString()).join('\n');
      },
    });
  } finally {
    await Promise.all([stop(0), server.close()]);
  }
}

/** JSON as a server answers it. */
export function jsonTold(value: unknown, status = 200): Told {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

/** The answer of a route with this picture in each place for a picture. */
export function answerWith({ answer, made = [] }: RouteSample, picture: Buffer): Told {
  if (answer === 'picture') return { status: 200, body: picture, headers: { 'content-type': 'image/png' } };
  return jsonTold(made.reduce((value: unknown, place) => withPicture(value, place, picture), answer));
}

/** The request of a route, with this picture in each of its places for pictures. */
export function bodyWith({ body = {}, pictures = [] }: RouteSample, picture: Buffer): unknown {
  return pictures.reduce((value: unknown, place) => withPicture(value, place, picture), body);
}

/** A value with a picture at a place, in the sample's format: as base64, or as a data URI. */
export function withPicture(value: unknown, place: readonly (string | number)[], picture: Buffer): unknown {
  const base64 = picture.toString('base64');
  const isUri = String(at(value, place) ?? '').startsWith('data:');
  return planted(value, place, isUri ? `data:image/png;base64,${base64}` : base64);
}

/** A request of a route with this body. */
export function requestOf({ method = 'POST', path }: RouteSample, body?: unknown): RawRequest {
  if (method === 'GET') return { method, path };
  return {
    method,
    path,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

const MARK = 'the place of the prompt';

/** A route's request for the ways past the checks, with its prompt at `place`. */
export function carrierOf(
  route: RouteSample,
  place: readonly (string | number)[],
  picture: Buffer,
): Carrier | undefined {
  const key = place.at(-1);
  if (typeof key !== 'string') return undefined;
  const body = bodyWith(route, picture);
  const marked = JSON.stringify(planted(body, place, MARK));
  const field = `${JSON.stringify(key)}:${JSON.stringify(MARK)}`;
  return {
    path: route.path,
    key,
    body: (text) => marked.replace(JSON.stringify(MARK), () => JSON.stringify(text)),
    members: (json) => marked.replace(field, () => json),
  };
}
