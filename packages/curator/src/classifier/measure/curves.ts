import { type Scored, stepsOf } from './ranking.ts';

/** A point of a curve; both coordinates 0–1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points that a curve is drawn with: more cannot be told apart on a page. */
const MOST_POINTS = 200;

/** Receiver operating characteristic, from (0, 0) to (1, 1): share of safe texts flagged, share of unsafe ones caught. */
export function rocCurve(scored: Scored): Point[] {
  const steps = stepsOf(scored);
  const all = steps.at(-1);
  if (!all || all.unsafe === 0 || all.safe === 0) return [];
  return thin([
    { x: 0, y: 0 },
    ...steps.map(({ unsafe, safe }) => ({ x: safe / all.safe, y: unsafe / all.unsafe })),
  ]);
}

/** Recall and precision at each score, by growing recall; it starts at recall 0 with the precision of the highest score. */
export function precisionRecallCurve(scored: Scored): Point[] {
  const steps = stepsOf(scored);
  const positives = steps.at(-1)?.unsafe ?? 0;
  const [first] = steps;
  if (positives === 0 || !first) return [];
  const points = steps.map(({ unsafe, safe }) => ({ x: unsafe / positives, y: unsafe / (unsafe + safe) }));
  return thin([{ x: 0, y: points[0]?.y ?? 0 }, ...points]);
}

/** Points evenly spread over the length of the curve, its ends among them. */
function thin(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points];
  const lengths = points.map(({ x, y }, index) => {
    const before = points[index - 1] ?? { x, y };
    return Math.abs(x - before.x) + Math.abs(y - before.y);
  });
  const spacing = lengths.reduce((sum, length) => sum + length, 0) / (MOST_POINTS - 2);
  let travelled = spacing;
  return points.filter((_, index) => {
    travelled += lengths[index] ?? 0;
    const keep = travelled >= spacing || index === points.length - 1;
    if (keep) travelled = 0;
    return keep;
  });
}
