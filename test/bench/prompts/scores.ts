import { decidePrompt, type Finding, presets } from '@shoji/core';

/** Whether the standard preset warns of the findings or rejects them: a category that it does not restrict is no catch. */
export const isFlagged = (findings: readonly Finding[]): boolean =>
  decidePrompt(presets.standard, findings).decision !== 'allow';

/** Area under the ROC curve; ties count half. */
export function areaUnderCurve(scores: readonly number[], unsafe: readonly boolean[]): number {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < order.length; ) {
    let until = from;
    while (until < order.length && scores[order[until] ?? 0] === scores[order[from] ?? 0]) until++;
    for (const index of order.slice(from, until)) {
      if (!unsafe[index]) continue;
      rankSum += (from + until + 1) / 2;
      positives++;
    }
    from = until;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The score that one safe prompt in `1 / rate` goes beyond. */
export function thresholdAt(scores: readonly number[], unsafe: readonly boolean[], rate: number): number {
  const safe = scores.filter((_, index) => !unsafe[index]).sort((a, b) => b - a);
  return safe[Math.floor(safe.length * rate)] ?? 1;
}

/** Share of unsafe prompts above the score that one safe prompt in `1 / rate` goes beyond. */
export function caughtAt(scores: readonly number[], unsafe: readonly boolean[], rate: number): number {
  const threshold = thresholdAt(scores, unsafe, rate);
  const caught = scores.filter((score, index) => unsafe[index] && score > threshold).length;
  return caught / unsafe.filter(Boolean).length;
}

export const percent = (part: number, of: number): string =>
  of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`;
