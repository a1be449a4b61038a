import { readFileSync } from 'node:fs';

/** One kind of hostile traffic, measured against a real server process that the case starts itself. */
export interface HostileCase {
  /** As on the command line: `npm run bench:hostile -- <name>`. */
  readonly name: string;
  readonly title: string;
  /** The rows of its table. */
  measure(): Promise<readonly HostileRow[]>;
}

export type HostileRow = Readonly<Record<string, string | number>>;

/** A process's highest resident size so far, in MB. */
export function peakMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1000);
}
