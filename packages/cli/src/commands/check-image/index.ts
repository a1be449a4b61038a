import { Command } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { exitCodesHelp } from '../../terminal/exit.ts';
import type { CheckImageFlags } from './flags.ts';

const HELP = `
Every file is answered for, in the order given: one that does not exist, is a folder or holds no picture could not
be checked. With several files the exit code is the highest one.
--json prints one array, --jsonl one object a line: {"file", "decision", "unchecked", "findings", "warnings"}.
${exitCodesHelp('all clear', 'blurred', 'withheld')}`;

/** `shoji check-image`: the findings of moderators in images, and the policy's decision. */
export function checkImageCommand(): Command {
  return new Command('check-image')
    .description('Check pictures: PNG, JPEG, WebP or GIF.')
    .argument('<file...>', 'the pictures')
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--json', 'print everything that is known as one JSON array')
    .option('--jsonl', 'print one JSON object a line')
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], flags: CheckImageFlags) => {
      const { checkImages } = await withSharp(() => import('./check-images.ts'));
      process.exitCode = await checkImages(files, flags);
    });
}
