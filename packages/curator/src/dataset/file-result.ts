import type { Finding, ImageDecision } from '@shoji/core';

/**
 * The status of a file. `unchecked`: not known to be safe, a file of a kind that is not read included; `other`: known
 * to hold no picture, e.g. captions, which were screened, or a README; `pending`: not read, because the scan stopped
 * before; `removed`: an earlier run removed it from the set.
 */
export type FileStatus = ImageDecision | 'unchecked' | 'other' | 'pending' | 'removed';

/** A scan's result for one file. */
export interface FileResult {
  readonly path: string;
  readonly bytes: number;
  readonly status: FileStatus;
  readonly hash?: string;
  readonly width?: number;
  readonly height?: number;
  readonly findings: readonly Finding[];
  /** The findings that determined the status. */
  readonly reasons: readonly Finding[];
  /** How far the closest score is from a threshold, 0–1. */
  readonly margin: number;
  /** Why it could not be checked, or which text decided, in one sentence. */
  readonly message?: string;
  /** The action of an earlier run on a file that is no longer in the set. */
  readonly action?: 'quarantine' | 'delete';
  /** Files with the same number hold the same bytes. */
  readonly sameAs?: number;
  /** Files with the same number look alike: the same bytes, or versions of one picture. */
  readonly like?: number;
  /** Pictures of other sets that hold the same bytes or look alike, some of them. */
  readonly alsoIn?: readonly Elsewhere[];
  /**
   * How a picture and its texts disagree: `text`: the picture is clear, and a text about it is warned about or rejected;
   * `image`: the picture is unsafe, and every text about it is allowed.
   */
  readonly mismatch?: 'text' | 'image';
}

/** A picture of another set. */
export interface Elsewhere {
  /** The address of its set. */
  readonly set: string;
  readonly path: string;
}
