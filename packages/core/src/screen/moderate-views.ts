import type { CallOptions } from '../ports/call.ts';
import type { ImageModerator } from '../ports/image.ts';
import { type NormalisedImage, openJudged } from '../sealed/picture.ts';
import type { CheckReport, Finding } from '../vocabulary/finding.ts';
import { allReports, type Used } from './all-reports.ts';

/** One report of a moderator over every view or frame of a picture: a finding in one view counts for the picture. */
export async function moderateViews(
  moderator: ImageModerator,
  { views, frames }: NormalisedImage,
  options: CallOptions,
  used: Used,
): Promise<CheckReport> {
  const reports = await allReports(
    views.map((view) => moderator.moderate(openJudged(view), options)),
    used,
  );
  const [first, ...rest] = reports;
  if (first === undefined || rest.length === 0) return first ?? { findings: [] };
  const skipped = reports.find((report) => report.skipped !== undefined)?.skipped;
  return {
    ...first,
    ...(skipped && { skipped }),
    findings: strongest(
      reports.flatMap(({ findings }, view) => {
        const frame = frames?.at[view];
        return frame === undefined ? findings : findings.map((finding) => ({ ...finding, frame }));
      }),
    ),
    // A drawn picture may show more, so it must look drawn over every background.
    illustrated: Math.min(...reports.map(({ illustrated = 0 }) => illustrated)),
    notices: reports.flatMap(({ notices = [] }) => notices),
    usage: reports.flatMap(({ usage = [] }) => usage),
  };
}

/** One finding of each label, of the view that shows it best. */
function strongest(findings: readonly Finding[]): Finding[] {
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.category} ${finding.label}`;
    const held = best.get(key);
    // A score that is not a number must stay, because it makes the report invalid.
    if (held === undefined || !(finding.score <= held.score)) best.set(key, finding);
  }
  return [...best.values()];
}
