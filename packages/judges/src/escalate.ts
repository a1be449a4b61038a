import {
  type CallOptions,
  type Category,
  CheckError,
  type CheckReport,
  type EncodedImage,
  type Finding,
  type ImageModerator,
  OperatorError,
  type PromptClassifier,
} from '@shoji/core';
import { assertKnownParts } from '@shoji/core/screen';
import { HALF_CATEGORIES, type Notice } from '@shoji/core/vocabulary';

/** The scores at which the cheap check is unsure. */
export interface EscalateOptions {
  /** The dear check is asked from this score on, 0–1; 0.2 when not given. The cheap one must report scores that low. */
  readonly from?: number;
  /** From this score on, 0–1, the cheap check is sure enough; 0.8 when not given. */
  readonly to?: number;
  /** The name of the check; `<cheap>-then-<dear>` when not given. */
  readonly name?: string;
}

type Check = PromptClassifier | ImageModerator;
type Ask<Part> = (part: Part, options: CallOptions) => Promise<CheckReport>;

/**
 * A check that asks `cheap`, and `dear` only where `cheap` is unsure: its highest score is in [from, to), it failed, or it
 * skipped the input. A finding that is harmless alone (`minor`, `face`) does not count as a score.
 *
 * - Where `cheap` is sure, its report is the answer. So `covers` has only the categories of `cheap`: others are seen by
 *   chance, when something else made it unsure.
 * - Where `dear` was asked, it decides in the categories that it covers, also that there is nothing. Findings of `cheap` in
 *   other categories stay.
 * - If `dear` fails, the check fails. If it skips the input, the findings of `cheap` stay and the input counts as skipped.
 * - The label of each finding begins with the name of the check that found it, and `model` names the one that decided.
 *
 * The usage of both is booked; both are warmed up and closed.
 * @throws OperatorError when the scores are not 0 ≤ from < to ≤ 1.
 * @example
 * ```ts
 * const pictures = escalate(embeddedImageModerator(), rekognition({ region: 'eu-west-1' }), { from: 0.2, to: 0.8 });
 * ```
 */
export function escalate(
  cheap: PromptClassifier,
  dear: PromptClassifier,
  options?: EscalateOptions,
): PromptClassifier;
export function escalate(
  cheap: ImageModerator,
  dear: ImageModerator,
  options?: EscalateOptions,
): ImageModerator;
export function escalate(cheap: Check, dear: Check, options: EscalateOptions = {}): Check {
  const namedBy = (report: CheckReport): CheckReport => ({
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, check: nameOf(cheap, dear, options) })),
  });
  if ('classify' in cheap && 'classify' in dear) {
    return {
      ...common(cheap, dear, options),
      classify: (prompt: string, call: CallOptions) => {
        const ask: Ask<PromptClassifier> = (check, own) => check.classify(prompt, own);
        return askBoth(cheap, dear, ask, options, call).then(namedBy);
      },
    };
  }
  if ('moderate' in cheap && 'moderate' in dear) {
    return {
      ...common(cheap, dear, options),
      moderate: (image: EncodedImage, call: CallOptions) => {
        const ask: Ask<ImageModerator> = (check, own) => check.moderate(image, own);
        return askBoth(cheap, dear, ask, options, call).then(namedBy);
      },
    };
  }
  throw new OperatorError(`escalate: ${cheap.name} and ${dear.name} do not judge the same kind of input.`);
}

