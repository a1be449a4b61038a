import type { Policy } from '@shoji/core';
import { captionKeyOf, captionNamesOf, textKindOf } from '../content/kinds.ts';
import type { Row } from '../content/rows.ts';
import type { FileResult } from '../file-result.ts';
import type { PromptResult } from '../scan/scan-options.ts';

/** Selects the parts of a set for a cleaned copy. */
export interface Choice {
  /** Whether a file is left out: it is unsafe or not known to be safe, or it is a caption of only such files. */
  isOut(path: string): boolean;
  /**
   * Whether a row of a file of texts is left out: one of its texts is unsafe, or a picture that it names is left out.
   */
  isUnsafe(path: string): (row: Row) => boolean;
}

/** The results of a scan, and the threshold for a cleaned copy. */
export interface Found {
  readonly results: readonly FileResult[];
  readonly prompts: readonly PromptResult[];
  readonly policy: Policy;
  /** The mildest decision that is left out. */
  readonly from: 'blur' | 'withhold';
}

/** The parts of a set that a cleaned copy has, by the results of its scan. */
export function createChoice({ results, prompts, policy, from }: Found): Choice {
  const out = new Set(results.filter(({ status }) => isOutside(status, from)).map(({ path }) => path));
  const namesIn = new Set<string>();
  const namesOut = new Set<string>();
  for (const { path, status } of results) {
    // A caption describes pictures, not texts beside them.
    const isIn = status !== 'removed' && textKindOf(path) === undefined;
    const names = out.has(path) ? namesOut : isIn ? namesIn : undefined;
    for (const name of captionNamesOf(path)) names?.add(name);
  }
  const isGone = (name: string) => namesOut.has(name) && !namesIn.has(name);

  const isStrict = ({ decision }: PromptResult) =>
    decision === 'reject' ||
    decision === 'unchecked' ||
    (decision === 'warn' && policy.warnedPrompt === 'blur' && from === 'blur');
  const fields = Map.groupBy(prompts.filter(isStrict), ({ path }) => path);

  return {
    isOut: (path) => {
      if (out.has(path)) return true;
      const kind = textKindOf(path);
      return (kind === 'caption' || kind === 'json') && isGone(captionKeyOf(path));
    },
    isUnsafe: (path) => {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const unsafe = new Set(fields.get(path)?.map(({ field }) => field));
      return (row) =>
        row.names.some((name) => isGone(folder + name.replace(/^\.?\//, ''))) ||
        [...row.texts()].some(({ field }) => unsafe.has(field));
    },
  };
}

function isOutside(status: FileResult['status'], from: Found['from']): boolean {
  return (
    status === 'withhold' ||
    status === 'unchecked' ||
    status === 'pending' ||
    (status === 'blur' && from === 'blur')
  );
}
