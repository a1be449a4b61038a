import { Command, InvalidArgumentError, Option } from 'commander';
import { parseCount } from '../../../options.ts';
import { parseClass } from '../data.ts';
import type { ComprehendFlags, DeployFlags } from './flags.ts';

export const COMPREHEND_HELP = `
With --comprehend, Amazon Comprehend trains instead: the data (comprehend.csv of \`shoji classifier prepare\`) are
uploaded, Comprehend trains a version of the classifier with them, and its metrics are printed. After a run was stopped
or killed, the same command continues it: the version is named by the data, so that nothing is trained or paid for twice.

Exit codes of --comprehend:
  0   trained
  40  stopped waiting (Ctrl-C, expired credentials), work at AWS continues; run the same command again
  2   wrong usage, or data that Comprehend does not accept
  1   the training failed, or something else went wrong
`;

const DEPLOY_HELP = `
<classifier> is a name (of the version that was trained last) or the ARN of a version. An existing endpoint that serves
this version is used; one that serves an older version is updated; otherwise an endpoint is created.
An endpoint costs the same whether it is used or not, until \`shoji classifier undeploy\` deletes it.

Exit codes:
  0   in service
  40  stopped waiting (Ctrl-C, expired credentials), work at AWS continues; run the same command again
  2   wrong usage
  1   it failed, or something else went wrong
`;

const UNDEPLOY_HELP = `
<endpoint> is a name or ARN. Without it, all endpoints are listed with their costs.
An endpoint that does not exist is not an error: it costs nothing.
`;

/** Adds the flags of `train --comprehend`. */
export function withComprehendTraining(command: Command): Command {
  command
    .option(
      '--comprehend <s3-uri>',
      'train with Comprehend; the data are uploaded to this s3://bucket/prefix/',
    )
    .option('--role <arn>', 'the IAM role with which Comprehend reads and writes there')
    .option('--name <name>', 'the name of the classifier at Comprehend', 'shoji-prompts')
    .option('--language <code>', 'the language of the data for Comprehend: en, es, de, it, fr or pt', 'en')
    .option('--again', 'train again although Comprehend has trained with these data before');
  return withComprehend(command);
}

/** `shoji classifier stop`. */
export function stopCommand(): Command {
  const command = new Command('stop')
    .description('Stop a training at Comprehend; its cost until then is billed.')
    .argument('<classifier>', 'its name, or the ARN of a version');
  return withComprehend(command).action(async (classifier: string, flags: ComprehendFlags) => {
    const { runStop } = await import('./train.ts');
    process.exitCode = await runStop(classifier, flags);
  });
}

/** `shoji classifier deploy`. */
export function deployCommand(): Command {
  const command = new Command('deploy')
    .description('Deploy a classifier that Comprehend trained to an endpoint, and print the cost.')
    .argument('<classifier>', 'its name, or the ARN of a version')
    .option('--name <name>', 'the name of the endpoint (default: the classifier’s)')
    .option(
      '--class <label=meaning>',
      'meaning of a class, as for prepare; repeat for each class',
      parseClass,
    )
    .option(
      '--units <n>',
      'inference units: each handles 100 characters, and at most 2 prompts, per second',
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
      'Delete an endpoint of Comprehend, so that it costs nothing; without an argument, list all endpoints.',
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
    .option('--region <region>', 'the AWS Region (default: from the environment or profile)')
    .option('--endpoint <url>', 'URL of the Comprehend API, e.g. of a VPC endpoint')
    .addOption(
      new Option('--poll-seconds <n>', 'polling interval at Comprehend, in seconds')
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
