import type { Json } from '../../wire/json/strict-json.ts';
import type { Call, Verdict } from '../call/call.ts';
import type { Reason } from '../placeholder/phrases.ts';
import type { ClientFrame } from './client-frame.ts';

/** A protocol in front of one server. Each answers the same questions; its file is the place to read them. */
export interface Upstream {
  /** The protocol's name, as in `--upstream name=URL`. */
  readonly name: string;
  /** Whether a decoded path belongs to this protocol. A path that belongs to it and has no route is denied. */
  owns(path: string): boolean;
  readonly routes: readonly Route[];
  /** Websockets; only where the runtime has them. */
  readonly sockets?: readonly SocketRoute[];
  /** Whether its clients speak HTTP/2 without TLS. */
  readonly http2?: boolean;
  /** Says in the protocol's own words that there will be no answer. */
  refuse(refusal: Refusal): Response;
  /**
   * Whether a request proves one of the proxy's keys; the default reads a bearer token or a password. A
   * dialect that needs the body for it reads it with `readBytes(request, maxBodyBytes)`, of which the route gets the same copy.
   */
  admits?(request: Request, keys: readonly string[], maxBodyBytes: number): Promise<boolean>;
}

/** One call that is answered. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Compared exactly with the decoded path; a `{name}` segment takes one plain word. */
  readonly path: string;
  /** The form of a `{name}` segment, where the upstream's own names are no plain words. */
  readonly word?: RegExp;
  answer(call: Call): Promise<Response>;
}

/** One websocket that is spoken. */
export interface SocketRoute {
  /** Compared exactly with the decoded path. */
  readonly path: string;
  /** Speaks with a client until one side closes. `call.signal` aborts when the client is gone. */
  open(call: SocketCall, client: ClientSocket): void;
}

/** The request that opened a websocket. */
export type SocketCall = Omit<Call, 'params' | 'maxBodyBytes'>;

/** The client's end of a websocket. */
export interface ClientSocket {
  /** Only a frame of what was screened can be sent. */
  send(frame: ClientFrame): void;
  /** Bytes that were sent and that the client has not taken yet. */
  readonly waiting: number;
  /** Each whole text message, whatever fragments it came in; binary ones are dropped. */
  onText(listener: (text: string) => void): void;
  close(code: number, reason: string): void;
}

/** Why a call is not answered with what it asked for. */
export interface Refusal {
  readonly kind:
    | 'denied'
    | 'unauthorized'
    | 'invalid'
    | 'blocked'
    | 'unchecked'
    | 'failed'
    | 'busy'
    | 'cancelled';
  /** The HTTP status that fits best; a protocol with its own rule may choose another for `blocked`. */
  readonly status: number;
  /** For a person, in their language where they were refused something. */
  readonly message: string;
  readonly reason?: Reason;
  readonly verdict?: Verdict;
  /** The screened part of the upstream's own error. */
  readonly upstream?: Json;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Whether an image was paid for that no client gets: no client may repeat the call by itself. */
  readonly spent?: boolean;
}
