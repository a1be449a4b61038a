import { OperatorError } from '@shoji/core';

/** The kinds of faults in labelled data. Stable: scripts branch on them. */
export type ComplaintCode =
  | 'encoding'
  | 'syntax'
  | 'columns'
  | 'no-text'
  | 'no-label'
  | 'label'
  | 'label-spelling'
  | 'too-long'
  | 'duplicate'
  | 'conflict'
  | 'language';

/** One fault of one line, with its remedy. */
export interface Complaint {
  readonly code: ComplaintCode;
  readonly file: string;
  /** From 1, as editors count: the line where the record starts. */
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

/** `file:line: what; remedy.` */
export function complaintText({ file, line, what, remedy }: Complaint): string {
  return `${file}:${line}: ${what}; ${remedy}.`;
}

/** Labelled data cannot be used. The message lists the faults line by line, with their remedies. */
export class LabelledDataError extends OperatorError {
  override readonly name = 'LabelledDataError';
}

/** Lines that a message names; the others are counted. */
const SHOWN = 20;

/** The first complaints, one a line, and how many more there are. */
export function complaintsText(complaints: readonly Complaint[], shown: number = SHOWN): string {
  const lines = complaints.slice(0, shown).map(complaintText);
  const more = complaints.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more.toLocaleString('en-US')} more.`] : [])].join('\n');
}
