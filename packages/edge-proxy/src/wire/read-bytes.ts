import { answerRoom } from '@shoji/capacity';
import { BodyError } from './body-error.ts';
import { bodyRoom } from './body-room.ts';

/**
 * A body up to this size takes no memory of the limit, so that a short prompt is answered beside any number of uploads.
 */
const SMALL = 65_536;

const begun = new WeakMap<Request, Promise<Uint8Array<ArrayBuffer>>>();

/**
 * The whole body, if it has no content encoding, is within `maxBytes` and room is free. A request is read once: the check
 * of its signature and its handler share one copy.
 * @throws BodyError
 */
export function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const known = begun.get(request);
  if (known) return known;
  const bytes = read(request, maxBytes);
  begun.set(request, bytes);
  return bytes;
}

async function read(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get('Content-Encoding') ?? '';
  if (!/^(identity)?$/i.test(encoding.trim()))
    throw new BodyError(415, 'A Content-Encoding is not accepted. Send the body uncompressed.');
  const declared = request.headers.get('Content-Length');
  const length = declared === null ? undefined : Number(declared);
  if (length !== undefined && length > maxBytes) throw tooLarge(maxBytes);
  try {
    return length !== undefined && length <= SMALL
      ? await readSmall(request, maxBytes)
      : await readLarge(request, maxBytes, length);
  } catch (cause) {
    if (cause instanceof BodyError) throw cause;
    // The client disconnected while it sent the body; the request's signal may abort later.
    throw new BodyError(400, 'The body ended early: the connection was closed.', { cause });
  }
}

async function readSmall(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

async function readLarge(
  request: Request,
  maxBytes: number,
  length: number | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (length !== undefined && length > bodyRoom.free) throw noRoom();
  const hold = answerRoom.hold();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    // Outside of a call the memory would never be released.
    if (size > SMALL && hold.users > 0) {
      if (!bodyRoom.take(chunk.length)) throw noRoom();
      answerRoom.atEnd(hold, () => bodyRoom.giveBack(chunk.length));
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(maxBytes: number): BodyError {
  return new BodyError(413, `The body may have at most ${maxBytes} bytes.`);
}

function noRoom(): BodyError {
  return new BodyError(503, 'The server’s memory for request bodies is full. Try again in a moment.');
}
