import type { FramesKept } from '../image/animation.ts';
import { ImageError } from '../image/errors.ts';
import { decideImage } from '../policy/decide.ts';
import type { CallOptions } from '../ports/call.ts';
import type { ImageModerator } from '../ports/image.ts';
import type { NormalisedImage, UnscreenedImage } from '../sealed/picture.ts';
import { withDeadline } from '../time/deadline.ts';
import type { CheckFailure } from '../vocabulary/check-error.ts';
import type { ImageDecision } from '../vocabulary/decision.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { CheckOutcome } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Used } from './all-reports.ts';
import { joinPicture } from './joined/join-picture.ts';
import { halvesOf, isHalf, type Joined, mentioned } from './joined/joined.ts';
import type { RequestEvidence } from './joined/request-evidence.ts';
import { isSexual } from './joined/sexualised-minor.ts';
import { moderateViews } from './moderate-views.ts';
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
  /**
   * `input` for a picture that is given to a model, `output` (the default) for a picture that may be shown. An input's
   * transparency is laid on white, because readers interpret it differently, and its findings count for the pictures
   * that are made from it.
   */
  readonly role?: 'input' | 'output';
  /**
   * The frames of an animation that may be left out. Without it, an input must be still; of a picture that is
   * only judged every frame must be; and one that is shown is shown with its judged frames.
   */
  readonly frames?: FramesKept;
}

type Options = JudgeOptions & Required<CallOptions> & Watching & { readonly evidence: RequestEvidence };

/**
 * Decodes and re-encodes a picture, runs the moderators in parallel, joins what they find with the evidence of the
 * request, and decides. A picture that could not be checked is withheld, unless the policy lets that check fail open.
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

  const askAll = (moderators: readonly ImageModerator[]) =>
    Promise.all(
      moderators.map(async (moderator) => {
        const ask = (signal: AbortSignal, used: Used) =>
          moderateViews(moderator, decoded.image, { signal, turn: options.turn }, used);
        const remaining = Math.max(1, options.ms - (performance.now() - start));
        const run = skippedIsFailed(await runCheck(moderator.name, ask, remaining, options.signal));
        options.ran(run);
        return run;
      }),
    );
  const { role = 'output', evidence } = options;
  const { deciding, joining } = byEffect(engine);
  const runs = await askAll(deciding);
  if (runs.length === 0) {
    runs.push(NO_CHECK);
    options.ran(NO_CHECK);
  }
  const beside = await evidence.known();
  if (role === 'input' || [...findingsOf(runs), ...beside.texts, ...beside.inputs].some(isSexual))
    runs.push(...(await askAll(joining)));
  if (role === 'input') evidence.addInput(findingsOf(runs));
  // Of given pictures that are judged at once, the last one sees the findings of all.
  const joined = joinPicture(findingsOf(runs), role === 'input' ? await evidence.known() : beside, role);
  return { ...decide(engine, runs, joined, options.index), normalised: decoded.image };
}

/**
 * The moderators whose findings decide alone, and those that find only what counts beside sexual content, such as faces: of
 * a picture that may be shown they are asked only where there is some.
 */
export function byEffect({ moderators, policy }: Pick<ImageScreen, 'moderators' | 'policy'>) {
  const decides = ({ covers }: ImageModerator) =>
    covers.some((category) => !isHalf(category) || policy.image[category] !== undefined);
  const deciding = moderators.filter(decides);
  if (deciding.length === 0) return { deciding: moderators, joining: [] };
  return { deciding, joining: moderators.filter((moderator) => !decides(moderator)) };
}

type Decoded = { image: NormalisedImage } | { failure: CheckFailure; error: unknown };

async function decode(image: UnscreenedImage, engine: ImageScreen, options: Options): Promise<Decoded> {
  try {
    const call = (signal: AbortSignal) =>
      engine.codec.normalise(image, {
        signal,
        opaque: options.role === 'input',
        frames: options.frames ?? 'one',
      });
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
  joined: readonly Joined[],
  index: number,
): Omit<ImageJudgement, 'normalised'> {
  const { policy } = engine;
  const subject = { on: 'image', image: index } as const;
  const reports = runs.flatMap(({ report }) => report ?? []);
  const findings = [...joined.map(({ finding }) => finding), ...findingsOf(runs)];
  const illustrated = Math.max(0, ...reports.map((report) => report.illustrated ?? 0));
  const decided = decideImage(policy, findings, illustrated);
  const reasons = [...decided.reasons, ...halvesOf(joined, decided.reasons)];
  const failed = runs.filter(({ failure }) => failure !== undefined).map(({ check }) => check);
  const closed = failed.filter((check) => !policy.failOpen.includes(check));
  return {
    decision: closed.length > 0 ? 'withhold' : decided.decision,
    findings: mentioned(findings, policy.image),
    checks: runs.map((run) => outcomeOf(run, reasons, subject)),
    warnings: [
      ...imageWarnings(decided.reasons, index),
      ...failed.map((check) => failureWarning(check, closed.includes(check), subject)),
    ],
    runs,
    unreadable: runs.some((run) => closed.includes(run.check) && isOfInput(run)),
    flagged: closed.length === 0 && decided.decision !== 'clear',
  };
}
