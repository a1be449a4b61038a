import { InvalidArgumentError } from 'commander';

/** A port number from a flag. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

/** A list with commas from a flag. */
export function parseList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
