import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createScreening, ImageError, OperatorError, UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits, readHeader } from '@shoji/core/image';
import type { CheckRun, ImageScreen } from '@shoji/core/screen';
import { Semaphore } from 'async-mutex';
import { fingerprint } from './duplicates/fingerprint.ts';
import type { CheckRecord, PictureRecord } from './records.ts';

/** One picture to be judged by some of the moderators. */
export interface JudgeRequest {
  readonly path: string;
  /** That of its entry in the listing. */
  readonly version: string;
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the moderators to run. */
  readonly checks: readonly string[];
}

/** The judge has failed permanently, so that no further picture can be judged; `message` says why. */
export class JudgeLostError extends OperatorError {
  override readonly name = 'JudgeLostError';
}

/**
 * Judges one picture: here, or through a queue. Throws `SourceError` when the file can no longer be read, and
 * `JudgeLostError` when the scan must stop.
 */
export type Judge = (request: JudgeRequest) => Promise<PictureRecord>;

/** Fits photographs of any camera. Larger images need more memory to decode than a curator's machine has. */
export const DATASET_LIMITS: ImageLimits = {
  ...DEFAULT_IMAGE_LIMITS,
  maxBytes: 64 * 1024 * 1024,
  maxSide: 32_000,
  maxPixels: 100_000_000,
};

/** In milliseconds; long, because no person waits, and keeping to a service's quota takes time. */
const DEADLINE = 60_000;

/**
 * Pictures decoded at once; each takes up to 600 MB at the largest size. More than the number of cores would only wait.
 */
const DECODERS = Math.min(4, availableParallelism());

/** The id of a content: SHA-256 in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A judge in this process: decodes a few pictures at a time and runs the moderators on many in parallel. */
export function localJudge(screen: ImageScreen): Judge {
  const decoding = new Semaphore(DECODERS);
  return async ({ path, hash, bytes, checks }) => {
    const moderators = screen.moderators.filter(({ name }) => checks.includes(name));
    // The slot is taken before the deadline starts, so that the wait does not count against a picture.
    const [, release] = await decoding.acquire();
    const codec = {
      ...screen.codec,
      normalise: (...call: Parameters<typeof screen.codec.normalise>) =>
        screen.codec.normalise(...call).finally(release),
    };
    const { signal } = new AbortController();
    const screening = createScreening({ ...screen, moderators, codec }, { id: path, signal });
    const { normalised, runs } = await screening
      // A model is trained with it; and every moderator is asked, because another policy may decide by its answer later.
      .judge(new UnscreenedImage(bytes), { ms: DEADLINE, role: 'input' })
      .finally(release);

    const unreadable = runs.find(({ error }) => error instanceof ImageError)?.error;
    if (unreadable instanceof ImageError) {
      const problem = { code: unreadable.code.replaceAll('_', '-'), message: unreadable.message };
      return { type: 'picture', hash, problem, checks: [] };
    }
    if (normalised === undefined) {
      // Decoding failed for a reason independent of the picture, e.g. a time-out; every moderator is run again next
      // time.
      return {
        type: 'picture',
        hash,
        checks: checks.map((check) => ({ check, findings: [], failed: 'error' })),
      };
    }
    const print = await fingerprint(normalised);
    // The size of the file itself: the judged picture is scaled.
    const { width, height } = readHeader(bytes);
    return {
      type: 'picture',
      hash,
      width,
      height,
      ...(print !== undefined && { fingerprint: print }),
      checks: runs.map(checkRecord),
    };
  };
}

function checkRecord(run: CheckRun): CheckRecord {
  if (run.failure !== undefined) return { check: run.check, findings: [], failed: run.failure };
  const { findings, illustrated, model, usage, skipped } = run.report;
  // A skipped picture counts as not checked.
  if (skipped !== undefined) return { check: run.check, findings: [], failed: 'invalid-input' };
  return {
    check: run.check,
    findings: findings.map(({ category, label, score }) => ({ category, label, score })),
    ...(illustrated && { illustrated }),
    ...(model !== undefined && { model }),
    ...(usage !== undefined && usage.length > 0 && { usage: [...usage] }),
  };
}
