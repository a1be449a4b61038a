import { render } from 'preact';
import type { ReportData } from '../report-data.ts';
import { ClassifierView } from './classifier/classifier-view.tsx';
import { DatasetView } from './dataset/dataset-view.tsx';

/** One program writes the page and its data, so what names its kind is whole. */
function isReport(data: unknown): data is ReportData {
  return typeof data === 'object' && data !== null && 'kind' in data;
}

const main = document.getElementById('report');
const report: unknown = JSON.parse(document.getElementById('data')?.textContent ?? 'null');
if (main && isReport(report)) {
  render(
    report.kind === 'dataset' ? <DatasetView report={report} /> : <ClassifierView report={report} />,
    main,
  );
}
