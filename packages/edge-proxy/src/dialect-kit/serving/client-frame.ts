import type { ShownPicture } from '../screening/shown-picture.ts';
import { type AnswerObject, writeJson } from './answer-json.ts';

/** Nominal: the class is not exported, so a websocket's client can only be sent what was screened or drawn here. */
class Frame {
  readonly #data: string | Uint8Array;

  constructor(data: string | Uint8Array) {
    this.#data = data;
  }

  /** The payload of the frame: of a text message, or of a binary one. */
  get data(): string | Uint8Array {
    return this.#data;
  }
}

/** One message that may be sent to a client. */
export type ClientFrame = Frame;

/** A JSON message of the proxy's own texts and of screened texts of the server. */
export function jsonFrame(message: AnswerObject): ClientFrame {
  return new Frame(writeJson(message));
}

/** A binary message: a protocol's own numbers (32 bits, big-endian) and words, then a picture that may be shown. */
export function pictureFrame(head: readonly (number | string)[], picture: ShownPicture): ClientFrame {
  return new Frame(Buffer.concat([...head.map(encode), picture.image.bytes]));
}

/** A binary message without a picture. */
export function wordsFrame(words: readonly (number | string)[]): ClientFrame {
  return new Frame(Buffer.concat(words.map(encode)));
}

function encode(part: number | string): Buffer {
  if (typeof part === 'string') return Buffer.from(part);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(part);
  return bytes;
}
