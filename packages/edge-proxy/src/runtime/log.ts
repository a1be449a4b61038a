import type { Observation } from '@shoji/core';
import pino, { type Logger } from 'pino';
import { causeOf } from './cause.ts';

/** The operator's log, one JSON object a line on standard error. It never holds prompts, pictures or keys. */
export function createLog(level = process.env.LOG_LEVEL ?? 'info'): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}

/** Writes what callers are not told: why a check failed, what it found, and its notices. */
export function logObservations(log: Logger): (observation: Observation) => void {
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
