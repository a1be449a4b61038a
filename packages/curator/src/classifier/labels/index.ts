/** Names of columns and labels in labelled data. It loads no reader of files. */
export { OWN_COLUMNS } from './columns.ts';
export { meaningsOf } from './meanings.ts';
