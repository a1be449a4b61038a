import { InvalidArgumentError } from 'commander';

/** A port number from a flag. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

/** A time in whole seconds, up to an hour, from a flag. */
export function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (/^\d{1,4}$/.test(value) && seconds <= 3_600) return seconds;
  throw new InvalidArgumentError('Give a number of seconds from 0 to 3600.');
}

/** A list with commas from a flag. */
export function parseList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A whole number of at least 1 from a flag. */
export function parseCount(value: string): number {
  const count = Number(value);
  if (/^\d{1,9}$/.test(value) && count >= 1) return count;
  throw new InvalidArgumentError('Give a whole number of at least 1.');
}

/** An amount of US dollars from a flag. */
export function parseDollars(value: string): number {
  if (/^\$?\d+(\.\d+)?$/.test(value)) return Number(value.replace('$', ''));
  throw new InvalidArgumentError('Give an amount in US dollars, e.g. 2.50.');
}

/** A seed from a flag: the same seed gives the same result. */
export function parseSeed(value: string): number {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('A seed is a whole number.');
}
