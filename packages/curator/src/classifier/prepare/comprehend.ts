import { canRead, TEXT_LANGUAGES, type TextLanguage } from '@shoji/aws/client';
import { stringify } from 'csv-stringify/sync';
import type { Complaint } from '../complaints.ts';
import {
  LABEL_DELIMITER,
  MAX_CLASS_LENGTH,
  MAX_TRAINING_BYTES,
  TRAINING_LIMITS,
} from '../comprehend/limits.ts';
import type { LabelledDocument } from './documents.ts';

/** Whether a text has one label or can have several. */
export type ComprehendMode = 'multi-class' | 'multi-label';

/** A training file for Comprehend, and the reasons why Comprehend would refuse it. */
export interface ComprehendFile {
  readonly mode: ComprehendMode;
  /** The rows `label,text`, without a header (RFC 4180, UTF-8). */
  readonly csv: string;
  readonly documents: readonly LabelledDocument[];
  /** Documents that this model cannot read. */
  readonly complaints: readonly Complaint[];
  /** Why Comprehend would refuse the file, with the remedy; empty if it would not. */
  readonly problems: readonly string[];
}

/**
 * Writes documents in the format of Comprehend's custom classification, and checks the file against its limits.
 * @param language The one language of the model; documents of others are left out.
 */
export function comprehendFile(
  all: readonly LabelledDocument[],
  language: string,
  mode: ComprehendMode,
): ComprehendFile {
  const complaints: Complaint[] = [];
  const documents = all.filter((document) => {
    const complaint = isLanguage(language) ? languageComplaint(document, language) : undefined;
    if (complaint) complaints.push(complaint);
    return complaint === undefined;
  });
  const csv = stringify(documents.map(({ labels, text }) => [labels.join(LABEL_DELIMITER), text]));
  return {
    mode,
    csv,
    documents,
    complaints,
    problems: problemsOf(documents, csv, mode, language),
  };
}

function isLanguage(language: string): language is TextLanguage {
  return TEXT_LANGUAGES.some((known) => known === language);
}

function languageComplaint(document: LabelledDocument, language: TextLanguage): Complaint | undefined {
  const { file, line } = document;
  const of = (what: string): Complaint => ({
    code: 'language',
    file,
    line,
    what,
    remedy: `it is left out of comprehend.csv: a model supports one language (--language ${language})`,
  });
  if (document.language !== language) return of(`the text is in ${JSON.stringify(document.language)}`);
  return canRead(document.text, language) === 'no' ? of('the text has no Latin letters') : undefined;
}

function problemsOf(
  documents: readonly LabelledDocument[],
  csv: string,
  mode: ComprehendMode,
  language: string,
): string[] {
  const limits = TRAINING_LIMITS[mode === 'multi-class' ? 'MULTI_CLASS' : 'MULTI_LABEL'];
  const classes = countClasses(documents);
  const problems: string[] = [];
  if (!isLanguage(language)) {
    problems.push(`Comprehend’s custom classifiers read ${TEXT_LANGUAGES.join(', ')}, not ${language}.`);
  }
  if (classes.size < 2)
    problems.push(`The data have ${classes.size === 0 ? 'no class' : 'one class'}; the minimum is two.`);
  if (classes.size > limits.classes) {
    problems.push(`${number(classes.size)} classes; the maximum is ${number(limits.classes)}. Merge some.`);
  }
  for (const [label, count] of classes) {
    if (count < limits.perClass) {
      problems.push(
        `Class ${JSON.stringify(label)}: ${number(count)} documents to train on; it needs ${limits.perClass}. ` +
          'Add some, hold out fewer (--held-out), or give the texts another label.',
      );
    }
    if (label.length > MAX_CLASS_LENGTH) {
      problems.push(
        `Class ${JSON.stringify(label.slice(0, 40))}…: its name is over ${number(MAX_CLASS_LENGTH)} characters.`,
      );
    }
    if (label.includes(LABEL_DELIMITER)) {
      problems.push(
        `Class ${JSON.stringify(label)} contains ${JSON.stringify(LABEL_DELIMITER)}, the delimiter of labels; rename it, or use --multi-label.`,
      );
    }
  }
  if (documents.length < limits.documents) {
    problems.push(`${number(documents.length)} documents; the minimum is ${limits.documents}.`);
  }
  if (Buffer.byteLength(csv) > MAX_TRAINING_BYTES)
    problems.push('Over 5 GB; leave documents out (--balance).');
  return problems;
}

/** How many documents each class has, in alphabetical order. */
export function countClasses(documents: readonly LabelledDocument[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of documents.flatMap(({ labels }) => labels).sort()) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
