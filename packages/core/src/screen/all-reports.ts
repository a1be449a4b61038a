import type { CheckReport, Usage } from '../vocabulary/finding.ts';

/** Called with the usage of each part of a check as soon as the part has answered, also when another part fails. */
export type Used = (usage: readonly Usage[]) => void;

/**
 * The reports of all parts of one check, which were asked at once. It waits for every part, because a part that answers
 * after another failed must be paid too; the check's deadline bounds that.
 * @throws The error of the first part that failed.
 */
export async function allReports(asked: readonly Promise<CheckReport>[], used: Used): Promise<CheckReport[]> {
  const each = asked.map(async (part) => {
    const report = await part;
    used(report.usage ?? []);
    return report;
  });
  await Promise.allSettled(each);
  return Promise.all(each);
}
