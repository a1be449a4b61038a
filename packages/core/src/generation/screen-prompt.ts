import { decidePrompt } from '../policy/decide.ts';
import type { Finding } from '../policy/findings.ts';
import type { PromptScreen } from './engine.ts';
import type { PromptVerdict, Warning } from './events.ts';
import { classifyEvery, matchEvery, type Texts } from './every-text.ts';
import { failureWarning, outcomeOf } from './outcomes.ts';
import { type CheckRun, runCheck } from './run-check.ts';
import { promptWarnings } from './warnings.ts';

const PROMPT = { on: 'prompt' } as const;

/** Nominal: the class is not exported, so nothing but screening can make one. */
class Screened {
  readonly #texts: ReadonlySet<string>;
  readonly text: string;

  constructor({ prompt, others, names }: Texts) {
    this.text = prompt;
    this.#texts = new Set([prompt, ...others, ...names]);
  }

  /** Whether exactly this text was among those that were screened. */
  covers(text: string): boolean {
    return this.#texts.has(text);
  }
}

/** A prompt that may be given to a model. Only {@link screenPrompt} makes it. */
export type ScreenedPrompt = Screened;

/** Everything that screening a prompt found out. */
export interface PromptReport {
  readonly verdict: PromptVerdict;
  readonly runs: readonly CheckRun[];
  /** Milliseconds for all rules, and for the slowest classifier. */
  readonly timings: { readonly rules: number; readonly classify: number };
}

/** A prompt on its way through screening. */
export interface PromptScreening {
  /**
   * The prompt as soon as it may go to a model: after the whole verdict, or, where the policy classifies
   * beside generation, after the rules alone. Undefined when it may not.
   */
  readonly released: Promise<ScreenedPrompt | undefined>;
  /** What all checks together say. No picture may leave before this is known. */
  readonly report: Promise<PromptReport>;
}

/** Whether a verdict keeps the prompt from a model and its pictures from people. */
export function refuses(verdict: PromptVerdict): boolean {
  return verdict.decision === 'reject' || verdict.unchecked;
}

/**
 * Screens a prompt: rules on the spot, then, unless they already reject it, all classifiers in parallel.
 * A failed check makes the verdict `unchecked` unless the policy lets that check fail open.
 * @param options.ms Time the classifiers may take, in milliseconds.
 * @param options.others Further texts under the same verdict.
 * @param options.names Short strings that only the rules read.
 */
export function screenPrompt(
  prompt: string,
  engine: PromptScreen,
  options: {
    readonly ms: number;
    readonly signal: AbortSignal;
    readonly others?: readonly string[];
    readonly names?: readonly string[];
  },
): PromptScreening {
  const start = performance.now();
  const texts: Texts = { prompt, others: options.others ?? [], names: options.names ?? [] };
  const rules = engine.rules.map((rule) => runRules(rule.name, () => matchEvery(rule, texts)));
  const rulesMs = performance.now() - start;
  const byRules = judge(engine, rules);

  const classified: Promise<CheckRun[]> = refuses(byRules)
    ? Promise.resolve([])
    : Promise.all(
        engine.classifiers.map((classifier) =>
          runCheck(
            classifier.name,
            (signal) => classifyEvery(classifier, texts, { signal }),
            options.ms,
            options.signal,
          ),
        ),
      );
  const report = classified.then((runs) => ({
    verdict: judge(engine, [...rules, ...runs]),
    runs: [...rules, ...runs],
    timings: { rules: rulesMs, classify: Math.max(0, ...runs.map(({ ms }) => ms)) },
  }));
  const decisive =
    engine.policy.classify === 'beside' ? Promise.resolve(byRules) : report.then(({ verdict }) => verdict);
  return {
    released: decisive.then((verdict) => (refuses(verdict) ? undefined : new Screened(texts))),
    report,
  };
}

/** Rules run synchronously, so that a rejected prompt costs no waiting; one that throws counts as failed. */
function runRules(check: string, match: () => readonly Finding[]): CheckRun {
  const start = performance.now();
  try {
    const findings = match();
    return { check, ms: performance.now() - start, report: { findings } };
  } catch (error) {
    return { check, ms: performance.now() - start, failure: 'error', error };
  }
}

function judge(engine: PromptScreen, runs: readonly CheckRun[]): PromptVerdict {
  const { policy } = engine;
  const findings = runs.flatMap(({ report }) => report?.findings ?? []);
  const decided = decidePrompt(policy, findings);
  const failed = runs.filter(({ failure }) => failure !== undefined).map(({ check }) => check);
  const closed = failed.filter((check) => !policy.failOpen.includes(check));
  const skipped = runs.filter(({ report }) => report?.skipped !== undefined).map(({ check }) => check);
  const unread = skipped.length > 0 ? policy.unreadPrompt : 'allow';
  const decision = decided.decision === 'allow' ? unread : unread === 'reject' ? 'reject' : decided.decision;
  return {
    decision,
    unchecked: decision !== 'reject' && closed.length > 0,
    findings,
    checks: runs.map((run) => outcomeOf(run, decided.reasons, PROMPT)),
    warnings: [
      ...promptWarnings(decided.reasons),
      ...failed.map((check) => failureWarning(check, closed.includes(check), PROMPT)),
      ...skipped.map(skipWarning),
    ],
  };
}

function skipWarning(check: string): Warning {
  return { code: 'check_skipped', check, message: `${check} cannot read this prompt and did not check it.` };
}
