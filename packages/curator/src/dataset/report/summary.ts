import type { Category, Policy } from '@shoji/core';
import { textKeys } from '../compact/keys.ts';
import type { FileResult, FileStatus } from '../file-result.ts';
import type { PromptResult, Stopped } from '../scan/scan-options.ts';

/** The figures of a scan. `--json` prints them; the report begins with them. */
export interface Summary {
  readonly source: string;
  readonly policy: string;
  readonly checks: readonly string[];
  /** Categories that the policy restricts and no moderator can see. */
  readonly unseen: readonly Category[];
  readonly files: number;
  /** Files of each status. */
  readonly statuses: Readonly<Record<FileStatus, number>>;
  /** Files by the category of their strongest reason. */
  readonly categories: Readonly<Partial<Record<Category, number>>>;
  /** The prompts of each `dataset_info.json`, and of captions and metadata those that are not allowed. */
  readonly prompts: readonly PromptResult[];
  /** Texts that were screened, allowed ones included. */
  readonly screened: number;
  /** Distinct contents among the files that were read. */
  readonly distinct: number;
  /** For each category that a moderator or a check of texts saw, what it is in. */
  readonly balance: Readonly<Partial<Record<Category, Balance>>>;
  /** Groups of files that hold the same bytes, and of files that look alike; files that other sets have, too. */
  readonly duplicates: { readonly same: number; readonly alike: number; readonly elsewhere: number };
  /** Pictures that do not fit their texts: clear ones with an unsafe text, and unsafe ones whose texts are allowed. */
  readonly mismatches: { readonly text: number; readonly image: number };
  readonly warnings: readonly string[];
  /** US dollars by the price table, earlier runs included. */
  readonly costUsd: number;
  readonly stopped: Stopped | null;
}

/** Files in which a category was seen, by what came of it. */
export interface Balance {
  /** It is a reason to withhold or blur them. */
  readonly withhold: number;
  readonly blur: number;
  /** They are clear, and it was seen below every threshold: it stays in the set. */
  readonly clear: number;
}

/** The facts about a scan, without its files. */
export type ScanFacts = Pick<
  Summary,
  'source' | 'checks' | 'unseen' | 'prompts' | 'screened' | 'warnings' | 'costUsd' | 'stopped'
> & {
  readonly policy: Policy;
};

export function summarise(results: Iterable<FileResult>, { policy, ...facts }: ScanFacts): Summary {
  const statuses = { clear: 0, blur: 0, withhold: 0, unchecked: 0, other: 0, pending: 0, removed: 0 };
  const categories: Partial<Record<Category, number>> = {};
  const balance: Partial<Record<Category, Balance>> = {};
  const mismatches = { text: 0, image: 0 };
  const contents = textKeys();
  const [same, alike] = [new Set<number>(), new Set<number>()];
  let files = 0;
  let elsewhere = 0;
  for (const result of results) {
    const { status, reasons, hash, sameAs, like, alsoIn, mismatch } = result;
    statuses[status] += 1;
    addTo(balance, result);
    if (status === 'removed') continue;
    files += 1;
    const category = reasons[0]?.category;
    if (category !== undefined) categories[category] = (categories[category] ?? 0) + 1;
    if (hash !== undefined) contents.add(hash);
    if (mismatch !== undefined) mismatches[mismatch] += 1;
    if (sameAs !== undefined) same.add(sameAs);
    if (like !== undefined) alike.add(like);
    if (alsoIn !== undefined) elsewhere += 1;
  }
  return {
    ...facts,
    policy: policy.name,
    files,
    statuses,
    categories,
    balance,
    distinct: contents.size,
    duplicates: { same: same.size, alike: alike.size, elsewhere },
    mismatches,
  };
}

function addTo(balance: Partial<Record<Category, Balance>>, { status, findings, reasons }: FileResult): void {
  if (status !== 'withhold' && status !== 'blur' && status !== 'clear') return;
  const seen = status === 'clear' ? findings : reasons;
  for (const category of new Set(seen.map((finding) => finding.category))) {
    const before = balance[category] ?? { withhold: 0, blur: 0, clear: 0 };
    balance[category] = { ...before, [status]: before[status] + 1 };
  }
}
