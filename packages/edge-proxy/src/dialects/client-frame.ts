import type { Json } from '../guard/strict-json.ts';
import { withoutPictures } from '../providers/http/answer.ts';
import type { ShownPicture } from './shown-picture.ts';

/** Nominal: the class is not exported, so a websocket's client can only be sent what was screened or drawn here. */
class Frame {
  readonly #data: string | Uint8Array;

  constructor(data: string | Uint8Array) {
    this.#data = data;
  }

  /** What goes over the wire: a text message, or a binary one. */
  get data(): string | Uint8Array {
    return this.#data;
  }
}

/** One message that may be sent to a client. */
export type ClientFrame = Frame;

/** A JSON message, without anything in it that could be a picture. */
export function jsonFrame(value: Json): ClientFrame {
  return new Frame(JSON.stringify(withoutPictures(value)));
}

/** A binary message: a protocol's own numbers (32 bits, big-endian) and words, then a picture that may be shown. */
export function pictureFrame(head: readonly (number | string)[], picture: ShownPicture): ClientFrame {
  return new Frame(Buffer.concat([...head.map(encode), picture.image.bytes]));
}

/** The same with words alone. */
export function wordsFrame(words: readonly (number | string)[]): ClientFrame {
  return new Frame(
    Buffer.concat(
      words.map((each) => encode(typeof each === 'string' ? String(withoutPictures(each)) : each)),
    ),
  );
}

function encode(part: number | string): Buffer {
  if (typeof part === 'string') return Buffer.from(part);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(part);
  return bytes;
}
