import type { Observation } from '@shoji/core';

/** The methods of a logger that are used: fields first, then one sentence, as in pino. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Logs what clients do not see: why a check or a generator failed, the findings, the cost. */
export function logObservations(log: Log): (observation: Observation) => void {
  return (observation) => {
    const { type, id } = observation;
    switch (observation.type) {
      case 'check-failed': {
        const { check, failure, cause } = observation;
        const fields = { type, id, check, failure, cause };
        // The fault is the sender's unreadable image, not the check.
        if (check === 'pixels' && failure === 'invalid-input')
          return log.info(fields, 'a picture could not be read');
        return log.warn(fields, 'a check failed');
      }
      case 'generation-failed': {
        const { generator, code, cause } = observation;
        const fields = { type, id, generator, code, cause };
        // A model's refusal needs no action of the operator.
        if (code === 'generator_rejected') return log.info(fields, 'the generator refused a request');
        if (code === 'generator_busy') return log.warn(fields, 'the generator is busy');
        return log.error(fields, 'the generator failed');
      }
      case 'usage': {
        const { by, usage, usd } = observation;
        return log.debug({ type, id, by, usage, usd }, 'a billed service was used');
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
