import type { FileResult } from '../dataset/file-result.ts';
import type { Summary } from '../dataset/report/summary.ts';

/** A file of a data set for the report's page. */
export type ReportFile = Omit<FileResult, 'hash' | 'action'> & {
  /** Position in `thumbnails`. */
  readonly image?: number;
  /** The action on the file, in words. */
  readonly action?: string;
};

/** An image of the data set, as `data:` addresses. */
export interface ReportThumbnail {
  /** Shown first: the same colours without shapes. */
  readonly cover: string;
  /** The image itself; null if the policy does not allow revealing. */
  readonly uncovered: string | null;
}

/** The page's data for a data set. */
export interface DatasetReport {
  readonly kind: 'dataset';
  readonly summary: Summary;
  readonly files: readonly ReportFile[];
  readonly thumbnails: readonly ReportThumbnail[];
}

/** A table of texts; the first cell of each row is its header. */
export interface ReportTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A line of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** An addition to the name in the legend, e.g. `AUC 0.912`. */
  readonly note: string;
  /** Shares from 0 to 1. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** True to mark each point. */
  readonly dots?: boolean;
}

/** A chart of shares, both axes from 0 to 1. */
export interface ReportChart {
  readonly id: string;
  readonly title: string;
  /** One or two sentences below the chart. */
  readonly caption: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly ChartSeries[];
  /** True to draw the line from (0, 0) to (1, 1). */
  readonly diagonal: boolean;
}

/** Prompts that a check got wrong. */
export interface ReportMistakes {
  /** The kind of mistake, then the order of the rows. */
  readonly title: string;
  readonly rows: readonly {
    readonly score: string;
    readonly labels: string;
    readonly at: string;
    readonly text: string;
  }[];
}

/** One check's figures. */
export interface CheckSection {
  readonly name: string;
  readonly note: string;
  readonly tables: readonly { readonly title: string; readonly table: ReportTable }[];
  readonly mistakes: readonly ReportMistakes[];
}

/** The page's data for measured classifiers. */
export interface ClassifierReport {
  readonly kind: 'classifier';
  readonly title: string;
  readonly facts: readonly string[];
  readonly warnings: readonly string[];
  readonly sideBySide: ReportTable;
  readonly charts: readonly ReportChart[];
  readonly categories: ReportTable | null;
  readonly checks: readonly CheckSection[];
}

export type ReportData = DatasetReport | ClassifierReport;
