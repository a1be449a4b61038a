/** A person's age in a text. */
export interface Age {
  /** Offsets in the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether the person is under 18. */
  readonly isMinor: boolean;
  readonly years: number;
}
