import { Command, InvalidArgumentError, Option } from 'commander';
import { parseCount, parseDollars, parseList, parseSeed } from '../../options.ts';
import {
  COMPREHEND_HELP,
  deployCommand,
  stopCommand,
  undeployCommand,
  withComprehendTraining,
} from './comprehend/index.ts';
import { DATA_HELP, withDataFlags } from './data.ts';
import type { EvaluateFlags, PrepareFlags, TrainFlags } from './flags.ts';

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

const TRAIN_HELP = `
The data is a CSV file with the header text,label,category,lang,source, as \`shoji classifier prepare\` writes it. The
same data and seed give the same weights. Both models are measured on prompts that they never saw: those of --held-out,
or, without it, every tenth prompt of the data, by models that were trained on the others.
`;

const EVALUATE_HELP = `${DATA_HELP}
Checks: rules, small, embedded-prompt (those of --weights, where given), comprehend-custom (--endpoint-arn, or
SHOJI_COMPREHEND_ENDPOINT_ARN; --class also says what its classes mean), comprehend-toxicity (--region, or AWS_REGION),
and those that shoji.config.ts has, by their names. All are measured on the prompts that every one of them could read.

What costs something is asked only after you agreed: at the question, by --yes, or by --max-cost. With --answers a run
that was stopped goes on where it was when it is run again; use another file after a classifier was trained anew.

Exit codes:
  0   every check was asked of every prompt
  30  something could not be checked
  40  stopped before the end: --max-cost, Ctrl-C, or a check that keeps failing
  2   wrong usage, a check that is not configured, or unreadable data
  1   something else went wrong
`;

/** `shoji classifier`: from labelled prompts to a running classifier. */
export function classifierCommand(): Command {
  return new Command('classifier')
    .description('Prepare labelled prompts, train prompt classifiers on them, and measure them.')
    .addCommand(prepareCommand())
    .addCommand(trainCommand())
    .addCommand(evaluateCommand())
    .addCommand(stopCommand())
    .addCommand(deployCommand())
    .addCommand(undeployCommand());
}

function trainCommand(): Command {
  const command = new Command('train')
    .description('Train the prompt classifiers on labelled prompts.')
    .requiredOption('--data <csv>', 'labelled prompts')
    .option('--held-out <csv>', 'labelled prompts to measure on, which training does not see')
    .option('--out <file>', 'where the weights go', 'classifier.json')
    .option('--ship <checkout>', 'write the weights into a checkout of Shoji, as those that it ships')
    .option('--seed <number>', 'what the order of training follows from', parseSeed, 1)
    .option('--cache <folder>', 'where to keep the sentence embeddings, which take most of the time');
  return withComprehendTraining(withReportFlags(command))
    .addHelpText('after', TRAIN_HELP + COMPREHEND_HELP)
    .action(async (flags: TrainFlags) => {
      if (flags.comprehend !== undefined || flags.role !== undefined) {
        const { runComprehendTraining } = await import('./comprehend/train.ts');
        process.exitCode = await runComprehendTraining(flags);
        return;
      }
      const { runTraining } = await import('./train.ts');
      process.exitCode = await runTraining(flags);
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
      const { runPrepare } = await import('./prepare.ts');
      process.exitCode = await runPrepare(files, flags);
    });
}

function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Measure checks side by side on labelled prompts of your own.')
    .argument('<files...>', 'labelled prompts: CSV, TSV or JSON Lines')
    .requiredOption('--against <checks>', 'names with commas between, e.g. rules,embedded-prompt', parseList);
  return withReportFlags(withDataFlags(command))
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--weights <file>', 'what `shoji classifier train --out` wrote, for embedded and small')
    .option('--endpoint-arn <arn>', 'the endpoint of comprehend-custom')
    .option('--units <n>', 'its inference units: each takes 2 prompts a second', parseCount)
    .option('--region <region>', 'the AWS Region of comprehend-toxicity')
    .option('--endpoint <url>', 'another address of Comprehend, e.g. of a VPC endpoint')
    .option('--concurrency <n>', 'prompts that each check is asked of at once', parseCount, 16)
    .option('--max-cost <dollars>', 'stop before this run has cost more than this', parseDollars)
    .option('--yes', 'agree to what it costs')
    .option('--answers <file>', 'keep answers that cost something, and do not ask for them again')
    .addHelpText('after', EVALUATE_HELP)
    .action(async (files: string[], flags: EvaluateFlags) => {
      const { runEvaluation } = await import('./evaluate.ts');
      process.exitCode = await runEvaluation(files, flags);
    });
}

/** Flags for measuring classifiers, and for the report. */
function withReportFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--policy <preset>', 'whose thresholds say what is flagged (standard)').choices([
        'strict',
        'standard',
        'mature',
      ]),
    )
    .option('--prior <share>', 'share of unsafe prompts that traffic has', parsePrior, 0.05)
    .option('--report <html>', 'write the report as a page with curves')
    .option('--no-prompts', 'leave the prompts out of the report that were judged wrongly')
    .option('--json', 'print the report as one JSON object');
}

function parsePrior(value: string): number {
  const share = parseShare(value);
  if (share > 0) return share;
  throw new InvalidArgumentError('Give a share between 0 and 1, e.g. 0.05.');
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
