/** Flags of `shoji check-image`. */
export interface CheckImageFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}
