import { assertKnownParts, type EngineParts } from '../ports/lifetime.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import type { Usage } from '../vocabulary/finding.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import type { Texts } from './every-text.ts';
import { explainVerdict } from './explain.ts';
import type { RequestEvidence } from './joined/request-evidence.ts';
import { judgePrompt, type PromptJudgement } from './judge-prompt.ts';
import { Account, type Cost } from './ledger/account.ts';
import { observeRun, type ScreeningObservation, tell } from './ledger/observe.ts';
import { type CheckRun, findingsOf, type Watching } from './run-check.ts';
import type { PromptScreen, Watched } from './screen.ts';

/** The request that a screening belongs to. */
export interface ScreeningOptions {
  /** The name of the request in every observation, and in queues where requests take turns. */
  readonly id: string;
  /** Aborts all running work. */
  readonly signal: AbortSignal;
  /** The account of the request; a new one when left out. */
  readonly account?: Account;
  /** The evidence of the request's texts and given pictures; new when left out. */
  readonly evidence?: RequestEvidence;
}

/** The texts of one request, which have one verdict. */
export interface AskedTexts {
  readonly prompt?: string;
  /** Further texts that are read like the prompt. */
  readonly others?: readonly string[];
  /** Short strings that only the rules read. */
  readonly names?: readonly string[];
}

/** The result of screening a prompt. */
export interface PromptReport extends PromptJudgement {
  /** The verdict as far as the policy explains it to callers. */
  readonly told: PromptVerdict;
}

/** A prompt on its way through screening. */
export interface PromptScreening {
  /**
   * The prompt as soon as it may go to a model: after the whole verdict, or, where the policy classifies
   * beside generation, after the rules alone. Undefined when it may not.
   */
  readonly released: Promise<ScreenedPrompt | undefined>;
  /** The verdict of all checks together. No picture may leave before it is known. */
  readonly report: Promise<PromptReport>;
}

/** The account of one request. */
export interface Booked {
  /** The account of the request. */
  readonly account: Account;
  /** The usage of the request so far. */
  usage(): Usage[];
  cost(): Cost;
}

/** Screens the prompts of one request. */
export interface PromptScreener extends Booked {
  /**
   * Runs the rules synchronously and then, unless they already refuse, all classifiers in parallel.
   * @param options.ms Milliseconds for the classifiers in place of the policy's; `Infinity` for batch work.
   */
  prompt(texts: AskedTexts | string, options?: { readonly ms?: number }): PromptScreening;
}

/**
 * The request of a screening: its id and signal, its account, and the observer of each check. Without pictures, nothing
 * reads its evidence.
 */
export type Asking = Required<Omit<ScreeningOptions, 'evidence'>> &
  Watching & { readonly evidence: RequestEvidence | undefined };

/**
 * The request that is served, with the account that its costs are booked in.
 * @throws OperatorError when a part of the engine has a version that this core does not know.
 */
export function askingFor(
  engine: Watched & EngineParts,
  { id, signal, account = new Account(engine.prices), evidence }: ScreeningOptions,
): Asking {
  assertKnownParts(engine);
  return { id, signal, account, evidence, ran: (run: CheckRun) => observeRun(engine, { id, account }, run) };
}

/** The part that every screening has. */
export function bookedIn(account: Account): Booked {
  return { account, usage: () => account.usage(), cost: () => account.cost() };
}

/**
 * The part of `createScreening` without pictures, for runtimes where every kilobyte counts, such as CloudFront's edge.
 */
export function createPromptScreening(engine: PromptScreen, options: ScreeningOptions): PromptScreener {
  const asking = askingFor(engine, options);
  return { ...bookedIn(asking.account), prompt: promptScreener(engine, asking) };
}

/** Screens the texts of one request. */
export function promptScreener(
  engine: PromptScreen,
  { id, signal, account, evidence, ran }: Asking,
): PromptScreener['prompt'] {
  const { deadlines, explain } = engine.policy;
  return (asked, { ms = deadlines.classify } = {}) => {
    const { prompt = '', others = [], names = [] } = typeof asked === 'string' ? { prompt: asked } : asked;
    const texts: Texts = { prompt, others, names };
    account.conceal([prompt, ...others]);
    const judging = judgePrompt(texts, engine, { ms, signal, turn: id, ran });
    evidence?.addTexts(judging.judgement.then(({ runs }) => findingsOf(runs)));
    const report = judging.judgement.then((judgement) => {
      tell<ScreeningObservation>(engine, () => ({
        type: 'prompt-findings',
        id,
        findings: judgement.verdict.findings,
      }));
      return { ...judgement, told: explainVerdict(judgement.verdict, explain) };
    });
    const { released } = judging;
    // A caller may end before it awaits both; an unhandled rejection would end the process.
    for (const each of [report, released]) each.catch(() => {});
    return { released, report };
  };
}
