import type { CheckReport } from '../vocabulary/finding.ts';

/** A likelihood of 0 or 1 has no log odds. */
const [LEAST, MOST] = [1e-6, 1 - 1e-6];

/**
 * The report of a clause that was cut out of prose. A clause alone sounds graver than its sentence: "its hull torn open"
 * is a ship's. So its likelihood, where it is higher than that of the sentence, becomes the mean of both in log odds, and
 * its findings decrease with it.
 * @param sentences The reports of the sentences with this clause; without any, the report stays as it is.
 */
export function inItsSentence(clause: CheckReport, sentences: readonly CheckReport[]): CheckReport {
  const known = sentences.flatMap(({ likelihood }) => likelihood ?? []);
  const { likelihood: alone } = clause;
  const sentence = Math.max(...known);
  if (alone === undefined || known.length === 0 || known.length < sentences.length || alone <= sentence)
    return clause;
  const likelihood = fromLogOdds((logOdds(alone) + logOdds(sentence)) / 2);
  const findings = clause.findings.map((finding) => ({
    ...finding,
    score: (finding.score * likelihood) / alone,
  }));
  return { ...clause, likelihood, findings };
}

function logOdds(likelihood: number): number {
  const within = Math.min(MOST, Math.max(LEAST, likelihood));
  return Math.log(within / (1 - within));
}

function fromLogOdds(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
