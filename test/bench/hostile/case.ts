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

/** The sum of the peak resident sizes of a process and its child processes, in MB. */
export function peakMegabytes(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const kilobytes = [pid, ...children].map((each) => {
    const [, peak = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? [];
    return Number(peak);
  });
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1000);
}
