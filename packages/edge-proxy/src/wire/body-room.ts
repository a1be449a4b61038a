/** Most bytes of request bodies that are held in memory at once, unless the operator sets another limit. */
export const DEFAULT_BODY_MEMORY = 200_000_000;
/** Less could not hold one body of the usual limit. */
export const MIN_BODY_MEMORY = 24_000_000;

/**
 * The memory for request bodies, shared by every call of the process. A body takes room as it arrives, and keeps it until
 * its call ends: what is read of it lives as long. Nobody waits for room, because nothing was spent yet.
 */
export class BodyRoom {
  #memory: number;
  #held = 0;

  /** @param memory Most bytes that are held at once. */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** Bytes that are left. */
  get free(): number {
    return this.#memory - this.#held;
  }

  /** Changes the limit; what is held already stays. */
  resize(memory: number): void {
    this.#memory = memory;
  }

  /** Takes room for `bytes` more; false where there is none. */
  take(bytes: number): boolean {
    if (bytes > this.free) return false;
    this.#held += bytes;
    return true;
  }

  /** Gives back what was taken. */
  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The room of this process. */
export const bodyRoom = new BodyRoom(DEFAULT_BODY_MEMORY);
