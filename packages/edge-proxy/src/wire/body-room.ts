/** Default limit, in bytes, of request bodies in memory at once. */
export const DEFAULT_BODY_MEMORY = 200_000_000;
/** The least limit: one body of the default size must fit. */
export const MIN_BODY_MEMORY = 24_000_000;

/**
 * The memory for request bodies, shared by every call of the process. A body takes memory as it arrives, and keeps it
 * until its call ends, because parsed values live that long. A call never waits for memory: it is refused, because
 * nothing was spent yet.
 */
export class BodyRoom {
  #memory: number;
  #held = 0;

  /** @param memory Most bytes that are held at once. */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** Free bytes. */
  get free(): number {
    return this.#memory - this.#held;
  }

  /** Changes the limit; held memory stays held. */
  resize(memory: number): void {
    this.#memory = memory;
  }

  /** Takes `bytes` more; false when the memory is full. */
  take(bytes: number): boolean {
    if (bytes > this.free) return false;
    this.#held += bytes;
    return true;
  }

  /** Releases `bytes`. */
  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The room of this process. */
export const bodyRoom = new BodyRoom(DEFAULT_BODY_MEMORY);
