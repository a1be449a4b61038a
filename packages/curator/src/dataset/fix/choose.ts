import type { Policy } from '@shoji/core';
import { textKeys } from '../compact/keys.ts';
import { statusByText } from '../content/caption-results.ts';
import { captionKeyOf, captionNamesOf, namedIn, textKindOf } from '../content/kinds.ts';
import type { Row } from '../content/rows.ts';
import type { FileResult, FileStatus } from '../file-result.ts';
import type { PromptResult } from '../scan/scan-options.ts';

/** Selects the parts of a set for a cleaned copy. */
export interface Choice {
  /** Whether a file is left out: it is not known to be safe, or it is a caption of only such files. */
  isOut(path: string): boolean;
  /**
   * Whether a row of a file of texts is left out: one of its texts is unsafe, or a picture that it names is left out.
   */
  isUnsafe(path: string): (row: Row) => boolean;
}

/** The results of a scan, and the threshold for a cleaned copy. */
export interface Found {
  readonly results: Iterable<FileResult>;
  readonly prompts: readonly PromptResult[];
  readonly policy: Policy;
  /** The mildest decision that is left out. */
  readonly from: 'blur' | 'withhold';
}

/** The parts of a set that a cleaned copy has, by the results of its scan. */
export function createChoice({ results, prompts, policy, from }: Found): Choice {
  const safe: readonly FileStatus[] = from === 'blur' ? ['clear', 'other'] : ['clear', 'other', 'blur'];
  const [kept, namesIn, namesOut] = [textKeys(), textKeys(), textKeys()];
  for (const { path, status } of results) {
    if (status === 'removed') continue;
    const isKept = safe.includes(status);
    if (isKept) kept.add(path);
    // A caption describes pictures, not texts beside them.
    const names = !isKept ? namesOut : textKindOf(path) === undefined ? namesIn : undefined;
    for (const name of captionNamesOf(path)) names?.add(name);
  }
  const isGone = (name: string) => namesOut.has(name) && !namesIn.has(name);
  const unsafe = prompts.filter((result) => !safe.includes(statusByText(result, policy)));
  const fields = Map.groupBy(unsafe, ({ path }) => path);

  return {
    isOut: (path) => {
      if (!kept.has(path)) return true;
      const kind = textKindOf(path);
      return (kind === 'caption' || kind === 'json') && isGone(captionKeyOf(path));
    },
    isUnsafe: (path) => {
      const ofFile = new Set(fields.get(path)?.map(({ field }) => field));
      return ({ names, texts }) =>
        names.some((name) => isGone(namedIn(path, name))) || texts.some(({ field }) => ofFile.has(field));
    },
  };
}
