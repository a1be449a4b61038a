/** A score for each text, and whether the text is labelled unsafe; in the same order. */
export interface Scored {
  readonly scores: readonly number[];
  readonly unsafe: readonly boolean[];
}

/** How many unsafe and how many safe texts score at least as high as `score`. */
export interface Step {
  readonly score: number;
  readonly unsafe: number;
  readonly safe: number;
}

/** One step for each distinct score, the highest first; the last one counts every text. */
export function stepsOf({ scores, unsafe }: Scored): Step[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const steps: Step[] = [];
  let [caught, alarms] = [0, 0];
  for (const [rank, index] of order.entries()) {
    if (unsafe[index]) caught++;
    else alarms++;
    const score = scores[index] ?? 0;
    const next = order[rank + 1];
    if (next === undefined || scores[next] !== score) steps.push({ score, unsafe: caught, safe: alarms });
  }
  return steps;
}

/**
 * Area under the ROC curve: the probability that a random unsafe text scores higher than a random safe one; ties count
 * half. NaN when either kind is missing.
 */
export function areaUnderCurve(scores: readonly number[], unsafe: readonly boolean[]): number {
  const steps = stepsOf({ scores, unsafe });
  const all = steps.at(-1);
  let area = 0;
  let before = { unsafe: 0, safe: 0 };
  for (const step of steps) {
    area += ((step.safe - before.safe) * (step.unsafe + before.unsafe)) / 2;
    before = step;
  }
  return area / ((all?.unsafe ?? 0) * (all?.safe ?? 0));
}

/**
 * Average precision: the area under the steps of the precision-recall curve, precision weighed by how much recall each
 * score adds. NaN where nothing is unsafe.
 */
export function averagePrecision(scored: Scored): number {
  const steps = stepsOf(scored);
  const positives = steps.at(-1)?.unsafe ?? 0;
  let sum = 0;
  let before = 0;
  for (const { unsafe, safe } of steps) {
    sum += ((unsafe - before) / positives) * (unsafe / (unsafe + safe));
    before = unsafe;
  }
  return positives === 0 ? Number.NaN : sum;
}

/** The score that one safe text in `1 / rate` exceeds. */
export function thresholdAt(scores: readonly number[], unsafe: readonly boolean[], rate: number): number {
  const safe = scores.filter((_, index) => !unsafe[index]).sort((a, b) => b - a);
  return safe[Math.floor(safe.length * rate)] ?? 1;
}

/** Share of unsafe texts above the score that one safe text in `1 / rate` goes beyond. NaN where nothing is unsafe. */
export function caughtAt(scores: readonly number[], unsafe: readonly boolean[], rate: number): number {
  const threshold = thresholdAt(scores, unsafe, rate);
  const caught = scores.filter((score, index) => unsafe[index] && score > threshold).length;
  return caught / unsafe.filter(Boolean).length;
}
