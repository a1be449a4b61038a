import { ImageError } from '../image/errors.ts';
import { decideImage } from '../policy/decide.ts';
import type { CallOptions } from '../ports/call.ts';
import type { NormalisedImage, UnscreenedImage } from '../sealed/picture.ts';
import { withDeadline } from '../time/deadline.ts';
import type { CheckFailure } from '../vocabulary/check-error.ts';
import type { ImageDecision } from '../vocabulary/decision.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { CheckOutcome } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Used } from './all-reports.ts';
import { moderateViews } from './moderate-views.ts';
import { failureWarning, outcomeOf } from './outcomes.ts';
import { type CheckRun, failureOf, isOfInput, NO_CHECK, runCheck, type Watching } from './run-check.ts';
import type { ImageScreen } from './screen.ts';
import { imageWarnings } from './warnings.ts';

/** The verdict of the moderators and the policy on one image. It holds no pixels that could be shown. */
export interface ImageJudgement {
  readonly decision: ImageDecision;
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckOutcome[];
  readonly warnings: readonly Warning[];
  readonly runs: readonly CheckRun[];
  /** True when the picture itself has a finding, so that another picture may pass. */
  readonly flagged: boolean;
  /** True when a check failed because of the picture itself, so that the same one will fail again. */
  readonly unreadable: boolean;
  /** The decoded picture; undefined when the bytes were not an acceptable picture. */
  readonly normalised: NormalisedImage | undefined;
}

/** The options of judging one image. */
export interface JudgeOptions {
  /** Position of the picture in the answer. */
  readonly index: number;
  /** Milliseconds for everything that is done with the picture; `Infinity` for batch work. */
  readonly ms: number;
  /** Whether transparency is laid on white, for readers that would interpret it differently. */
  readonly opaque?: boolean;
}

type Options = JudgeOptions & Required<CallOptions> & Watching;

/**
 * Decodes and re-encodes a picture, runs every moderator in parallel, and decides. A picture that could not be checked
 * is withheld, unless the policy lets that check fail open.
 */
export async function judgeImage(
  image: UnscreenedImage,
  engine: ImageScreen,
  options: Options,
): Promise<ImageJudgement> {
  const start = performance.now();
  const decoded = await decode(image, engine, options);
  if ('failure' in decoded) {
    const judgement = unreadable(decoded, options.index, performance.now() - start);
    judgement.runs.forEach(options.ran);
    return judgement;
  }

  const remaining = Math.max(1, options.ms - (performance.now() - start));
  const runs = await Promise.all(
    engine.moderators.map(async (moderator) => {
      const ask = (signal: AbortSignal, used: Used) =>
        moderateViews(moderator, decoded.image, { signal, turn: options.turn }, used);
      const run = skippedIsFailed(await runCheck(moderator.name, ask, remaining, options.signal));
      options.ran(run);
      return run;
    }),
  );
  if (runs.length === 0) {
    runs.push(NO_CHECK);
    options.ran(NO_CHECK);
  }
  return { ...decide(engine, runs, options.index), normalised: decoded.image };
}

type Decoded = { image: NormalisedImage } | { failure: CheckFailure; error: unknown };

async function decode(image: UnscreenedImage, engine: ImageScreen, options: Options): Promise<Decoded> {
  try {
    const call = (signal: AbortSignal) =>
      engine.codec.normalise(image, { signal, opaque: options.opaque === true });
    return { image: await withDeadline(call, options.ms, options.signal) };
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    return { failure: error instanceof ImageError ? 'invalid-input' : failureOf(error), error };
  }
}

function unreadable(
  { failure, error }: { failure: CheckFailure; error: unknown },
  index: number,
  ms: number,
): ImageJudgement {
  const why = error instanceof ImageError ? ` ${error.message}` : '';
  return {
    decision: 'withhold',
    findings: [],
    checks: [{ check: 'pixels', on: 'image', image: index, status: 'failed', reason: failure, ms }],
    warnings: [
      {
        code: 'check_failed',
        check: 'pixels',
        image: index,
        message: `The picture could not be read.${why}`,
      },
    ],
    runs: [{ check: 'pixels', ms, failure, error }],
    flagged: false,
    unreadable: failure === 'invalid-input',
    normalised: undefined,
  };
}

/** A skipped picture counts as not checked. */
function skippedIsFailed(run: CheckRun): CheckRun {
  if (run.failure !== undefined || run.report.skipped === undefined) return run;
  return {
    check: run.check,
    ms: run.ms,
    failure: 'invalid-input',
    error: run.report.skipped,
    usage: run.report.usage ?? [],
  };
}

function decide(
  engine: ImageScreen,
  runs: readonly CheckRun[],
  index: number,
): Omit<ImageJudgement, 'normalised'> {
  const { policy } = engine;
  const subject = { on: 'image', image: index } as const;
  const reports = runs.flatMap(({ report }) => report ?? []);
  const findings = reports.flatMap((report) => report.findings);
  const illustrated = Math.max(0, ...reports.map((report) => report.illustrated ?? 0));
  const decided = decideImage(policy, findings, illustrated);
  const failed = runs.filter(({ failure }) => failure !== undefined).map(({ check }) => check);
  const closed = failed.filter((check) => !policy.failOpen.includes(check));
  return {
    decision: closed.length > 0 ? 'withhold' : decided.decision,
    findings,
    checks: runs.map((run) => outcomeOf(run, decided.reasons, subject)),
    warnings: [
      ...imageWarnings(decided.reasons, index),
      ...failed.map((check) => failureWarning(check, closed.includes(check), subject)),
    ],
    runs,
    unreadable: runs.some((run) => closed.includes(run.check) && isOfInput(run)),
    flagged: closed.length === 0 && decided.decision !== 'clear',
  };
}
