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

/**
 * Whether a score shows that a room is under its floor. The recorded sample is compared exactly. Another sample shows it
 * only when chance does not explain it: when it is more than two standard errors of a proportion below.
 */
export function isUnder(score: Score, floor: number, exact: boolean): boolean {
  if (score.run === 0) return false;
  const share = floor / 100;
  const chance = exact ? 0 : 200 * Math.sqrt((share * (1 - share)) / score.run);
  return percent(score) < floor - chance;
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
