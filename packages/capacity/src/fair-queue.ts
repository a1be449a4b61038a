/** A part of a job whose turn has come. */
export interface Turn<Job> {
  readonly job: Job;
  /** Which of the job's parts. */
  readonly part: number;
}

interface Entry<Job> {
  readonly job: Job;
  /** The cost of each part, greater than 0. */
  readonly costs: readonly number[];
  /** The first part that still waits. */
  next: number;
}

/** The waiting jobs of one caller. */
interface Flow<Job> {
  readonly entries: Entry<Job>[];
  /** Virtual start time of the next part: when it would begin if all callers were served at once. */
  start: number;
  /** Cost of everything that waits. */
  cost: number;
}

/**
 * A bounded queue that callers share by turns: weighted fair queueing (Demers, Keshav, Shenker 1989) over parts of jobs.
 * The part is next that would end first if all callers were served at once, each at the same speed. A short job
 * therefore passes the long ones of others, however many wait, and every job is served after a bounded amount of work.
 * When it is full, the caller who has most waiting loses the newest job, as in longest queue drop.
 */
export class FairQueue<Job extends object> {
  readonly #limit: number;
  readonly #flows = new Map<string, Flow<Job>>();
  readonly #turns = new Map<Job, string>();
  /** Virtual time: the work that each caller would have received so far if all were served at once. */
  #clock = 0;
  #cost = 0;

  /** @param limit The most cost that may wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Cost of everything that waits. */
  get cost(): number {
    return this.#cost;
  }

  /**
   * Adds a job behind those of the same caller.
   * @param turn Names the caller.
   * @param costs The cost of each part of the job, greater than 0.
   * @returns The jobs that were dropped to make room; the new one may be among them.
   */
  add(job: Job, { turn, costs }: { readonly turn: string; readonly costs: readonly number[] }): Job[] {
    const cost = sum(costs);
    const flow = this.#flows.get(turn) ?? { entries: [], start: this.#clock, cost: 0 };
    this.#flows.set(turn, flow);
    flow.entries.push({ job, costs, next: 0 });
    flow.cost += cost;
    this.#cost += cost;
    this.#turns.set(job, turn);
    const dropped: Job[] = [];
    while (this.#cost > this.#limit) {
      const newest = this.#longest()?.entries.at(-1);
      if (newest === undefined) break;
      this.remove(newest.job);
      dropped.push(newest.job);
    }
    return dropped;
  }

  /** Takes the parts whose turn it is: one, and further ones as long as all of them cost at most `budget`. */
  take(budget: number): Turn<Job>[] {
    const taken: Turn<Job>[] = [];
    for (let left = budget; ; ) {
      const flow = this.#nextFlow();
      const entry = flow?.entries[0];
      const cost = entry?.costs[entry.next];
      if (flow === undefined || entry === undefined || cost === undefined) return taken;
      if (taken.length > 0 && cost > left) return taken;
      taken.push({ job: entry.job, part: entry.next });
      left -= cost;
      flow.start += cost;
      this.#clock += cost / this.#flows.size;
      flow.cost -= cost;
      this.#cost -= cost;
      entry.next += 1;
      if (entry.next === entry.costs.length) this.remove(entry.job);
    }
  }

  /** Removes a job's waiting parts. */
  remove(job: Job): void {
    const turn = this.#turns.get(job);
    const flow = turn === undefined ? undefined : this.#flows.get(turn);
    if (turn === undefined || flow === undefined) return;
    this.#turns.delete(job);
    const [entry] = flow.entries.splice(
      flow.entries.findIndex((each) => each.job === job),
      1,
    );
    const cost = entry ? sum(entry.costs.slice(entry.next)) : 0;
    flow.cost -= cost;
    this.#cost -= cost;
    if (flow.entries.length === 0) this.#flows.delete(turn);
  }

  #nextFlow(): Flow<Job> | undefined {
    let first: Flow<Job> | undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const flow of this.#flows.values()) {
      const [entry] = flow.entries;
      const end = flow.start + (entry?.costs[entry.next] ?? 0);
      if (end < soonest) [first, soonest] = [flow, end];
    }
    return first;
  }

  /** Of callers with equal cost, the latest: earlier ones keep their place. */
  #longest(): Flow<Job> | undefined {
    let longest: Flow<Job> | undefined;
    for (const flow of this.#flows.values()) if (flow.cost >= (longest?.cost ?? 0)) longest = flow;
    return longest;
  }
}

function sum(costs: readonly number[]): number {
  return costs.reduce((total, cost) => total + cost, 0);
}
