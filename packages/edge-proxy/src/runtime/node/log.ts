import pino, { type Logger } from 'pino';

/** The operator's log, one JSON object a line on standard error. It never contains prompts, images or keys. */
export function createLog(level = process.env.LOG_LEVEL ?? 'info'): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
