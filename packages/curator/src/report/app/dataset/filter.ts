import type { ReportFile } from '../../report-data.ts';

/** A reader's filter and order of the files. */
export interface Filter {
  /** Empty for every status. */
  readonly status: string;
  /** Empty for every category. */
  readonly category: string;
  /** Which doubts a file must have; empty for any file. */
  readonly doubt: Doubt | '';
  /** Scores from 0 to 1, both included. */
  readonly least: number;
  readonly most: number;
  /** A part of the file's name, in any case. */
  readonly name: string;
  readonly order: Order;
}

export const EVERYTHING: Filter = {
  status: '',
  category: '',
  doubt: '',
  least: 0,
  most: 1,
  name: '',
  order: 'margin',
};

const DOUBTS = {
  text: ({ mismatch }: ReportFile) => mismatch === 'text',
  image: ({ mismatch }: ReportFile) => mismatch === 'image',
  elsewhere: ({ alsoIn }: ReportFile) => alsoIn !== undefined,
};

/** `text`, `image`: the picture and its texts disagree, see `FileResult`; `elsewhere`: another set has it, too. */
export type Doubt = keyof typeof DOUBTS;

/** Whether a text names a doubt. */
export function isDoubt(text: string): text is Doubt {
  return Object.hasOwn(DOUBTS, text);
}

const ORDERS = {
  margin: (a: ReportFile, b: ReportFile) =>
    a.margin - b.margin ||
    highestScore(b) - highestScore(a) ||
    Number(a.status === 'other') - Number(b.status === 'other'),
  score: (a: ReportFile, b: ReportFile) => highestScore(b) - highestScore(a),
  path: (a: ReportFile, b: ReportFile) => a.path.localeCompare(b.path),
};

/** `margin`: closest to a threshold first; `score`: highest score first; `path`: by name. */
export type Order = keyof typeof ORDERS;

/** Whether a text names an order. */
export function isOrder(text: string): text is Order {
  return Object.hasOwn(ORDERS, text);
}

/** The files that a filter lets through, in its order. */
export function filtered(files: readonly ReportFile[], filter: Filter): ReportFile[] {
  return files.filter((file) => matches(file, filter)).sort(ORDERS[filter.order]);
}

/** The categories that were found in files, by name. */
export function categoriesOf(files: readonly ReportFile[]): string[] {
  return [...new Set(files.flatMap(({ findings }) => findings.map(({ category }) => category)))].sort();
}

function matches(file: ReportFile, { status, category, doubt, least, most, name }: Filter): boolean {
  const about = file.findings.filter((finding) => category === '' || finding.category === category);
  const inRange = about.some(({ score }) => score >= least && score <= most);
  const anyScore = category === '' && least === 0;
  return (
    (status === '' || file.status === status) &&
    (doubt === '' || DOUBTS[doubt](file)) &&
    (inRange || (anyScore && (about.length === 0 || most === 1))) &&
    file.path.toLowerCase().includes(name.toLowerCase())
  );
}

function highestScore({ findings }: ReportFile): number {
  return Math.max(0, ...findings.map(({ score }) => score));
}
