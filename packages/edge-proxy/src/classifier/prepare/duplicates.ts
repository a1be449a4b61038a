import type { Complaint } from '../complaints.ts';
import type { LabelledDocument } from './documents.ts';

/**
 * The first of the documents that are the same to a reader. Where their labels differ, nobody knows which is right, and
 * none is kept. Complains of each line that is left out.
 */
export function withoutDuplicates(documents: readonly LabelledDocument[]): {
  readonly documents: readonly LabelledDocument[];
  readonly complaints: readonly Complaint[];
} {
  const kept: LabelledDocument[] = [];
  const complaints: Complaint[] = [];
  for (const [first, ...others] of Map.groupBy(documents, ({ key }) => key).values()) {
    if (first === undefined) continue;
    const same = (other: LabelledDocument) => labelsText(other) === labelsText(first);
    const agreed = others.every(same);
    if (agreed) kept.push(first);
    else complaints.push(conflict(first, others.find((other) => !same(other)) ?? first));
    for (const other of others) {
      complaints.push(agreed ? duplicate(other, first) : conflict(other, same(other) ? other : first, first));
    }
  }
  return { documents: kept, complaints };
}

function duplicate({ file, line, text }: LabelledDocument, first: LabelledDocument): Complaint {
  const how = text === first.text ? 'the same text as' : 'the same text to a reader as';
  const what = `${how} ${first.file}:${first.line}`;
  return { code: 'duplicate', file, line, what, remedy: 'nothing to do, one of them is used' };
}

function conflict(one: LabelledDocument, other: LabelledDocument, at = other): Complaint {
  const { file, line } = one;
  const what =
    labelsText(one) === labelsText(other)
      ? `labelled ${labelsText(one)}, and the same text is labelled otherwise elsewhere (see ${at.file}:${at.line})`
      : `labelled ${labelsText(one)}, but the same text at ${at.file}:${at.line} is labelled ${labelsText(other)}`;
  return { code: 'conflict', file, line, what, remedy: 'decide which is right; until then none is used' };
}

function labelsText({ labels }: LabelledDocument): string {
  return labels.map((label) => JSON.stringify(label)).join(' and ');
}
