import type { Observation } from '@shoji/core';
import { printable } from '../terminal/terminal.ts';

/**
 * Prints failures and notices of checks for the user of a command, each line once. A problem of an image itself is in
 * the command's result.
 */
export function noteObservations(write: (line: string) => void): (observation: Observation) => void {
  const written = new Set<string>();
  const note = (line: string) => {
    if (written.has(line)) return;
    written.add(line);
    write(line);
  };
  return (observation) => {
    if (observation.type === 'notice')
      note(`shoji: ${observation.check}: ${printable(observation.notice.message)}`);
    if (observation.type !== 'check-failed') return;
    const { id, check, failure, cause } = observation;
    if (check !== 'pixels' || failure !== 'invalid-input')
      note(`shoji: ${printable(id)}: ${check}: ${printable(cause)}`);
  };
}
