import type { CallOptions } from '../ports/call.ts';
import type { PromptClassifier, PromptRules } from '../ports/prompt.ts';
import { furtherText } from '../text/views.ts';
import type { CheckReport, Finding } from '../vocabulary/finding.ts';
import { allReports, type Used } from './all-reports.ts';

/** The texts of one request. Findings in `prompt` keep their spans; the other texts have other offsets. */
export interface Texts {
  readonly prompt: string;
  /** Read as the prompt is. */
  readonly others: readonly string[];
  /** Read by rules alone. */
  readonly names: readonly string[];
}

/**
 * The findings of rules in all texts. Where one of them names a person under 18, the others are read as beside that
 * person: a request is one picture, in however many fields it is written.
 */
export function matchEvery(rules: PromptRules, { prompt, others, names }: Texts): Finding[] {
  const read = [...new Set([prompt, ...others, ...names])].map((text) => ({
    text,
    found: rules.match(text),
  }));
  const namesMinor = read.some(({ found }) => isOfMinor(found));
  return read.flatMap(({ text, found }) => {
    const again = namesMinor && !isOfMinor(found) ? rules.match(text, { namesMinor }) : found;
    return placed(again, text === prompt);
  });
}

function isOfMinor(findings: readonly Finding[]): boolean {
  return findings.some(({ category }) => category === 'minor' || category === 'sexual-minors');
}

/** One report of a classifier over all texts but the names, and what they hide: what it finds in one counts for all. */
export async function classifyEvery(
  classifier: PromptClassifier,
  { prompt, others }: Texts,
  options: CallOptions,
  used: Used,
): Promise<CheckReport> {
  const typed = [prompt, ...others];
  const further = typed.flatMap((text) => furtherText(text) ?? []);
  const texts = [...new Set([...typed, ...further])].filter((text) => text.trim() !== '');
  const reports = await allReports(
    texts.map((text) => classifier.classify(text, options)),
    used,
  );
  const [first, ...rest] = reports;
  if (first === undefined) return { findings: [] };
  const findings = reports.flatMap((report, index) => placed(report.findings, texts[index] === prompt));
  if (rest.length === 0) return { ...first, findings };
  const skipped = reports.find((report) => report.skipped !== undefined)?.skipped;
  const { likelihood: _, ...shared } = first;
  return {
    ...shared,
    ...(skipped && { skipped }),
    ...highestLikelihood(reports),
    findings,
    notices: reports.flatMap(({ notices = [] }) => notices),
    usage: reports.flatMap(({ usage = [] }) => usage),
  };
}

/** The likelihood of the worst text; none where a text has none, because its words would be weighed by other texts. */
function highestLikelihood(reports: readonly CheckReport[]): Pick<CheckReport, 'likelihood'> {
  const known = reports.flatMap(({ likelihood }) => likelihood ?? []);
  return known.length === reports.length ? { likelihood: Math.max(...known) } : {};
}

function placed(findings: readonly Finding[], inPrompt: boolean): Finding[] {
  return inPrompt ? [...findings] : findings.map(({ span: _, ...finding }) => finding);
}
