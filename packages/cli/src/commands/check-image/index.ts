import { Command } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { parseList } from '../../options.ts';
import { exitCodesHelp } from '../../terminal/exit.ts';
import type { CheckImageFlags } from './flags.ts';

const HELP = `
Every file gets a result, in the given order. A file that does not exist, is a folder or is not a picture counts as
"could not be checked". With several files the exit code is the highest one.
--json prints one array, --jsonl one object per line: {"file", "decision", "unchecked", "findings", "warnings"}.

Each export of the --judges module is a check, or a judge such as openaiModeration(). With --against every named check
judges every picture: embedded-image, those in the configuration and those of --judges. The result is how often each
clears, blurs, withholds or cannot check, how often it decides as the first one, its median time and its cost, and the
pictures on which they differ. The exit code is then 0, or 30 where something could not be checked.
${exitCodesHelp('all clear', 'blurred', 'withheld')}`;

/** `shoji check-image`: the findings of moderators in images, and the policy's decision. */
export function checkImageCommand(): Command {
  return new Command('check-image')
    .description('Check pictures: PNG, JPEG, WebP or GIF.')
    .argument('<file...>', 'the pictures')
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--json', 'print the full results as one JSON array')
    .option('--jsonl', 'print one JSON object per line')
    .option('--judges <file>', 'a module that exports more checks, each used')
    .option('--against <checks>', 'compare these checks: names separated by commas', parseList)
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], flags: CheckImageFlags) => {
      const { checkImages } = await withSharp(() => import('./check-images.ts'));
      process.exitCode = await checkImages(files, flags);
    });
}
