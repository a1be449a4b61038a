import type { Log } from '../log-observations.ts';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * The log of a Lambda function, one JSON object a line, which CloudWatch parses. It never contains prompts, images or
 * keys. Not pino, which takes a tenth of the function's import time.
 */
export function lambdaLog(
  level = 'info',
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): Log {
  const at = (name: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (LEVELS.indexOf(name) < LEVELS.indexOf(level)) return;
    write(`${JSON.stringify({ level: name, time: new Date().toISOString(), ...fields, msg: message })}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
