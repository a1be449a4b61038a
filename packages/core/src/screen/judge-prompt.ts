import { warningOf } from '../phrases/warning-of.ts';
import { decidePrompt } from '../policy/decide.ts';
import { weigh } from '../policy/weigh.ts';
import type { CallOptions } from '../ports/call.ts';
import { type ScreenedPrompt, sealPrompt } from '../sealed/screened-prompt.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { type PromptVerdict, refuses } from '../vocabulary/verdict.ts';
import type { Used } from './all-reports.ts';
import { classifyEvery, type HintPassages, matchEvery, type Texts } from './every-text.ts';
import { halvesOf, mentioned } from './joined/joined.ts';
import { degradedPerson } from './joined/real-person.ts';
import { sexualisedMinor } from './joined/sexualised-minor.ts';
import { failureWarning, outcomeOf } from './outcomes.ts';
import {
  type CheckRun,
  failureOf,
  findingsOf,
  isOfInput,
  NO_CHECK,
  runCheck,
  type Watching,
} from './run-check.ts';
import type { PromptScreen } from './screen.ts';
import { promptWarnings } from './warnings.ts';

const PROMPT = { on: 'prompt' } as const;

/** The verdict of the checks and the policy on one request's texts. */
export interface PromptJudgement {
  readonly verdict: PromptVerdict;
  readonly runs: readonly CheckRun[];
  /** Milliseconds for all rules, and for the slowest classifier. */
  readonly timings: { readonly rules: number; readonly classify: number };
}

/**
 * Judges texts: rules synchronously, then, unless they already refuse, all classifiers in parallel. A failed check
 * makes the verdict `unchecked` unless the policy lets that check fail open.
 * @param options.ms Time the classifiers may take, in milliseconds.
 */
export function judgePrompt(
  texts: Texts,
  engine: PromptScreen,
  options: { readonly ms: number } & Required<CallOptions> & Watching,
): {
  readonly released: Promise<ScreenedPrompt | undefined>;
  readonly judgement: Promise<PromptJudgement>;
} {
  // Read before any check is asked: a fault here must not leave a started call without a handler.
  const isBeside = engine.policy.classify === 'beside';
  const start = performance.now();
  const passages: HintPassages[] = [];
  const proseWords = new Map<Finding, number>();
  const rules = engine.rules.map((rule) =>
    runRules(rule.name, () => {
      const matched = matchEvery(rule, texts);
      passages.push(...matched.passages);
      for (const [hint, words] of matched.proseWords) proseWords.set(hint, words);
      return matched.findings;
    }),
  );
  if (engine.rules.length + engine.classifiers.length === 0) rules.push(NO_CHECK);
  rules.forEach(options.ran);
  const rulesMs = performance.now() - start;
  const byRules = judge(engine, rules, [], proseWords);

  const classified: Promise<CheckRun[]> = refuses(byRules)
    ? Promise.resolve([])
    : Promise.all(
        engine.classifiers.map(async (classifier) => {
          const ask = (signal: AbortSignal, used: Used) =>
            classifyEvery(classifier, texts, passages, { signal, turn: options.turn }, used);
          const run = await runCheck(classifier.name, ask, options.ms, options.signal);
          options.ran(run);
          return run;
        }),
      );
  const judgement = classified.then((runs) => ({
    verdict: judge(engine, rules, runs, proseWords),
    runs: [...rules, ...runs],
    timings: { rules: rulesMs, classify: Math.max(0, ...runs.map(({ ms }) => ms)) },
  }));
  const decisive = isBeside ? Promise.resolve(byRules) : judgement.then(({ verdict }) => verdict);
  return {
    released: decisive.then((verdict) =>
      refuses(verdict) ? undefined : sealPrompt(texts.prompt, [...texts.others, ...texts.names]),
    ),
    judgement,
  };
}

/** Rules run synchronously, so that a rejected prompt costs no waiting; one that throws counts as failed. */
function runRules(check: string, match: () => readonly Finding[]): CheckRun {
  const start = performance.now();
  try {
    const findings = match();
    return { check, ms: performance.now() - start, report: { findings } };
  } catch (error) {
    return { check, ms: performance.now() - start, failure: failureOf(error), error };
  }
}

function judge(
  engine: PromptScreen,
  rules: readonly CheckRun[],
  classified: readonly CheckRun[],
  proseWords: ReadonlyMap<Finding, number>,
): PromptVerdict {
  const { policy } = engine;
  const runs = [...rules, ...classified];
  // Before anything is weighed: beside a minor, a classifier does not outweigh a word.
  const all = findingsOf(runs);
  const joined = [sexualisedMinor(all), degradedPerson(all)].filter((each) => each !== undefined);
  const weighed = weigh(findingsOf(rules), findingsOf(classified), likelihoodOf(classified), proseWords);
  const found = [...weighed.rules, ...weighed.classifiers];
  const findings = [...joined.map(({ finding }) => finding), ...found];
  const decided = decidePrompt(policy, findings);
  const reasons = [...decided.reasons, ...halvesOf(joined, decided.reasons)];
  const failed = runs.filter((run) => run.failure !== undefined || isTooLong(run));
  const closed = failed.filter(({ check }) => !policy.failOpen.includes(check));
  const skipped = runs.filter(({ report }) => report?.skipped === 'language').map(({ check }) => check);
  const unread = skipped.length > 0 ? policy.unreadPrompt : 'allow';
  const decision = decided.decision === 'allow' ? unread : unread === 'reject' ? 'reject' : decided.decision;
  const unchecked = decision !== 'reject' && closed.length > 0;
  return {
    decision,
    unchecked,
    unreadable: unchecked && closed.some((run) => isOfInput(run) || isTooLong(run)),
    findings: mentioned(findings, policy.prompt),
    checks: runs.map((run) => outcomeOf(run, reasons, PROMPT)),
    warnings: [
      ...promptWarnings(decided.reasons),
      ...failed.map((run) => failureWarning(run.check, closed.includes(run), PROMPT)),
      ...skipped.map((check) => warningOf('check_skipped', { check })),
    ],
  };
}

/** The highest likelihood that a classifier reports. */
function likelihoodOf(runs: readonly CheckRun[]): number | undefined {
  const known = runs.flatMap(({ report }) => report?.likelihood ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** An author controls the length of a text, unlike its language, so the text beyond the limit must not pass unread. */
function isTooLong({ report }: CheckRun): boolean {
  return report?.skipped === 'too-long';
}
