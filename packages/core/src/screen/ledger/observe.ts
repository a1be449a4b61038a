import type { CheckFailure } from '../../vocabulary/check-error.ts';
import type { Finding, Notice, Usage } from '../../vocabulary/finding.ts';
import type { CheckRun } from '../run-check.ts';
import type { Account } from './account.ts';

/**
 * Detail for the operator's log and metrics. It holds neither the prompt's text nor pictures, except for `error`, which
 * is the error as it was thrown and may quote either: `cause` is what may be logged of it.
 */
export type ScreeningObservation =
  | {
      readonly type: 'check-failed';
      readonly id: string;
      readonly check: string;
      readonly failure: CheckFailure;
      readonly cause: string;
      readonly error: unknown;
    }
  | { readonly type: 'prompt-findings'; readonly id: string; readonly findings: readonly Finding[] }
  | NoticeObservation
  | UsageObservation;

/** A notice of a check or a generator, for the operator. */
export interface NoticeObservation {
  readonly type: 'notice';
  readonly id: string;
  /** Name of the check or the generator. */
  readonly check: string;
  readonly notice: Notice;
}

/** The billed usage of a check or a generator. */
export interface UsageObservation {
  readonly type: 'usage';
  readonly id: string;
  /** Name of the check or the generator. */
  readonly by: string;
  readonly usage: readonly Usage[];
  /** US dollars by the price table. */
  readonly usd: number;
}

/** The request, and the account on which it is booked. */
export interface Asker {
  readonly id: string;
  readonly account: Account;
}

type Observer<Told> = { readonly observe?: (observation: Told) => void };

/** Books the usage of a check, and observes for the operator why it failed, and its notices. */
export function observeRun(engine: Observer<ScreeningObservation>, asker: Asker, run: CheckRun): void {
  const { id, account } = asker;
  const { check, failure, error, report } = run;
  if (failure !== undefined)
    tell<ScreeningObservation>(engine, () => {
      const cause = account.causeOf(error);
      return { type: 'check-failed', id, check, failure, cause, error };
    });
  if (report === undefined) {
    bookUsage(engine, asker, check, run.usage);
    return;
  }
  bookUsage(engine, asker, check, report.usage);
  tellNotices(engine, asker, check, report.notices);
}

/** Reports the notices of one check or generator to the operator. */
export function tellNotices(
  engine: Observer<NoticeObservation>,
  { id }: Asker,
  check: string,
  notices: readonly Notice[] = [],
): void {
  for (const notice of notices)
    tell<NoticeObservation>(engine, () => ({ type: 'notice', id, check, notice }));
}

/** Books the usage of one check or generator, and observes it for the operator. */
export function bookUsage(
  engine: Observer<UsageObservation>,
  { id, account }: Asker,
  by: string,
  usage: readonly Usage[] = [],
): void {
  if (usage.length === 0) return;
  const { estimate } = account.book(usage);
  tell<UsageObservation>(engine, () => ({ type: 'usage', id, by, usage, usd: estimate }));
}

/** An observer that throws must not change what people are shown. */
export function tell<Told>({ observe }: Observer<Told>, observation: () => Told): void {
  if (observe === undefined) return;
  try {
    observe(observation());
  } catch {
    // It cannot be reported, because the observer is the reporting channel.
  }
}
