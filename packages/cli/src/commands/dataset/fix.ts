import { resolve } from 'node:path';
import type { Policy } from '@shoji/core';
import { type Acted, type FileResult, fix, type OpenedSource, type Scanned } from '@shoji/curator/dataset';
import { printable } from '../../terminal/terminal.ts';
import type { ScanFlags } from './flags.ts';

/** The facts of a cleaned copy. `--json` prints them. */
export interface FixFacts {
  readonly folder: string;
  readonly files: number;
  readonly left_out: number;
  readonly rows_left_out: number;
}

/**
 * Writes the cleaned copy that `--fix` requests, and prints the files that could not be copied. Undefined without the
 * flag, and when the scan stopped before its end: such a copy would lack files that were not scanned.
 */
export async function writeFixed(
  results: Iterable<FileResult>,
  scanned: Scanned,
  source: OpenedSource,
  policy: Policy,
  flags: ScanFlags,
): Promise<{ readonly facts: FixFacts; readonly acted: Map<string, Acted> } | undefined> {
  if (flags.fix === undefined) return undefined;
  if (scanned.stopped !== undefined) {
    console.error('shoji: --fix: no copy is written, because the scan stopped before its end.');
    return undefined;
  }
  const { prompts } = scanned;
  const fixed = await fix(source, scanned, { results, prompts, policy, from: flags.from }, flags.fix);
  for (const { path, problem } of fixed.leftOut)
    if (problem !== undefined) console.error(`shoji: ${printable(path)}: not copied: ${problem.message}`);
  return {
    facts: {
      folder: resolve(flags.fix),
      files: fixed.files,
      left_out: fixed.leftOut.length,
      rows_left_out: fixed.rows,
    },
    acted: new Map(fixed.leftOut.map((acted) => [acted.path, acted])),
  };
}
