import { stringify } from 'csv-stringify/sync';
import { type Complaint, complaintsText, LabelledDataError } from '../complaints.ts';
import { type LabelledOptions, OWN_HEADER } from '../labelled.ts';
import { type Meaning, meaningsOf } from '../labels/meanings.ts';
import { readRows } from '../rows.ts';
import { type ComprehendFile, comprehendFile, countClasses } from './comprehend.ts';
import { documentsOf, type LabelledDocument } from './documents.ts';
import { withoutDuplicates } from './duplicates.ts';
import { balance, inSeededOrder, split } from './split.ts';

export interface PrepareOptions extends LabelledOptions {
  readonly seed: number;
  /** Held-out share of every class, 0–1. */
  readonly heldOut: number;
  /** Maximum size of a class in training, as a multiple of the smallest class. */
  readonly balance?: number | undefined;
}

/** The figures of one class. */
export interface PreparedClass {
  readonly label: string;
  readonly means: Meaning;
  readonly train: number;
  readonly heldOut: number;
  readonly comprehend: number;
}

/** Labelled data, ready to train on. */
export interface Prepared {
  /** Lines with a labelled text. */
  readonly rows: number;
  readonly train: readonly LabelledDocument[];
  readonly heldOut: readonly LabelledDocument[];
  /** Documents of larger classes that balancing removed. */
  readonly unbalanced: number;
  readonly classes: readonly PreparedClass[];
  /** By file and line. */
  readonly complaints: readonly Complaint[];
  readonly comprehend: ComprehendFile;
}

/**
 * Reads labelled data, cleans it, removes duplicates and contradictions, splits and balances it, and checks it against
 * Comprehend's limits. The same files and seed give the same result.
 * @throws LabelledDataError when the data are unusable: a file or column is missing, a label has no meaning.
 */
export function prepare(files: readonly string[], options: PrepareOptions): Prepared {
  const { classes = {}, language = 'en', seed, labelDelimiter } = options;
  const meaningOf = meaningsOf(classes);
  const { rows, complaints: unreadable } = readRows(files, options);
  const cleaned = documentsOf(rows, meaningOf, language);
  assertLabels(cleaned.complaints);
  const unique = withoutDuplicates(cleaned.documents);
  const ordered = inSeededOrder(unique.documents, seed);
  const { train: whole, heldOut } = split(ordered, options.heldOut);
  const train = options.balance === undefined ? whole : balance(whole, options.balance);
  const mode = labelDelimiter === undefined ? 'multi-class' : 'multi-label';
  const comprehend = comprehendFile(train, language, mode);
  const complaints = [unreadable, cleaned.complaints, unique.complaints, comprehend.complaints].flat();
  if (train.length === 0) {
    throw new LabelledDataError(
      ['No labelled text is left for training.', complaintsText(complaints)].join('\n').trimEnd(),
    );
  }
  const counts = [train, heldOut, comprehend.documents].map(countClasses);
  return {
    rows: rows.length,
    train,
    heldOut,
    unbalanced: whole.length - train.length,
    classes: [...countClasses(ordered).keys()].map((label) => {
      const [trained = 0, held = 0, sent = 0] = counts.map((count) => count.get(label) ?? 0);
      return {
        label,
        means: meaningOf(label) ?? 'toxicity',
        train: trained,
        heldOut: held,
        comprehend: sent,
      };
    }),
    complaints: complaints.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line),
    comprehend,
  };
}

/** A label without a meaning is reported once, not for each line. */
function assertLabels(complaints: readonly Complaint[]): void {
  const unknown = complaints.filter(({ code }) => code === 'label');
  const firsts = [...Map.groupBy(unknown, ({ what }) => what.toLowerCase()).values()].flatMap(
    ([first]) => first ?? [],
  );
  if (firsts.length > 0) throw new LabelledDataError(complaintsText(firsts));
}

/** Documents in Shoji's own format, which `shoji classifier train` reads. */
export function ownCsv(documents: readonly LabelledDocument[]): string {
  return stringify([
    OWN_HEADER,
    ...documents.map(({ text, unsafe, category, language, source }) => [
      text,
      unsafe ? 'unsafe' : 'safe',
      unsafe ? (category ?? 'unspecified') : 'none',
      language,
      source,
    ]),
  ]);
}
