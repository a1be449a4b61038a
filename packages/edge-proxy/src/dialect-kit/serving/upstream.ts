import type { Account, Engine, Warning } from '@shoji/core';
import type { Json } from '../../wire/json/strict-json.ts';
import type { Language, Reason } from '../placeholder/phrases.ts';
import type { ClientFrame } from './client-frame.ts';

/**
 * How a protocol says "blocked": by its own word for an error, by what it has for exactly that, or by a picture that
 * says why, for apps that show nothing else.
 */
export type BlockMode = 'error' | 'native' | 'placeholder';

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

/** A call that reached a route. */
export interface Call {
  readonly id: string;
  readonly engine: Engine;
  /** Where everything is booked that is done for this call. */
  readonly account: Account;
  /** Tells the operator why something failed; callers read one plain sentence, and none once a websocket is open. */
  readonly report: (error: unknown) => void;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly language: Language;
  readonly maxBodyBytes: number;
  /** A digest that names the caller: the same for the same key, or the same `Authorization`. */
  readonly caller: string;
  /** The client's own `Authorization`, for the upstream; undefined where the proxy asks for a key of its own. */
  readonly authorization: string | undefined;
}

/** What screening said, as far as the policy explains it. It holds no text of the prompt and no picture. */
export interface Verdict {
  readonly id: string;
  readonly decision: 'clear' | 'blur' | 'withhold' | 'rejected' | 'unchecked';
  readonly prompt: 'allow' | 'warn' | 'reject';
  /** Each picture's decision, in the order of the answer. */
  readonly images: readonly ('clear' | 'blur' | 'withhold')[];
  readonly warnings: readonly Warning[];
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
