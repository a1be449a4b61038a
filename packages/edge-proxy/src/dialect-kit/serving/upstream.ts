import type { Json } from '../../wire/json/strict-json.ts';
import type { Call, Verdict } from '../call/call.ts';
import type { Reason } from '../placeholder/phrases.ts';
import type { ClientFrame } from './client-frame.ts';

/** A protocol in front of one server. Every protocol defines the same members; its own file describes them. */
export interface Upstream {
  /** The protocol's name, as in `--upstream name=URL`. */
  readonly name: string;
  /** Whether a decoded path belongs to this protocol. A path that belongs to it and has no route is denied. */
  owns(path: string): boolean;
  readonly routes: readonly Route[];
  /** Websocket routes; only where the runtime has websockets. */
  readonly sockets?: readonly SocketRoute[];
  /** Whether its clients speak HTTP/2 without TLS. */
  readonly http2?: boolean;
  /** Writes a refusal in the protocol's own form. */
  refuse(refusal: Refusal): Response;
  /**
   * Whether a request proves one of the proxy's keys; the default reads a bearer token or a password. A
   * dialect that needs the body for it reads it with `readBytes(request, maxBodyBytes)`, of which the route gets the same copy.
   */
  admits?(request: Request, keys: readonly string[], maxBodyBytes: number): Promise<boolean>;
}

/** One route of calls. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Compared exactly with the decoded path; a `{name}` segment matches one plain word. */
  readonly path: string;
  /** The form of a `{name}` segment, where the upstream's names are not plain words. */
  readonly word?: RegExp;
  answer(call: Call): Promise<Response>;
}

/** One websocket route. */
export interface SocketRoute {
  /** Compared exactly with the decoded path. */
  readonly path: string;
  /** Serves a client until one side closes. `call.signal` aborts when the client is gone. */
  open(call: SocketCall, client: ClientSocket): void;
}

/** The request that opened a websocket. */
export type SocketCall = Omit<Call, 'params' | 'maxBodyBytes'>;

/** The client's end of a websocket. */
export interface ClientSocket {
  /** Sends a frame; frames hold only screened content. */
  send(frame: ClientFrame): void;
  /** Bytes that were sent and that the client has not taken yet. */
  readonly waiting: number;
  /** Each complete text message, reassembled from its fragments; binary messages are dropped. */
  onText(listener: (text: string) => void): void;
  close(code: number, reason: string): void;
}

/** Why a call gets no result. */
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
  /** For a person; a refusal is in their language. */
  readonly message: string;
  readonly reason?: Reason;
  readonly verdict?: Verdict;
  /** The screened part of the upstream's own error. */
  readonly upstream?: Json;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Whether an image was paid for and is not delivered: no client may repeat the call automatically. */
  readonly spent?: boolean;
}
