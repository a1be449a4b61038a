/** Labelled prompts: prepares them, trains and measures classifiers with them, reports. */
export { type Complaint, type ComplaintCode, complaintText } from './complaints.ts';
export { openAnswers } from './evaluate/answers-file.ts';
export { type Asked, type Asking, askAll, expectedCost, type MeasuredCheck } from './evaluate/ask.ts';
export { type LabelledOptions, type LabelledPrompt, readLabelledPrompts } from './labelled.ts';
export type { Meaning } from './labels/meanings.ts';
export { type CheckMeasure, type Measured, type Mistake, measure } from './measure/measure.ts';
export { type SourceTrade, TRADE_SCORES } from './measure/trade.ts';
export { prepare } from './prepare/prepare.ts';
export { type PreparedSummary, writePrepared } from './prepare/write.ts';
export type { DataFormat } from './records.ts';
export { decimal, milliseconds, percent, shareText, whole } from './report/figures.ts';
export { reportHtml } from './report/page-data.ts';
export { matrixColumns, type Report, reportJson, smallSample, withoutPrompts } from './report/report.ts';
export { train } from './train/train.ts';
export { writeWhole } from './write-file.ts';
