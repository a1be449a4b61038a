import type { Json } from '../../wire/json/strict-json.ts';
import type { Call, Verdict } from '../call/call.ts';
import type { Reason } from '../placeholder/phrases.ts';
import type { ClientFrame } from './client-frame.ts';

/** A protocol in front of one server. Each answers the same questions; its file is the place to read them. */
export interface Upstream {
  /** The protocol's name, as in `--upstream name=URL`. */
  readonly name: string;
  /** Whether a decoded path belongs to this protocol. What belongs to it and has no route is denied. */
  owns(path: string): boolean;
  readonly routes: readonly Route[];
  /** Websockets; only where the runtime has them. */
  readonly sockets?: readonly SocketRoute[];
  /** Whether its clients speak HTTP/2 without TLS. */
  readonly http2?: boolean;
  /** Says in the protocol's own words that there will be no answer. */
  refuse(refusal: Refusal): Response;
  /**
   * Whether a request proves one of the proxy's keys; the default reads a bearer token or a password. Whoever must read
   * the body for that does so by `readBytes(request, maxBodyBytes)`, which the route then reads the same copy by.
   */
  admits?(request: Request, keys: readonly string[], maxBodyBytes: number): Promise<boolean>;
}

/** One call that is answered. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Compared exactly with the decoded path; a `{name}` segment stands for one plain word. */
  readonly path: string;
  /** What a `{name}` segment may be, where the upstream's own names are no plain words. */
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
  /** What fits HTTP best; a protocol with a rule of its own may choose another for `blocked`. */
  readonly status: number;
  /** For a person, in their language where they were refused something. */
  readonly message: string;
  readonly reason?: Reason;
  readonly verdict?: Verdict;
  /** The screened part of the upstream's own error. */
  readonly upstream?: Json;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Whether something was paid for that nobody gets: no client may repeat the call by itself. */
  readonly spent?: boolean;
}
