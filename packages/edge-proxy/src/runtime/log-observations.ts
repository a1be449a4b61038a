import type { Observation } from '@shoji/core';
import { causeOf } from './cause.ts';

/** What of a logger is used: fields first, then one sentence, as in pino. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes what callers are not told: why a check failed, what it found, and its notices. */
export function logObservations(log: Log): (observation: Observation) => void {
  return (observation) => {
    const { type, id } = observation;
    switch (observation.type) {
      case 'check-failed': {
        const { check, failure, error } = observation;
        return log.warn({ type, id, check, failure, cause: causeOf(error) }, 'a check failed');
      }
      case 'notice':
        return log.warn(
          { type, id, check: observation.check, ...observation.notice },
          'a check has a notice',
        );
      case 'prompt-findings': {
        const findings = observation.findings.map(({ check, category, score }) => ({
          check,
          category,
          score,
        }));
        return findings.length > 0 ? log.info({ type, id, findings }, 'the prompt was flagged') : undefined;
      }
    }
  };
}
