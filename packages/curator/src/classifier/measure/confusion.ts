/** The agreement of flags and labels, in numbers of texts. */
export interface Confusion {
  /** Unsafe and flagged (true positives). */
  readonly caught: number;
  /** Unsafe and not flagged (false negatives). */
  readonly missed: number;
  /** Safe and flagged (false positives). */
  readonly falseAlarms: number;
  /** Safe and not flagged (true negatives). */
  readonly passed: number;
}

export function confusionOf(flagged: readonly boolean[], unsafe: readonly boolean[]): Confusion {
  const counts = { caught: 0, missed: 0, falseAlarms: 0, passed: 0 };
  for (const [index, isUnsafe] of unsafe.entries()) {
    if (flagged[index]) counts[isUnsafe ? 'caught' : 'falseAlarms'] += 1;
    else counts[isUnsafe ? 'missed' : 'passed'] += 1;
  }
  return counts;
}

/** Rates of a confusion, each 0–1; NaN if it is a share of an empty set. */
export interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly falseAlarmRate: number;
  /** Precision as if `prior` of all texts were unsafe. */
  readonly precisionInTraffic: number;
}

/** @param prior Share of unsafe texts in traffic, 0–1. */
export function ratesOf({ caught, missed, falseAlarms, passed }: Confusion, prior: number): Rates {
  const recall = caught / (caught + missed);
  const falseAlarmRate = falseAlarms / (falseAlarms + passed);
  return {
    precision: caught / (caught + falseAlarms),
    recall,
    f1: (2 * caught) / (2 * caught + falseAlarms + missed),
    falseAlarmRate,
    precisionInTraffic: (prior * recall) / (prior * recall + (1 - prior) * falseAlarmRate),
  };
}

/** A row of the threshold table: the effect of flagging from this score on. */
export interface ThresholdRow extends Rates {
  readonly threshold: number;
  readonly confusion: Confusion;
}

const THRESHOLDS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

export function thresholdTable(
  scores: readonly number[],
  unsafe: readonly boolean[],
  prior: number,
): ThresholdRow[] {
  return THRESHOLDS.map((threshold) => {
    const confusion = confusionOf(
      scores.map((score) => score >= threshold),
      unsafe,
    );
    return { threshold, confusion, ...ratesOf(confusion, prior) };
  });
}
