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
Texts are normalised (NFC), and control characters and repeated spaces are removed. Of texts that look the same, one is
kept, or none if their labels differ. The same files and seed give the same result.
<folder> gets train.csv and held-out.csv for \`shoji classifier train\`, comprehend.csv (label,text; no header) for
Comprehend if it is within its limits, complaints.jsonl with every problematic line, and prepared.json.

Exit codes:
  0   everything is written, and only duplicates were left out
  10  everything is written, but lines were left out (see complaints.jsonl)
  20  written, but without comprehend.csv: Comprehend would not accept the data
  2   wrong usage, or no usable data
  1   something else went wrong
`;

const TRAIN_HELP = `
The data is a CSV file with the header text,label,category,lang,source, as \`shoji classifier prepare\` writes it. The
same data and seed give the same weights. Both models are measured on prompts outside their training data: those of
--held-out or, without it, every tenth prompt of the data, by models that were trained on the others.
`;

const EVALUATE_HELP = `${DATA_HELP}
Checks: rules, small, embedded-prompt (those of --weights, where given), comprehend-custom (--endpoint-arn, or
SHOJI_COMPREHEND_ENDPOINT_ARN; --class also sets the meaning of its classes), comprehend-toxicity (--region, or
AWS_REGION), and by their names the checks in shoji.config.ts and those of the --judges module, of which each export is a
check, or a judge such as openaiModeration(). All are measured on the prompts that every one could read. "agrees" is the
share that a check flags or passes as the first one does, and "ms" the median time of its answer.

Checks that cost money are asked only after confirmation: interactively, by --yes, or by --max-cost. The cost of your own
classifiers is known only from their answers, so the first prompt is asked alone. With --answers, a
run that was stopped continues when it is run again; use another file after a classifier was trained again.

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
    .option('--held-out <csv>', 'labelled prompts for measuring, not used in training')
    .option('--out <file>', 'output file for the weights', 'classifier.json')
    .option('--ship <checkout>', 'write the weights into a checkout of Shoji, as its shipped weights')
    .option('--seed <number>', 'random seed for the order of training', parseSeed, 1)
    .option('--made', 'also train on generated prompts: tags, parameters, negations, other languages')
    .option('--cache <folder>', 'folder that caches the sentence embeddings, which take most of the time');
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
    .option('--out <folder>', 'output folder', 'prepared')
    .option('--held-out <share>', 'share of each class that is held out for measuring', parseShare, 0.1)
    .option(
      '--balance <ratio>',
      'maximum size of a class in training, as a multiple of the smallest class',
      parseRatio,
    )
    .option('--seed <number>', 'random seed for the split and the order', parseSeed, 1)
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', PREPARE_HELP)
    .action(async (files: string[], flags: PrepareFlags) => {
      const { runPrepare } = await import('./prepare.ts');
      process.exitCode = await runPrepare(files, flags);
    });
}

function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Measure checks side by side on your labelled prompts.')
    .argument('<files...>', 'labelled prompts: CSV, TSV or JSON Lines')
    .requiredOption('--against <checks>', 'names separated by commas, e.g. rules,embedded-prompt', parseList);
  return withReportFlags(withDataFlags(command))
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--judges <file>', 'a module that exports more checks, for --against')
    .option('--weights <file>', 'weights from `shoji classifier train --out`, for embedded-prompt and small')
    .option('--endpoint-arn <arn>', 'the endpoint of comprehend-custom')
    .option('--units <n>', 'its inference units: each handles 2 prompts per second', parseCount)
    .option('--region <region>', 'the AWS Region of comprehend-toxicity')
    .option('--endpoint <url>', 'URL of the Comprehend API, e.g. of a VPC endpoint')
    .option('--concurrency <n>', 'concurrent prompts per check', parseCount, 16)
    .option('--max-cost <dollars>', 'stop before the cost of this run exceeds this amount', parseDollars)
    .option('--yes', 'accept the cost without a question')
    .option('--answers <file>', 'keep answers that cost money in this file, and reuse them')
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
      new Option(
        '--policy <preset>',
        'policy whose thresholds decide what is flagged (default: standard)',
      ).choices(['strict', 'standard', 'mature']),
    )
    .option('--prior <share>', 'share of unsafe prompts in real traffic', parsePrior, 0.05)
    .option('--report <html>', 'write the report as an HTML page with curves')
    .option('--no-prompts', 'leave the misjudged prompts out of the report')
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
