import { callerWord, keyReader } from './keys.ts';
import { type Page, pageOf } from './origins.ts';

/** The operator's access rules. */
export interface AdmissionRules {
  /** Each request must present one of these keys. Without keys, everybody who reaches the server may call. */
  readonly keys: readonly string[];
  /** Exact origins of web pages and extensions that may call from a browser, beside pages of this server. */
  readonly origins: readonly string[];
}

/** Options of one entry: the API, a dialect or a websocket. */
export interface Door {
  /** Whether a request proves a key without sending it: AWS SDKs sign with it. */
  readonly proves?: ((request: Request, keys: readonly string[]) => Promise<boolean>) | undefined;
  /**
   * Whether extensions outside `origins` may call. Safe only where every request with an effect needs a CORS preflight;
   * extensions need none for hosts that a person granted them.
   */
  readonly extensions?: boolean;
}

/** An admitted request. */
export interface Admitted {
  readonly refused?: undefined;
  /** A digest that identifies the caller: equal for the same key, or the same `Authorization`. */
  readonly caller: string;
  /** The client's `Authorization` for an upstream; undefined when it is a key of this server. */
  readonly authorization: string | undefined;
  readonly page: Page['kind'];
}

/** A refused request. */
export interface NotAdmitted {
  readonly refused: 'page' | 'key';
  readonly status: 401 | 403;
  /** The reason, and the setting that changes it, for a person. */
  readonly message: string;
}

export type Admission = Admitted | NotAdmitted;

/** Admits or refuses one request. The only reader of its origin and its key. */
export type Admit = (request: Request) => Promise<Admission>;

/**
 * Decides for the API, the dialects and the websockets whether a request may proceed. Cross-origin pages are refused
 * first, so that they cannot make a browser ask its user for a key.
 */
export function createAdmission({ keys, origins }: AdmissionRules, door: Door = {}): Admit {
  const reader = keyReader(keys);
  const nameless = callerWord('');
  return async (request) => {
    const page = pageOf(request, origins);
    if (page.kind === 'foreign' || (page.kind === 'extension' && !door.extensions))
      return { refused: 'page', status: 403, message: page.message };
    const authorization = request.headers.get('Authorization');
    if (keys.length === 0) {
      const caller = authorization === null ? nameless : callerWord(authorization);
      return { caller, authorization: authorization ?? undefined, page: page.kind };
    }
    const caller = door.proves
      ? (await door.proves(request, keys)) && nameless
      : reader.callerOf(authorization);
    if (!caller) return { refused: 'key', status: 401, message: 'Send a key from the operator.' };
    return { caller, authorization: undefined, page: page.kind };
  };
}
