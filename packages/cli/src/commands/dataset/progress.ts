import { bar, count, timeLeft } from '../../terminal/progress.ts';

/** The progress of a scan. */
export interface Progress {
  readonly done: number;
  readonly files: number;
  readonly unsafe: number;
  readonly unchecked: number;
  /** US dollars so far, and the highest expected cost of the whole set. */
  readonly spent: number;
  readonly expected: number;
}

/** @param rate Files a second. */
export function progressText(progress: Progress, rate: number): string {
  const { done, files, unsafe, unchecked, spent, expected } = progress;
  const amount = { done, total: files };
  const parts = [
    bar(amount),
    `${rate.toFixed(1)}/s`,
    ...timeLeft(amount, rate),
    ...(expected > 0 ? [`$${spent.toFixed(2)} of about $${expected.toFixed(2)}`] : []),
    ...(unsafe > 0 ? [`${count(unsafe)} unsafe`] : []),
    ...(unchecked > 0 ? [`${count(unchecked)} unchecked`] : []),
  ];
  return parts.join('  ');
}
