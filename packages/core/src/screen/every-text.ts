import { inItsSentence } from '../policy/clause.ts';
import { isHint, supports } from '../policy/weigh.ts';
import type { CallOptions } from '../ports/call.ts';
import type { PromptClassifier, PromptRules } from '../ports/prompt.ts';
import { type Passages, passagesAround } from '../text/passages.ts';
import { furtherText } from '../text/views.ts';
import type { CheckReport, Finding } from '../vocabulary/finding.ts';
import { allReports, type Used } from './all-reports.ts';

/** The texts of one request. Findings in `prompt` keep their spans; the other texts have other offsets. */
export interface Texts {
  readonly prompt: string;
  /** Read like the prompt. */
  readonly others: readonly string[];
  /** Read by rules alone. */
  readonly names: readonly string[];
}

/**
 * Limit of the passages that a classifier reads for the hints of one request; further passages are not read, so that
 * the cost of a prompt is bounded.
 */
const MOST_PASSAGES = 8;

/** The passages around a hint, and its category. */
export type HintPassages = Passages & Pick<Finding, 'category'>;

/** The findings of rules in all texts of a request, and the passages that its hints are in. */
export interface Matched {
  readonly findings: readonly Finding[];
  /** The clauses and sentences of hints in texts that classifiers read. */
  readonly passages: readonly HintPassages[];
  /** The number of words of the prose sentence that a hint is in; a hint in a list of tags has none. */
  readonly proseWords: ReadonlyMap<Finding, number>;
}

/**
 * The findings of rules in all texts. If one text names a person under 18, the others are read as about that person
 * too: a request is one picture, although it has several fields.
 */
export function matchEvery(rules: PromptRules, { prompt, others, names }: Texts): Matched {
  const read = [...new Set([prompt, ...others, ...names])].map((text) => ({
    text,
    found: rules.match(text),
  }));
  const namesMinor = read.some(({ found }) => isOfMinor(found));
  const isClassified = new Set([prompt, ...others]);
  const matched = read.map(({ text, found }) => {
    const again = namesMinor && !isOfMinor(found) ? rules.match(text, { namesMinor }) : found;
    const findings = placed(again, text === prompt);
    const passages = new Map<Finding, Passages>();
    for (const [index, { span }] of again.entries()) {
      const finding = findings[index];
      if (finding && span && isClassified.has(text) && isHint(finding))
        passages.set(finding, passagesAround(text, span));
    }
    return { findings, passages };
  });
  const passages = matched.flatMap((each) => [...each.passages]);
  return {
    findings: matched.flatMap(({ findings }) => findings),
    passages: passages.map(([{ category }, around]) => ({ ...around, category })),
    proseWords: new Map(
      passages.flatMap(([finding, { prose }]) => (prose === undefined ? [] : [[finding, prose]])),
    ),
  };
}

function isOfMinor(findings: readonly Finding[]): boolean {
  return findings.some(({ category }) => category === 'minor' || category === 'sexual-minors');
}

/**
 * One report of a classifier over all texts except the names, and over their hidden content: a finding in one text
 * counts for all. A classifier that reports a likelihood also reads the passages, so that a hint is weighed by its own
 * sentence and not by other text: the likelihood is the highest of all. Of its findings there, only those of a hint's kind
 * count: in a long text, each further reading may find something by chance. Other classifiers, which may be billed by the
 * call, do not read them.
 */
export async function classifyEvery(
  classifier: PromptClassifier,
  { prompt, others }: Texts,
  passages: readonly HintPassages[],
  options: CallOptions,
  used: Used,
): Promise<CheckReport> {
  const typed = [prompt, ...others];
  const further = typed.flatMap((text) => furtherText(text) ?? []);
  const texts = [...new Set([...typed, ...further])].filter((text) => text.trim() !== '');
  const ask = (asked: readonly string[]) =>
    allReports(
      asked.map((text) => classifier.classify(text, options)),
      used,
    );
  const reports = await ask(texts);
  const [first, ...rest] = reports;
  if (first === undefined) return { findings: [] };
  const findings = reports.flatMap((report, index) => placed(report.findings, texts[index] === prompt));
  const { likelihood: _, ...shared } = first;
  const skipped = reports.find((report) => report.skipped !== undefined)?.skipped;
  const whole: CheckReport =
    rest.length === 0
      ? { ...first, findings }
      : {
          ...shared,
          ...(skipped && { skipped }),
          ...highestLikelihood(reports),
          findings,
          notices: reports.flatMap(({ notices = [] }) => notices),
          usage: reports.flatMap(({ usage = [] }) => usage),
        };
  const read = new Map(texts.map((text, index) => [text.trim(), reports[index]]));
  const unread = [...new Set(passages.flatMap(({ sentence, clause }) => [sentence, clause]))].filter(
    (passage) => passage !== '' && !read.has(passage),
  );
  if (whole.likelihood === undefined || unread.length === 0) return whole;
  const { likelihood: __, ...unweighed } = whole;
  if (unread.length > MOST_PASSAGES) return unweighed;
  const answers = await ask(unread);
  for (const [index, passage] of unread.entries()) read.set(passage, answers[index]);
  const inContext = answers.map((report, index) => {
    const passage = unread[index];
    const of = passages.filter(({ clause, sentence }) => clause === passage || sentence === passage);
    return ofHints(inProse(report, passage, of, read), of);
  });
  return withPassages(whole, unweighed, inContext);
}

/** A report without findings of other kinds than those of the hints. */
function ofHints(report: CheckReport, hints: readonly HintPassages[]): CheckReport {
  const findings = report.findings.filter((finding) =>
    hints.some(({ category }) => supports(category, finding.category)),
  );
  return { ...report, findings };
}

/** The report of a passage as it counts beside those of the sentences that it is a clause of. */
function inProse(
  report: CheckReport,
  passage: string | undefined,
  of: readonly HintPassages[],
  read: ReadonlyMap<string, CheckReport | undefined>,
): CheckReport {
  const clauses = of.filter(({ clause }) => clause === passage);
  if (clauses.some(({ prose }) => prose === undefined)) return report;
  return inItsSentence(
    report,
    clauses.flatMap(({ sentence }) => read.get(sentence) ?? []),
  );
}

/**
 * The likelihood of the worst text; undefined if a text has no likelihood, because its words would be weighed by other
 * texts.
 */
function highestLikelihood(reports: readonly CheckReport[]): Pick<CheckReport, 'likelihood'> {
  const known = reports.flatMap(({ likelihood }) => likelihood ?? []);
  return known.length === reports.length ? { likelihood: Math.max(...known) } : {};
}

/**
 * A report combined with those of passages: the highest likelihood, and the findings that are graver than in the whole
 * text.
 */
function withPassages(
  whole: CheckReport,
  unweighed: CheckReport,
  passages: readonly CheckReport[],
): CheckReport {
  const findings = [...whole.findings];
  for (const { span: _, ...found } of passages.flatMap((report) => report.findings))
    if (!findings.some(({ category, score }) => category === found.category && score >= found.score))
      findings.push(found);
  return {
    ...unweighed,
    ...highestLikelihood([whole, ...passages]),
    findings,
    usage: [whole, ...passages].flatMap(({ usage = [] }) => usage),
  };
}

function placed(findings: readonly Finding[], inPrompt: boolean): Finding[] {
  return inPrompt ? [...findings] : findings.map(({ span: _, ...finding }) => finding);
}
