import type { Complaint } from '../complaints.ts';
import type { LabelledDocument } from './documents.ts';

/**
 * The first of documents that look equal to a reader. If their labels differ, the right one is unknown, and none is
 * kept. Reports each line that is left out.
 */
export function withoutDuplicates(documents: readonly LabelledDocument[]): {
  readonly documents: readonly LabelledDocument[];
  readonly complaints: readonly Complaint[];
} {
  const kept: LabelledDocument[] = [];
  const complaints: Complaint[] = [];
  for (const group of Map.groupBy(documents, ({ key }) => key).values()) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    if (others.every((other) => labelsText(other) === labelsText(first))) {
      kept.push(first);
      complaints.push(...others.map((other) => duplicate(other, first)));
    } else complaints.push(...group.flatMap((one) => conflict(one, group)));
  }
  return { documents: kept, complaints };
}

function duplicate({ file, line, text }: LabelledDocument, first: LabelledDocument): Complaint {
  const how = text === first.text ? 'the same text as' : 'visually the same text as';
  const what = `${how} ${first.file}:${first.line}`;
  return { code: 'duplicate', file, line, what, remedy: 'no action needed, one of them is used' };
}

function conflict(one: LabelledDocument, group: readonly LabelledDocument[]): Complaint[] {
  const other = group.find((each) => labelsText(each) !== labelsText(one));
  if (other === undefined) return [];
  const { file, line } = one;
  const what = `labelled ${labelsText(one)}, but the same text at ${other.file}:${other.line} is labelled ${labelsText(other)}`;
  return [
    {
      code: 'conflict',
      file,
      line,
      what,
      remedy: 'correct one of the labels; until then neither line is used',
    },
  ];
}

function labelsText({ labels }: LabelledDocument): string {
  return labels.map((label) => JSON.stringify(label)).join(' and ');
}
