import { Command, InvalidArgumentError } from 'commander';
import { DATA_HELP, type DataFlags, withDataFlags } from './classifier-data.ts';
import { parseSeed } from './options.ts';

const PREPARE_HELP = `${DATA_HELP}
Texts are composed (NFC) and freed of control characters and of more than one space at a time. Of texts that are the
same to a reader one is kept, or none where their labels differ. The same files and seed give the same result.
<folder> gets train.csv and held-out.csv for \`shoji classifier train\`, comprehend.csv (label,text; no header) for
Comprehend if it keeps to its limits, complaints.jsonl with every line that something is wrong with, and prepared.json.

Exit codes:
  0   everything is written, and nothing but duplicates was left out
  10  everything is written, but lines were left out (see complaints.jsonl)
  20  written, but Comprehend would refuse the data, so there is no comprehend.csv
  2   wrong usage, or nothing that can be used
  1   something else went wrong
`;

export interface PrepareFlags extends DataFlags {
  readonly out: string;
  readonly seed: number;
  readonly heldOut: number;
  readonly balance?: number;
  readonly json?: boolean;
}

const TRAIN_HELP = `
The data is a CSV file with the header text,label,category,lang,source, as \`shoji classifier prepare\` writes it. The
same data and seed give the same weights. They are written into the checkout, beside the code that loads them.`;

/** `shoji classifier`: from labelled prompts to a running classifier. */
export function classifierCommand(): Command {
  return new Command('classifier')
    .description('Prepare labelled prompts, train prompt classifiers on them, and measure them.')
    .addCommand(prepareCommand())
    .addCommand(trainCommand());
}

function trainCommand(): Command {
  return new Command('train')
    .description('Train the prompt classifiers on labelled prompts.')
    .requiredOption('--data <csv>', 'labelled prompts')
    .option('--seed <number>', 'what the order of training follows from', parseSeed, 1)
    .option('--cache <folder>', 'where to keep the sentence embeddings, which take most of the time')
    .addHelpText('after', TRAIN_HELP)
    .action(async ({ data, seed, cache }: { data: string; seed: number; cache?: string }) => {
      const { trainClassifiers } = await import('./classifier-train.ts');
      await trainClassifiers(data, seed, cache);
    });
}

function prepareCommand(): Command {
  const command = new Command('prepare')
    .description('Clean, de-duplicate, balance and split labelled prompts, and check them for Comprehend.')
    .argument('<files...>', 'labelled prompts: CSV, TSV or JSON Lines');
  return withDataFlags(command)
    .option('--out <folder>', 'where everything is written', 'prepared')
    .option('--held-out <share>', 'share of each class to hold out for measuring', parseShare, 0.1)
    .option('--balance <ratio>', 'train on at most this many times the smallest class of each', parseRatio)
    .option('--seed <number>', 'what the split and the order follow from', parseSeed, 1)
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', PREPARE_HELP)
    .action(async (files: string[], flags: PrepareFlags) => {
      const { runPrepare } = await import('./classifier-prepare.ts');
      process.exitCode = await runPrepare(files, flags);
    });
}

function parseShare(value: string): number {
  const share = Number(value);
  if (/^\d?\.?\d+$/.test(value) && share < 1) return share;
  throw new InvalidArgumentError('Give a share from 0 to less than 1, e.g. 0.1.');
}

function parseRatio(value: string): number {
  const ratio = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && ratio >= 1) return ratio;
  throw new InvalidArgumentError('Give a number of at least 1.');
}
