import { CheckError } from '../../vocabulary/check-error.ts';

/** The most units of all readings of one prompt: a multiple of its length, plus a constant. */
const UNITS_PER_UNIT = 4;
const UNITS_BESIDES = 60_000;

/** The most units of the readings of a prompt with `length` units. */
export function mostRead(length: number): number {
  return length * UNITS_PER_UNIT + UNITS_BESIDES;
}

/**
 * The error for a prompt with more readings than {@link mostRead}, or with more disguised words than the matcher's budget
 * is for. Such a prompt does not pass: it is unchecked.
 */
export function tooManyReadings(): CheckError {
  return new CheckError(
    'invalid-input',
    'The prompt has more readings than can be checked. Leave out rows of signs and nested choices.',
  );
}
