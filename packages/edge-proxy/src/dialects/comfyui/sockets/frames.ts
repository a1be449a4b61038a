import type { UnscreenedFrame } from '../../../dialect-kit/answers/unscreened-frame.ts';
import type { FoundPicture } from '../../../dialect-kit/screening/judged-pictures.ts';
import type { ShownPicture } from '../../../dialect-kit/screening/shown-picture.ts';
import { isObject, type JsonObject } from '../../../wire/json/strict-json.ts';
import { NODE_ID, PREVIEW, SAID } from '../fields.ts';

/** ComfyUI's binary events. */
const PREVIEW_IMAGE = 1;
const TEXT = 3;
const PREVIEW_IMAGE_WITH_METADATA = 4;

/** A parsed binary message of the server: a 32-bit big-endian event, then its payload. */
export type BinaryMessage =
  | { readonly kind: 'picture'; readonly picture: FoundPicture; readonly about: JsonObject | undefined }
  | { readonly kind: 'text'; readonly node: string; readonly text: string };

/** The header of a message: its event, and the length of its text or the format of its picture. */
const HEAD = 8;

/** Parses a message; undefined for an unknown event or a truncated message. */
export function readBinary(frame: UnscreenedFrame): BinaryMessage | undefined {
  const [event, length] = [frame.uint32(0), frame.uint32(4)];
  if (length === undefined) return undefined;
  if (event === PREVIEW_IMAGE) return { kind: 'picture', picture: frame.picture(HEAD), about: undefined };
  const body = HEAD + length;
  if (body > frame.length) return undefined;
  if (event === TEXT) {
    const [node, text] = [frame.text(HEAD, body).screened(NODE_ID), frame.text(body).screened(SAID)];
    // A text that is too long, or may not be text, becomes null.
    if (typeof node.value !== 'string' || typeof text.value !== 'string') return undefined;
    return { kind: 'text', node: node.value, text: text.value };
  }
  if (event !== PREVIEW_IMAGE_WITH_METADATA) return undefined;
  const about = frame.json(HEAD, body)?.screened(PREVIEW).value;
  return isObject(about) ? { kind: 'picture', picture: frame.picture(body), about } : undefined;
}

/** The header of a forwarded picture: with metadata only for a client that can read it. */
export function pictureHead({ image }: ShownPicture, about: JsonObject | undefined): (number | string)[] {
  if (about === undefined) return [PREVIEW_IMAGE, image.mediaType === 'image/png' ? 2 : 1];
  const words = JSON.stringify({ ...about, image_type: image.mediaType });
  return [PREVIEW_IMAGE_WITH_METADATA, Buffer.byteLength(words), words];
}

/** A text event as it is forwarded. */
export function textWords(node: string, text: string): (number | string)[] {
  return [TEXT, Buffer.byteLength(node), node, text];
}
