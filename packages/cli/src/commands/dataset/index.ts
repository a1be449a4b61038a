import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { parseCount, parseDollars } from '../../options.ts';
import type { ScanFlags, WorkerFlags } from './flags.ts';

const SCAN_HELP = `
<set> is a folder, or s3://bucket/prefix/. Nothing in it is changed unless --flag, --quarantine or --delete says so.
Beside it (for S3: in this folder) a folder <set>.shoji gets manifest.jsonl, report.html, report.jsonl and quarantine/.
A scan that was stopped or killed goes on where it was when it is run again; no picture is paid for twice.

With --queue the pictures are judged by \`shoji dataset worker\`s, which must have the same moderators configured and
reach the set under the same address.

Exit codes:
  0   nothing unsafe, everything checked
  10  at worst something to blur, or a prompt that is warned about
  20  something to withhold, or a prompt that is rejected
  30  nothing unsafe, but something could not be checked
  40  stopped before the end: --max-cost, Ctrl-C, or checks that keep failing; what was found so far is in the report
  2   wrong usage
  1   something else went wrong
`;

/** `shoji dataset`: cleaning the pictures and prompts that a model is fine-tuned with. */
export function datasetCommand(): Command {
  return new Command('dataset')
    .description('Clean a data set for fine-tuning: find, review and take out what is unsafe.')
    .addCommand(scanCommand())
    .addCommand(restoreCommand())
    .addCommand(workerCommand());
}

function scanCommand(): Command {
  return new Command('scan')
    .description('Judge every picture and prompt of a set, and write a report.')
    .argument('<set>', 'a folder, or s3://bucket/prefix/')
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--out <folder>', 'where manifest and report go')
    .option('--flag', 'mark unsafe pictures: object tags on S3, and flagged.jsonl')
    .option('--quarantine', 'move unsafe pictures out of the set; `shoji dataset restore` moves them back')
    .option('--delete', 'list the unsafe pictures; with --yes, delete them')
    .option('--yes', 'really delete')
    .addOption(
      new Option('--from <decision>', 'the mildest decision that counts as unsafe for these')
        .choices(['blur', 'withhold'])
        .default('blur'),
    )
    .option('--include-unchecked', 'do the same with pictures that could not be checked')
    .option('--max-cost <dollars>', 'stop before the set has cost more than this in all', parseDollars)
    .option('--concurrency <n>', 'pictures under way at once (32; with --queue 128)', parseCount)
    .option('--thumbnails <n>', 'pictures that the report shows; 0 for none', parseWhole, 500)
    .option('--queue <url>', 'have workers judge: redis://host:port')
    .option('--tps <n>', 'pictures that all workers together start in a second', parseCount)
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', SCAN_HELP)
    .action(async (address: string, flags: ScanFlags) => {
      const { runScan } = await withSharp(() => import('./scan.ts'));
      process.exitCode = await runScan(address, flags);
    });
}

function restoreCommand(): Command {
  return new Command('restore')
    .description('Move everything in quarantine back to where it was; nothing is replaced.')
    .argument('<set>', 'the folder or s3://bucket/prefix/ that was scanned')
    .option('--out <folder>', 'the --out of the scan')
    .action(async (address: string, flags: { readonly out?: string }) => {
      const { runRestore } = await withSharp(() => import('./restore.ts'));
      process.exitCode = await runRestore(address, flags.out);
    });
}

function workerCommand(): Command {
  return new Command('worker')
    .description('Judge pictures for scans that run with --queue, until it is stopped.')
    .requiredOption('--queue <url>', 'redis://host:port')
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--concurrency <n>', 'pictures under way at once', parseCount, 8 * availableParallelism())
    .option('--lock-seconds <n>', 'how long a picture waits for a worker that has died', parseCount, 30)
    .action(async (flags: WorkerFlags) => {
      const { runWorker } = await withSharp(() => import('./worker.ts'));
      process.exitCode = await runWorker(flags);
    });
}

function parseWhole(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number.');
}
