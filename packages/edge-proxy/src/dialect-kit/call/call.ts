import type { Engine, Warning } from '@shoji/core';
import type { Account, RequestEvidence } from '@shoji/core/screen';
import type { Language } from '../placeholder/phrases.ts';

/** A call that reached a route. */
export interface Call {
  readonly id: string;
  readonly engine: Engine;
  /** The account on which all work of this call is booked. */
  readonly account: Account;
  /** The evidence of the call's texts and given pictures, with which its pictures are judged. */
  readonly evidence: RequestEvidence;
  /**
   * Reports to the operator why something failed. Callers get one plain sentence; once a websocket is open, they get no
   * reason.
   */
  readonly report: (error: unknown) => void;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  /** Aborts when the client disconnects. */
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
 * How a protocol says "blocked": by its general error, by its own form for blocked content, or by a picture that names
 * the reason, for apps that show nothing else.
 */
export type BlockMode = 'error' | 'native' | 'placeholder';
