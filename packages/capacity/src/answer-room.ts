import { AsyncLocalStorage } from 'node:async_hooks';
import { GenerationError } from '@shoji/core';

/** Default limit, in bytes, of upstreams' answers in memory at once. */
export const DEFAULT_ANSWER_MEMORY = 300_000_000;
/** The least limit: one image of every size that is judged must fit. */
export const MIN_ANSWER_MEMORY = 16_000_000;
/** Longest wait for room, in milliseconds, of a call without a deadline. */
const MAX_WAIT_MS = 120_000;
const RETRY_AFTER_SECONDS = 5;

interface Waiter {
  readonly hold: Hold;
  readonly bytes: number;
  grant(): void;
  fail(error: unknown): void;
}

/** The memory that one call holds. Only the room changes it. */
class Hold {
  /** Bytes that the call's answers have taken or requested. */
  taken = 0;
  /** Bytes that the room has granted, or will grant to a waiter. */
  promised = 0;
  /** The part of the granted bytes that the pool lent. */
  lent = 0;
  /** Number of users of the hold: the call, and each answer that is being read. */
  users = 0;
  /** Callbacks for the call's end. */
  readonly endings: (() => void)[] = [];
}

/** One call's share of the room. */
export type AnswerHold = Hold;

/**
 * The memory for upstreams' answers, shared by every call of the process.
 *
 * A call reserves a little memory before it asks an upstream, and is refused when none is left: nothing was spent. An
 * answer that needs more was paid for, so it waits, and its connection waits too (backpressure). Two thirds of the room
 * form a lane that one call at a time may fill up. That call never waits for another, so it ends, and the next call gets
 * the lane. A deadlock is therefore impossible, and the sum never exceeds the limit.
 */
export class AnswerRoom {
  #pool = 0;
  #free = 0;
  #largest = 0;
  #lane: Hold | undefined;
  #waiting: Waiter[] = [];
  readonly #current = new AsyncLocalStorage<Hold>();

  /** @param memory Most bytes that are held at once. */
  constructor(memory: number) {
    this.resize(memory);
  }

  /** Bytes that the pool can lend. */
  get free(): number {
    return this.#free;
  }

  /** Most bytes of all answers to one call. */
  get largest(): number {
    return this.#largest;
  }

  /** Changes the limit; held memory stays held. */
  resize(memory: number): void {
    const largest = Math.floor((memory * 2) / 3);
    const pool = memory - largest;
    this.#free += pool - this.#pool;
    this.#largest = largest;
    this.#pool = pool;
  }

  /** Runs one call, or a part of it that outlives its handler. The memory is released when all parts have ended. */
  async holding<Value>(work: () => Promise<Value>): Promise<Value> {
    const hold = this.hold();
    return this.using(hold, () => this.#current.run(hold, work));
  }

  /** The hold of the current call; a new one outside of calls. */
  hold(): AnswerHold {
    return this.#current.getStore() ?? new Hold();
  }

  /** Keeps `hold` until `work` ends. */
  async using<Value>(hold: AnswerHold, work: () => Promise<Value>): Promise<Value> {
    const leave = this.keep(hold);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Keeps `hold` until the function that it returns is called, once. */
  keep(hold: AnswerHold): () => void {
    hold.users++;
    return () => {
      if (--hold.users === 0) this.#end(hold);
    };
  }

  /** Runs `work` when all users of the hold have ended. */
  atEnd(hold: AnswerHold, work: () => void): void {
    hold.endings.push(work);
  }

  /**
   * Reserves room for an answer before its upstream is asked. A call that already holds room keeps it: it may have paid.
   * @throws GenerationError `generator_busy`
   */
  reserve(hold: AnswerHold, bytes: number): void {
    // Outside of a call the room would never be released.
    if (hold.users === 0 || hold.promised > 0) return;
    if (bytes > this.#free) {
      throw new GenerationError(
        'generator_busy',
        'The proxy’s memory for answers is full. Try again later.',
        {
          retryAfter: RETRY_AFTER_SECONDS,
        },
      );
    }
    this.#lend(hold, bytes);
    hold.promised += bytes;
  }

  /**
   * Takes room for `bytes` more of an answer; waits until it is free.
   * @throws GenerationError when the answer exceeds the limit, no room became free in time, or the call has ended; the
   * signal's reason.
   */
  async take(hold: AnswerHold, bytes: number, signal: AbortSignal): Promise<void> {
    if (hold.users === 0) throw ended();
    if (hold.taken + bytes > this.#largest) {
      const megabytes = Math.floor(this.#largest / 1_000_000);
      throw new GenerationError(
        'generator_rejected',
        `The answer of the image server is larger than ${megabytes} MB, the limit for one call. Ask for fewer or smaller pictures, or raise SHOJI_ANSWER_MEMORY_MB.`,
      );
    }
    hold.taken += bytes;
    const more = hold.taken - hold.promised;
    if (more <= 0) return;
    hold.promised += more;
    if (this.#waiting.length === 0 && this.#grant(hold, more)) return;
    if (this.#lane === hold) return;
    await this.#wait(hold, more, signal).catch((error: unknown) => {
      if (hold.users > 0) {
        hold.taken -= bytes;
        hold.promised -= more;
      }
      throw error;
    });
  }

  #wait(hold: Hold, bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        this.#waiting = this.#waiting.filter((each) => each !== waiter);
      };
      const fail = (error: unknown) => {
        leave();
        reject(error);
      };
      const giveUp = (error: unknown) => {
        fail(error);
        this.#admit();
      };
      const waiter: Waiter = {
        hold,
        bytes,
        grant: () => {
          leave();
          resolve();
        },
        fail,
      };
      const aborted = () => giveUp(signal.reason);
      const timer = setTimeout(
        () =>
          giveUp(new GenerationError('deadline_exceeded', 'No memory became free for the answer in time.')),
        MAX_WAIT_MS,
      );
      if (signal.aborted) return aborted();
      signal.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(waiter);
    });
  }

  /** Serves the call in the lane first, then the waiting calls in order. */
  #admit(): void {
    const next = () => this.#waiting.find(({ hold }) => hold === this.#lane) ?? this.#waiting[0];
    for (let waiter = next(); waiter && this.#grant(waiter.hold, waiter.bytes); waiter = next())
      waiter.grant();
  }

  #grant(hold: Hold, bytes: number): boolean {
    if (this.#lane === hold) return true;
    if (bytes <= this.#free) this.#lend(hold, bytes);
    else if (this.#lane === undefined) this.#lane = hold;
    else return false;
    return true;
  }

  #lend(hold: Hold, bytes: number): void {
    this.#free -= bytes;
    hold.lent += bytes;
  }

  #end(hold: Hold): void {
    this.#free += hold.lent;
    hold.lent = hold.taken = hold.promised = 0;
    if (this.#lane === hold) this.#lane = undefined;
    for (const work of hold.endings.splice(0)) work();
    for (const waiter of this.#waiting) {
      if (waiter.hold === hold) waiter.fail(ended());
    }
    this.#admit();
  }
}

function ended(): GenerationError {
  return new GenerationError('cancelled', 'The call has ended.');
}

/** The room of this process. */
export const answerRoom = new AnswerRoom(DEFAULT_ANSWER_MEMORY);
