import type { Engine, Warning } from '@shoji/core';
import type { Account } from '@shoji/core/screen';
import type { Language } from '../placeholder/phrases.ts';

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
  /** A digest that identifies the caller: equal for the same key, or the same `Authorization`. */
  readonly caller: string;
  /** The client's own `Authorization`, for the upstream; undefined where the proxy has keys. */
  readonly authorization: string | undefined;
}

/** The outcome of screening, as far as the policy explains it. It holds no text of the prompt and no picture. */
export interface Verdict {
  readonly id: string;
  readonly decision: 'clear' | 'blur' | 'withhold' | 'rejected' | 'unchecked';
  readonly prompt: 'allow' | 'warn' | 'reject';
  /** Each picture's decision, in the order of the answer. */
  readonly images: readonly ('clear' | 'blur' | 'withhold')[];
  readonly warnings: readonly Warning[];
}

/**
 * How a protocol says "blocked": by its own word for an error, by what it has for exactly that, or by a picture that
 * says why, for apps that show nothing else.
 */
export type BlockMode = 'error' | 'native' | 'placeholder';
