import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { parseCount, parseDollars } from '../../options.ts';
import type { ScanFlags, WorkerFlags } from './flags.ts';

const SCAN_HELP = `
<set> is a folder, or s3://bucket/prefix/. It is not changed without --flag, --quarantine or --delete;
--fix writes a copy.
The results are written to a folder <set>.shoji beside it (for S3: in the current folder): manifest.jsonl, report.html,
report.jsonl and quarantine/. A scan that was stopped or killed continues when it is run again; no picture is billed
twice.

With --queue, processes of \`shoji dataset worker\` judge the pictures; they need the same configured moderators, and
access to the set at the same address.

Exit codes:
  0   nothing unsafe, everything checked; files like README and LICENSE hold no content
  10  at worst a picture to blur, or a prompt or caption with a warning
  20  a picture to withhold, or a rejected prompt or caption
  30  nothing unsafe, but something was not checked: it is damaged, a check failed, or files of its kind are not read
  40  stopped before the end: --max-cost, Ctrl-C, checks that keep failing, or a queue that does not answer; the report
      has the results so far
  2   wrong usage
  1   something else went wrong, e.g. an unsafe file could not be moved or deleted
`;

/** `shoji dataset`: cleaning the pictures and prompts that a model is fine-tuned with. */
export function datasetCommand(): Command {
  return new Command('dataset')
    .description('Clean a data set for fine-tuning: find, review and remove unsafe pictures and prompts.')
    .addCommand(scanCommand())
    .addCommand(restoreCommand())
    .addCommand(workerCommand());
}

function scanCommand(): Command {
  return new Command('scan')
    .description('Judge every picture and prompt of a set, and write a report.')
    .argument('<set>', 'a folder, or s3://bucket/prefix/')
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--out <folder>', 'folder for manifest and report (default: <set>.shoji)')
    .option('--flag', 'mark unsafe pictures: with object tags on S3, and in flagged.jsonl')
    .option('--quarantine', 'move unsafe pictures out of the set; `shoji dataset restore` moves them back')
    .option('--delete', 'list the unsafe pictures; with --yes, delete them')
    .option('--yes', 'confirm --delete')
    .option('--all-versions', 'with --delete --yes on S3: also delete the versions that the bucket keeps')
    .option('--fix <folder>', 'write a cleaned copy of the set, in the same layout, to a new folder')
    .addOption(
      new Option(
        '--from <decision>',
        'mildest decision that counts as unsafe for --flag, --quarantine, --delete and --fix',
      )
        .choices(['blur', 'withhold'])
        .default('blur'),
    )
    .option(
      '--against <folders...>',
      'name the pictures that other scanned sets have, too: their folders <set>.shoji',
    )
    .option('--include-unchecked', 'treat what could not be checked as unsafe, too; --fix always does')
    .option('--max-cost <dollars>', 'stop before the total cost of the set exceeds this amount', parseDollars)
    .option('--concurrency <n>', 'concurrent pictures (default: 32; with --queue 128)', parseCount)
    .option('--thumbnails <n>', 'number of pictures in the report; 0 for none', parseWhole, 500)
    .option('--queue <url>', 'let workers judge, through Redis: redis://host:port')
    .option('--tps <n>', 'pictures per second, over all workers', parseCount)
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', SCAN_HELP)
    .action(async (address: string, flags: ScanFlags) => {
      const { runScan } = await withSharp(() => import('./scan.ts'));
      process.exitCode = await runScan(address, flags);
    });
}

function restoreCommand(): Command {
  return new Command('restore')
    .description('Move all quarantined files back to their places; existing files are not replaced.')
    .argument('<set>', 'the folder or s3://bucket/prefix/ that was scanned')
    .option('--out <folder>', 'the --out of the scan')
    .action(async (address: string, flags: { readonly out?: string }) => {
      const { runRestore } = await withSharp(() => import('./restore.ts'));
      process.exitCode = await runRestore(address, flags.out);
    });
}

function workerCommand(): Command {
  return new Command('worker')
    .description('Judge pictures for scans with --queue; runs until stopped.')
    .requiredOption('--queue <url>', 'redis://host:port')
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--concurrency <n>', 'concurrent pictures', parseCount, 8 * availableParallelism())
    .option(
      '--lock-seconds <n>',
      'seconds until a dead worker’s picture goes to another worker',
      parseCount,
      30,
    )
    .action(async (flags: WorkerFlags) => {
      const { runWorker } = await withSharp(() => import('./worker.ts'));
      await runWorker(flags);
    });
}

function parseWhole(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number.');
}
