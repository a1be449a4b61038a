/** Flags of `shoji check-image`. */
export interface CheckImageFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  /** A module that exports more checks. */
  readonly judges?: string;
  /** Names of checks to compare. */
  readonly against?: readonly string[];
}
