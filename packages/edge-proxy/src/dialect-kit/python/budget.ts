/** Characters of one text. No check reads a longer prompt. */
const LONGEST_TEXT = 65_536;
/** Characters that all string nodes of one workflow may make together: far more than any workflow of prompts needs. */
const ALL_TEXT = 4_000_000;
/**
 * Steps of regular expressions, a character times an instruction: at most some twenty nanoseconds each. The words
 * of a prompt of five thousand letters can be replaced one by one.
 */
const ALL_STEPS = 20_000_000;

/** A text that is known only when the graph runs, with the reason. */
export class Unevaluable extends Error {
  override readonly name = 'Unevaluable';
}

/** The work that evaluating one workflow may take: forty small nodes could double a text forty times. */
export class Budget {
  #characters = ALL_TEXT;
  #steps = ALL_STEPS;

  /** Says whether a text of this length may be made at all. @throws Unevaluable */
  fits(length: number): void {
    if (length > LONGEST_TEXT) throw new Unevaluable('produces a text that is too long for a prompt');
  }

  /** Books the length of a text that is about to be made. @throws Unevaluable */
  characters(length: number): void {
    this.fits(length);
    this.#characters -= length;
    if (this.#characters < 0) throw new Unevaluable('produces more text than the proxy evaluates');
  }

  /** Books the steps of a search that is about to start. @throws Unevaluable */
  steps(count: number): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new Unevaluable('takes longer to search than the proxy allows');
  }
}
