import { render } from 'preact';
import type { ReportData } from '../report-data.ts';
import { ClassifierView } from './classifier/classifier-view.tsx';
import { DatasetView } from './dataset/dataset-view.tsx';

/** The same program writes the page and its data, so data with a known kind are complete. */
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
