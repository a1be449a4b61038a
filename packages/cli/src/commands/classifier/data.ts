import { CATEGORIES } from '@shoji/core';
import type { DataFormat, LabelledOptions, Meaning } from '@shoji/curator/classifier';
import { meaningsOf, OWN_COLUMNS } from '@shoji/curator/classifier/labels';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Flags for the format of labelled data. */
export interface DataFlags {
  readonly format?: DataFormat;
  readonly delimiter?: string;
  readonly header: boolean;
  readonly encoding?: string;
  readonly textColumn: string;
  readonly labelColumn: string;
  readonly languageColumn: string;
  readonly class?: Readonly<Record<string, Meaning>>;
  readonly language: string;
  readonly multiLabel?: boolean;
  readonly labelDelimiter: string;
}

export const DATA_HELP = `
The files are CSV, TSV or JSON Lines with a text and a label in each record; the columns lang, source and category of
Shoji's format are read, other columns are ignored. With --no-header, columns are named by their numbers from 1.
TSV has no quoting; for a tab-separated file with quotes use --format csv --delimiter tab.

Labels with a known meaning: safe, harmless, none, Not Toxic; unsafe, harmful, Toxic; and the categories
${CATEGORIES.slice(0, 9).join(', ')},
${CATEGORIES.slice(9).join(', ')}.
Set the meaning of any other label: --class "Friendly=safe" --class "Fighting=violence" --class "Bad=toxicity".
`;

/** Adds the flags of {@link DataFlags} to a command. */
export function withDataFlags(command: Command): Command {
  return command
    .option('--text-column <name>', 'column of the text', OWN_COLUMNS.text)
    .option('--label-column <name>', 'column of the label', OWN_COLUMNS.label)
    .option('--language-column <name>', 'column of the language', OWN_COLUMNS.language)
    .option('--class <label=meaning>', 'meaning of a label; repeat for each label', parseClass)
    .option('--language <code>', 'language of texts without a value in the language column', 'en')
    .addOption(
      new Option('--format <name>', 'format of the files (default: by the file extension)').choices([
        'csv',
        'tsv',
        'jsonl',
      ]),
    )
    .option('--delimiter <character>', 'field delimiter of CSV files (default: a comma)', parseDelimiter)
    .option(
      '--encoding <name>',
      'encoding of the files, e.g. windows-1252 (default: UTF-8, or UTF-16 with a byte order mark)',
    )
    .option('--no-header', 'the first line is a record, not a header')
    .option('--multi-label', 'a text can have several labels')
    .option('--label-delimiter <character>', 'delimiter between the labels of one text', parseDelimiter, '|');
}

/** The flags as options for reading the data. */
export function dataOptions(flags: DataFlags): LabelledOptions {
  return {
    format: flags.format,
    delimiter: flags.delimiter,
    header: flags.header,
    encoding: flags.encoding,
    columns: { text: flags.textColumn, label: flags.labelColumn, language: flags.languageColumn },
    classes: flags.class ?? {},
    language: flags.language,
    labelDelimiter: flags.multiLabel ? flags.labelDelimiter : undefined,
  };
}

function parseDelimiter(value: string): string {
  if (value === 'tab' || value === '\\t') return '\t';
  if ([...value].length === 1) return value;
  throw new InvalidArgumentError('Give one character, or "tab".');
}

/** Adds `label=meaning` of a flag to the earlier ones. */
export function parseClass(
  value: string,
  before: Readonly<Record<string, Meaning>> = {},
): Record<string, Meaning> {
  const at = value.lastIndexOf('=');
  const label = value.slice(0, Math.max(0, at)).trim();
  const meaning = meaningsOf()(value.slice(at + 1).trim());
  if (label === '' || meaning === undefined) {
    throw new InvalidArgumentError(`Give "label=safe", "label=toxicity" or "label=<category>".`);
  }
  return { ...before, [label]: meaning };
}
