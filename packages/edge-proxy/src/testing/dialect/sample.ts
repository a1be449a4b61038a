import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import type { Place } from '../places.ts';

/** One route of a dialect, with a request as its clients send it and an answer as its server gives it. */
export interface RouteSample {
  /** `POST` when left out. */
  readonly method?: 'GET' | 'POST';
  /** With its query, if any. */
  readonly path: string;
  /** The body of the request, in JSON. */
  readonly body?: JsonObject;
  /** Places of the body whose text the model reads as a prompt. */
  readonly prompts?: readonly Place[];
  /** Places of the body whose text the model reads as a negative prompt. */
  readonly negatives?: readonly Place[];
  /** Places of the body that hold a picture. The suite writes base64 there, or a data URI where the sample has one. */
  readonly pictures?: readonly Place[];
  /** The server's answer: JSON, or the bytes of a picture. */
  readonly answer: Json | 'picture';
  /** Places of the answer that hold a picture the server made, as base64 or a data URI. */
  readonly made?: readonly Place[];
}

/** A dialect as {@link dialectConformance} tries it. */
export interface DialectSample {
  /**
   * Makes the dialect in front of the server at `url`. It must answer a refusal with an error, and call the server under
   * the client's own `Authorization` if its protocol has one.
   */
  make(url: string): Upstream;
  readonly routes: readonly RouteSample[];
  /** An error's body, as the server writes it. */
  readonly failure: JsonObject;
  /** The same dialect with the operator's key for the server; left out if its protocol has no keys. */
  readonly operators?: {
    make(url: string): Upstream;
    /** The `Authorization` that the server must get for every call. */
    readonly authorization: string;
  };
}
