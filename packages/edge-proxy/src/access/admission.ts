import { callerWord, keyReader } from './keys.ts';
import { type Page, pageOf } from './origins.ts';

/** The operator's rules for who may call. */
export interface AdmissionRules {
  /** Keys, of which each request must present one; none means that anybody who reaches the server may call. */
  readonly keys: readonly string[];
  /** Origins of web pages and extensions that may call from a browser, exactly, beside pages of the server itself. */
  readonly origins: readonly string[];
}

/** The differences between the ways in. */
export interface Door {
  /** Whether a request proves one of the keys, where clients do not send it: AWS SDKs sign with it. */
  readonly proves?: ((request: Request, keys: readonly string[]) => Promise<boolean>) | undefined;
  /**
   * Whether extensions may call that nobody named. Only right where a browser sends nothing that counts without a CORS
   * preflight, which extensions may leave out for hosts that a person granted them.
   */
  readonly extensions?: boolean;
}

/** A request that may go on. */
export interface Admitted {
  readonly refused?: undefined;
  /** A digest that names the caller: the same for the same key, or the same `Authorization`. */
  readonly caller: string;
  /** The client's own `Authorization`, for an upstream; undefined where it is a key of this server. */
  readonly authorization: string | undefined;
  readonly page: Page['kind'];
}

/** A request that goes no further. */
export interface NotAdmitted {
  readonly refused: 'page' | 'key';
  readonly status: 401 | 403;
  /** For a person: what is wrong, and what to set. */
  readonly message: string;
}

export type Admission = Admitted | NotAdmitted;

/** Decides on one request. This is the only reader of its origin and its key. */
export type Admit = (request: Request) => Promise<Admission>;

/**
 * Who may call, decided once for the API, the dialects and the websockets. Foreign pages are refused first, so that none
 * makes a browser ask its user for a key.
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