/** The fields that do not depend on the kind of input. */
function common(cheap: Check, dear: Check, options: EscalateOptions) {
  const { from, to } = scoresOf(options);
  if (!(from >= 0 && from < to && to <= 1)) {
    throw new OperatorError(`escalate: the scores must be 0 ≤ from < to ≤ 1, not ${from} and ${to}.`);
  }
  for (const part of [cheap, dear]) {
    assertKnownParts('classify' in part ? { classifiers: [part] } : { moderators: [part] });
  }
  return {
    name: nameOf(cheap, dear, options),
    specificationVersion: 1 as const,
    covers: cheap.covers,
    caveat: caveatOf(cheap, dear),
    ...('wordsOnly' in cheap && cheap.wordsOnly && { wordsOnly: true }),
    async warmUp(call: CallOptions) {
      call.signal.throwIfAborted();
      await Promise.all([cheap.warmUp?.(call), dear.warmUp?.(call)]);
    },
    async close() {
      // One that cannot be closed does not keep the other open.
      const closed = await Promise.allSettled([cheap.close?.(), dear.close?.()]);
      const failed = closed.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };
}

/** The caveats of both, after that of asking one of them only sometimes. */
function caveatOf(cheap: Check, dear: Check): string {
  const own = `It asks ${dear.name} only where ${cheap.name} is unsure; elsewhere it sees what ${cheap.name} sees.`;
  return [own, cheap.caveat, dear.caveat].filter((each) => each !== undefined).join(' ');
}

function nameOf(
  cheap: Check,
  dear: Check,
  { name = `${cheap.name}-then-${dear.name}` }: EscalateOptions,
): string {
  return name;
}

function scoresOf({ from = 0.2, to = 0.8 }: EscalateOptions) {
  return { from, to };
}

async function askBoth<Part extends Check>(
  cheap: Part,
  dear: Part,
  ask: Ask<Part>,
  options: EscalateOptions,
  call: CallOptions,
): Promise<CheckReport> {
  const first = await attempt(() => ask(cheap, call), call.signal);
  if (first.report && !isUnsure(first.report, options)) return decidedBy(cheap, first.report);
  const second = await ask(dear, call);
  if (first.report) return merged(cheap, first.report, dear, second);
  // Neither has judged the input.
  if (second.skipped !== undefined) throw first.error;
  const report = decidedBy(dear, second);
  return { ...report, notices: [...(report.notices ?? []), ofFailure(cheap, dear, first.error)] };
}

async function attempt(
  ask: () => Promise<CheckReport>,
  signal: AbortSignal,
): Promise<{ report: CheckReport } | { report?: undefined; error: unknown }> {
  try {
    return { report: await ask() };
  } catch (error) {
    signal.throwIfAborted();
    return { error };
  }
}

function isUnsure({ findings, skipped }: CheckReport, options: EscalateOptions): boolean {
  const { from, to } = scoresOf(options);
  const half: readonly Category[] = HALF_CATEGORIES;
  const scores = findings.filter(({ category }) => !half.includes(category)).map(({ score }) => score);
  const highest = Math.max(0, ...scores);
  // A score that is not a number is unsure as well.
  return skipped !== undefined || !(highest < from || highest >= to);
}

function decidedBy({ name }: Check, report: CheckReport): CheckReport {
  const { findings, model } = report;
  return {
    ...report,
    findings: labelled(name, findings),
    model: model === undefined ? name : `${name} ${model}`,
  };
}

function labelled(name: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, label: `${name}: ${finding.label}` }));
}

function merged(cheap: Check, first: CheckReport, dear: Check, second: CheckReport): CheckReport {
  const unread = second.skipped !== undefined;
  const kept = first.findings.filter(({ category }) => unread || !dear.covers.includes(category));
  const { likelihood: _, ...decided } = decidedBy(dear, second);
  const drawn = [first.illustrated, second.illustrated].filter((share) => share !== undefined);
  return {
    ...decided,
    findings: [...decided.findings, ...labelled(cheap.name, kept)],
    // Without findings that it does not know of, the likelihood of the dear check is that of the answer.
    ...(second.likelihood !== undefined && kept.length === 0 && { likelihood: second.likelihood }),
    // A drawn picture may show more, so both must take it for one.
    ...(drawn.length > 0 && { illustrated: Math.min(...drawn) }),
    notices: [...(first.notices ?? []), ...(second.notices ?? [])],
    usage: [...(first.usage ?? []), ...(second.usage ?? [])],
  };
}

function ofFailure(cheap: Check, dear: Check, error: unknown): Notice {
  const failure = error instanceof CheckError ? error.failure : 'error';
  return {
    code: 'escalated-failure',
    message: `${cheap.name} could not judge the input (${failure}), and ${dear.name} did.`,
  };
}
