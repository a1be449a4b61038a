import { z } from 'zod';

/** The contents of `floor.json`: the minimum mutation score of each room in percent, and its measurement. */
export const floorSchema = z.strictObject({
  /** How many mutants of each room are run, and the seed that chooses them. */
  sample: z.int().positive(),
  seed: z.string(),
  rooms: z.record(z.string(), z.int().min(0).max(100)),
  /** Rooms that were lowered or taken away on purpose, each with why. A floor falls only with an entry here. */
  lowered: z.record(z.string(), z.strictObject({ to: z.int().min(0).max(100), reason: z.string().min(20) })),
});
export type Floor = z.infer<typeof floorSchema>;

/** How many mutants of a room were run, and how many of them were noticed. */
export interface Score {
  readonly noticed: number;
  readonly run: number;
}

/** In percent; 100 for a room without a run mutant. */
export function percent({ noticed, run }: Score): number {
  return run === 0 ? 100 : (100 * noticed) / run;
}

/** The largest probability of a score that counts as chance, so that the eleven rooms of a run fail by it once in a hundred. */
const BY_CHANCE = 0.001;

/**
 * Whether a score shows that a room is under its floor. The recorded sample is compared exactly. Another sample shows it
 * only when chance does not explain it: when a room at its floor scores so low in fewer than one sample of a thousand.
 */
export function isUnder(score: Score, room: string, floor: Floor, exact: boolean): boolean {
  const least = floor.rooms[room] ?? 0;
  if (exact || percent(score) >= least) return percent(score) < least;
  // The floor itself was measured on a sample, so 100 percent of it do not mean every mutant (Laplace's rule of succession).
  const share = ((least / 100) * floor.sample + 1) / (floor.sample + 2);
  return atMost(score, share) < BY_CHANCE;
}

/** The probability that at most so many of the mutants are noticed if each is with a probability (binomial distribution). */
function atMost({ noticed, run }: Score, share: number): number {
  let sum = 0;
  for (let n = 0, term = (1 - share) ** run; n <= noticed; n++) {
    sum += term;
    term *= ((run - n) / (n + 1)) * (share / (1 - share));
  }
  return sum;
}

/** A floor with the measured score of each room if it is higher. */
export function raised(floor: Floor, scores: ReadonlyMap<string, Score>): Floor {
  const rooms = { ...floor.rooms };
  for (const [room, score] of scores) rooms[room] = Math.max(rooms[room] ?? 0, Math.floor(percent(score)));
  return { ...floor, rooms };
}

/** Messages about rooms whose floor is lower than in an earlier version of the file, without a reason in it. */
export function fallen(earlier: Floor, now: Floor): string[] {
  return Object.entries(earlier.rooms).flatMap(([room, before]) => {
    const after = now.rooms[room] ?? 0;
    const meant = now.lowered[room]?.to ?? before;
    return after >= Math.min(before, meant)
      ? []
      : [`The floor of ${room} fell from ${before} to ${after} percent.`];
  });
}
