import { Command, InvalidArgumentError, Option } from 'commander';
import { parseCount } from '../../../options.ts';
import { parseClass } from '../data.ts';
import type { ComprehendFlags, DeployFlags } from './flags.ts';

export const COMPREHEND_HELP = `
With --comprehend, Amazon Comprehend trains instead: the data (comprehend.csv of \`shoji classifier prepare\`) are
uploaded, a version of the classifier is trained with them, and its metrics are printed. A run that was stopped or
killed is taken up by the same command: the data name the version, so that nothing is trained, or paid for, twice.

Exit codes of --comprehend:
  0   trained
  40  nobody watches any more (Ctrl-C, expired credentials); run the same command again
  2   wrong usage, or data that Comprehend would refuse
  1   the training failed, or something else went wrong
`;

const DEPLOY_HELP = `
<classifier> is the name of one, for its version that was trained last, or the ARN of a version. An endpoint that
serves it already is used, one that serves an older version is moved over; only otherwise is one created.
An endpoint costs the same whether it is used or not, until \`shoji classifier undeploy\` takes it down.

Exit codes:
  0   in service
  40  nobody watches any more (Ctrl-C, expired credentials); run the same command again
  2   wrong usage
  1   it failed, or something else went wrong
`;

const UNDEPLOY_HELP = `
<endpoint> is its name or ARN. Without one, endpoints and what they cost are listed.
An endpoint that is not there is no error: nothing is paid for.
`;

/** Adds the flags of `train --comprehend`. */
export function withComprehendTraining(command: Command): Command {
  command
    .option('--comprehend <s3-uri>', 'have Comprehend train; where the data go: s3://bucket/prefix/')
    .option('--role <arn>', 'the IAM role with which Comprehend reads and writes there')
    .option('--name <name>', 'the name of the classifier at Comprehend', 'shoji-prompts')
    .option('--language <code>', 'the language of the data for Comprehend: en, es, de, it, fr or pt', 'en')
    .option('--again', 'train anew although Comprehend was given these data before');
  return withComprehend(command);
}

/** `shoji classifier stop`. */
export function stopCommand(): Command {
  const command = new Command('stop')
    .description('Stop a training at Comprehend; what it has cost so far is paid for.')
    .argument('<classifier>', 'its name, or the ARN of a version');
  return withComprehend(command).action(async (classifier: string, flags: ComprehendFlags) => {
    const { runStop } = await import('./train.ts');
    process.exitCode = await runStop(classifier, flags);
  });
}

/** `shoji classifier deploy`. */
export function deployCommand(): Command {
  const command = new Command('deploy')
    .description('Have a classifier that Comprehend trained answer at an endpoint, and say what it costs.')
    .argument('<classifier>', 'its name, or the ARN of a version')
    .option('--name <name>', 'the name of the endpoint (that of the classifier)')
    .option('--class <label=meaning>', 'what a class means, as for prepare; once for each', parseClass)
    .option(
      '--units <n>',
      'inference units: each takes 100 characters, and at most 2 prompts, a second',
      parseCount,
    );
  return withComprehend(command)
    .addHelpText('after', DEPLOY_HELP)
    .action(async (classifier: string, flags: DeployFlags) => {
      const { runDeploy } = await import('./deploy.ts');
      process.exitCode = await runDeploy(classifier, flags);
    });
}

/** `shoji classifier undeploy`. */
export function undeployCommand(): Command {
  const command = new Command('undeploy')
    .description(
      'Take an endpoint of Comprehend down, so that nobody pays for it; list them when none is named.',
    )
    .argument('[endpoint]', 'its name or ARN');
  return withComprehend(command)
    .addHelpText('after', UNDEPLOY_HELP)
    .action(async (endpoint: string | undefined, flags: ComprehendFlags) => {
      const { runUndeploy } = await import('./undeploy.ts');
      process.exitCode = await runUndeploy(endpoint, flags);
    });
}

function withComprehend(command: Command): Command {
  return command
    .option('--region <region>', 'the AWS Region (that of the environment or profile)')
    .option('--endpoint <url>', 'another address of Comprehend, e.g. of a VPC endpoint')
    .addOption(
      new Option('--poll-seconds <n>', 'seconds between two looks at what Comprehend does')
        .argParser(parseSeconds)
        .default(30),
    )
    .option('--no-wait', 'do not wait for the end');
}

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && seconds > 0 && seconds <= 3_600) return seconds;
  throw new InvalidArgumentError('Give a number of seconds, at most 3600.');
}
