/** What labelled data calls its columns and labels. It loads no reader of files. */
export { OWN_COLUMNS } from './columns.ts';
export { meaningsOf } from './meanings.ts';
