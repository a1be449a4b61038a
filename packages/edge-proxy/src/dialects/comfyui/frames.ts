import { UnscreenedImage } from '@shoji/core';
import { isObject, type JsonObject } from '../../guard/strict-json.ts';
import { withoutPictures } from '../../providers/http/answer.ts';
import { digestOf, type FoundPicture } from '../judged-pictures.ts';
import type { ShownPicture } from '../shown-picture.ts';

/** ComfyUI's binary events. */
const PREVIEW_IMAGE = 1;
const TEXT = 3;
const PREVIEW_IMAGE_WITH_METADATA = 4;

/** A binary message of the server, read: a 32-bit event, big-endian, then what belongs to it. */
export type BinaryMessage =
  | { readonly kind: 'picture'; readonly picture: FoundPicture; readonly about: JsonObject | undefined }
  | { readonly kind: 'text'; readonly node: string; readonly text: string };

/** Reads one; undefined for an event that nobody knows, or that is cut short. */
export function readBinary(bytes: Buffer): BinaryMessage | undefined {
  if (bytes.length < 8) return undefined;
  const event = bytes.readUInt32BE(0);
  const length = bytes.readUInt32BE(4);
  const rest = bytes.subarray(8);
  if (event === PREVIEW_IMAGE) return { kind: 'picture', picture: found(rest), about: undefined };
  if (length > rest.length) return undefined;
  const [head, body] = [rest.subarray(0, length), rest.subarray(length)];
  if (event === TEXT) return { kind: 'text', node: head.toString(), text: body.toString() };
  if (event !== PREVIEW_IMAGE_WITH_METADATA) return undefined;
  const about = parse(head);
  return about && { kind: 'picture', picture: found(body), about };
}

/** What stands before a picture that is sent on: with metadata only for a client that can read it. */
export function pictureHead({ image }: ShownPicture, about: JsonObject | undefined): (number | string)[] {
  if (about === undefined) return [PREVIEW_IMAGE, image.mediaType === 'image/png' ? 2 : 1];
  const words = JSON.stringify(withoutPictures({ ...about, image_type: image.mediaType }));
  return [PREVIEW_IMAGE_WITH_METADATA, Buffer.byteLength(words), words];
}

/** A text event as it is sent on. */
export function textWords(node: string, text: string): (number | string)[] {
  return [TEXT, Buffer.byteLength(node), node, text];
}

function found(bytes: Buffer): FoundPicture {
  return { image: new UnscreenedImage(new Uint8Array(bytes)), digest: digestOf(bytes) };
}

function parse(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
