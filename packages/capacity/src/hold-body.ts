import type { Readable } from 'node:stream';
import { GenerationError } from '@shoji/core';
import { type AnswerHold, answerRoom } from './answer-room.ts';

/** A body that sends nothing for this time, in milliseconds, is aborted: it keeps room from others. */
const STALLED_MS = 60_000;

/** A body exceeds its reader's limit. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
}

export interface Holding {
  readonly hold: AnswerHold;
  readonly signal: AbortSignal;
  /** The declared number of bytes (`Content-Length`); NaN when the sender declared none. */
  readonly length?: number;
  /** The reader's limit in bytes, where it is lower than the room's. */
  readonly most?: number;
}

/**
 * The whole body of an upstream's answer, in memory that `answerRoom` granted before the body was read.
 * @throws TooManyBytes; GenerationError when the body is cut off or too large; the signal's reason.
 */
export async function holdBody(
  body: Readable,
  { hold, signal, length = Number.NaN, most = Number.POSITIVE_INFINITY }: Holding,
): Promise<Uint8Array<ArrayBuffer>> {
  // A declared length needs one piece of memory; pieces of unknown number are copied together at the end.
  if (Number.isSafeInteger(length) && length >= 0) {
    return reading(body, hold, async () => {
      if (length > most) throw new TooManyBytes();
      await answerRoom.take(hold, length, signal);
      const whole = new Uint8Array(length);
      let size = 0;
      for await (const chunk of unstalled(body, signal)) {
        if (size + chunk.length > length) throw brokenOff();
        whole.set(chunk, size);
        size += chunk.length;
      }
      if (size < length) throw brokenOff();
      return whole;
    });
  }
  return reading(body, hold, async () => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of unstalled(body, signal)) {
      size += chunk.length;
      if (size > most) throw new TooManyBytes();
      await answerRoom.take(hold, chunk.length, signal);
      chunks.push(chunk);
    }
    const { buffer, byteOffset, byteLength } = Buffer.concat(chunks, size);
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
}

/** The body in chunks; each waits for room, which the call keeps to its end. */
export async function* holdChunks(
  body: Readable,
  hold: AnswerHold,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Uint8Array> = body;
  const leave = answerRoom.keep(hold);
  try {
    for await (const chunk of chunks) {
      await answerRoom.take(hold, chunk.length, signal);
      yield chunk;
    }
  } finally {
    leave();
  }
}

/** Keeps the room until `read` ends; the rest of the body is not received. */
function reading<Value>(body: Readable, hold: AnswerHold, read: () => Promise<Value>): Promise<Value> {
  return answerRoom.using(hold, async () => {
    try {
      return await read();
    } finally {
      // A body that is destroyed before its end emits an abort error.
      if (!body.destroyed) body.on('error', () => {}).destroy();
    }
  });
}

async function* unstalled(body: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterable<Uint8Array> = body;
  const watch = () => setTimeout(() => body.destroy(brokenOff()), STALLED_MS);
  let stalled = watch();
  try {
    for await (const chunk of chunks) {
      // Waiting for room is not the sender's fault.
      clearTimeout(stalled);
      yield chunk;
      stalled = watch();
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw brokenOff(cause);
  } finally {
    clearTimeout(stalled);
  }
}

function brokenOff(cause?: unknown): GenerationError {
  return new GenerationError('answer_unusable', 'The image server’s answer was cut off.', { cause });
}
