import type { Category, Policy } from '@shoji/core';
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
  /** Different contents among the files that were looked at. */
  readonly distinct: number;
  /** Groups of files that hold the same bytes, and of files that look alike. */
  readonly duplicates: { readonly same: number; readonly alike: number };
  readonly warnings: readonly string[];
  /** US dollars by the price table, earlier runs included. */
  readonly costUsd: number;
  readonly stopped: Stopped | null;
}

/** Everything about a scan but its files. */
export type ScanFacts = Pick<
  Summary,
  'source' | 'checks' | 'unseen' | 'prompts' | 'screened' | 'warnings' | 'costUsd' | 'stopped'
> & {
  readonly policy: Policy;
};

export function summarise(results: readonly FileResult[], { policy, ...facts }: ScanFacts): Summary {
  const statuses = { clear: 0, blur: 0, withhold: 0, unchecked: 0, other: 0, pending: 0, removed: 0 };
  const categories: Partial<Record<Category, number>> = {};
  for (const { status, reasons } of results) {
    statuses[status] += 1;
    if (status === 'removed') continue;
    const category = reasons[0]?.category;
    if (category !== undefined) categories[category] = (categories[category] ?? 0) + 1;
  }
  const groups = (key: 'sameAs' | 'like') => new Set(results.flatMap((result) => result[key] ?? [])).size;
  return {
    ...facts,
    policy: policy.name,
    files: results.length - statuses.removed,
    statuses,
    categories,
    distinct: new Set(results.flatMap(({ hash, status }) => (status === 'removed' ? [] : (hash ?? [])))).size,
    duplicates: { same: groups('sameAs'), alike: groups('like') },
  };
}
