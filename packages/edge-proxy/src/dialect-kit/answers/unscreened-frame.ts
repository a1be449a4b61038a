import { UnscreenedImage } from '@shoji/core';
import { digestOf } from '../fields/digest.ts';
import { tryJsonAnswer, UnscreenedAnswer } from './answer.ts';
import { parseWholeJson } from './cut-json.ts';

/** A binary message of an upstream's websocket. It is not screened, so its bytes are private. */
export class UnscreenedFrame {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The 32-bit big-endian number at an offset; undefined past the end. */
  uint32(at: number): number | undefined {
    return at + 4 <= this.#bytes.length ? this.#bytes.readUInt32BE(at) : undefined;
  }

  /** The picture from an offset to the end, and a digest of its bytes. */
  picture(from: number): { readonly image: UnscreenedImage; readonly digest: string } {
    const bytes = new Uint8Array(this.#bytes.subarray(from));
    return { image: new UnscreenedImage(bytes), digest: digestOf(bytes) };
  }

  /** The JSON between two positions; undefined when the bytes are not JSON. */
  json(from: number, to: number): UnscreenedAnswer | undefined {
    return tryJsonAnswer(this.#bytes.subarray(from, to));
  }

  /** The text between two offsets, as a JSON string. */
  text(from: number, to = this.#bytes.length): UnscreenedAnswer {
    return new UnscreenedAnswer(parseWholeJson(JSON.stringify(this.#bytes.toString('utf8', from, to))));
  }
}
