/** Names of columns, or numbers from 1 for files without a header. */
export interface Columns {
  readonly text: string;
  readonly label: string;
  /** The category of an unsafe text whose label has none; read if the column exists. */
  readonly category: string;
  /** Read where there is such a column. */
  readonly language: string;
  /** Read where there is such a column. */
  readonly source: string;
}

/** The column names of Shoji's own format. */
export const OWN_COLUMNS: Columns = {
  text: 'text',
  label: 'label',
  category: 'category',
  language: 'lang',
  source: 'source',
};
