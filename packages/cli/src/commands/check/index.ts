import { Command } from 'commander';
import { parseList, parseSeconds } from '../../options.ts';
import { CliError, exitCodesHelp } from '../../terminal/exit.ts';
import type { CheckFlags } from './flags.ts';

const HELP = `
Checks of --checks:
  rules            the lexicon, after undoing obfuscation; takes microseconds
  small            a linear model that also runs in browsers
  embedded-prompt  a sentence embedding with heads per category; also called full
Without --checks, the configured prompt checks run; the default is rules and embedded-prompt.

--terms reads one term per line; a tab and a category, and a tab and a severity from 1 to 4, may follow.
--jsonl reads one {"prompt": "…"} per line and writes one {"prompt", "decision", "findings"} per line, in the same
order; "unchecked": true is added if a check failed, and the exit code is then 30. It is 0 when every line was checked,
whatever the decisions.
${exitCodesHelp('allowed', 'warned', 'rejected')}`;

/** `shoji check`: the findings of rules and classifiers in prompts, and the policy's decision. */
export function checkCommand(): Command {
  return new Command('check')
    .description('Check a prompt, or one prompt per line.')
    .argument('[prompt]', 'the prompt, as one argument')
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--checks <names>', 'rules, small, embedded-prompt, or several separated by commas', parseList)
    .option('--terms <file>', 'replace the lexicon of the rules with this list')
    .option('--json', 'print the full result as JSON')
    .option('--jsonl', 'read prompts from standard input as JSON lines, and write results as JSON lines')
    .option(
      '--deadline <seconds>',
      'time limit of the classifiers per prompt (default: the policy’s; none with --jsonl)',
      parseSeconds,
    )
    .addHelpText('after', HELP)
    .action(async (prompt: string | undefined, flags: CheckFlags) => {
      process.exitCode = await check(prompt, flags);
    });
}

async function check(prompt: string | undefined, flags: CheckFlags): Promise<number> {
  if (flags.jsonl) {
    if (prompt !== undefined)
      throw new CliError('With --jsonl, prompts are read from standard input; omit the argument.');
    const { checkLines } = await import('./check-lines.ts');
    return checkLines(flags);
  }
  if (prompt === undefined)
    throw new CliError(
      'The prompt is missing: shoji check "a dog in a suit", or --jsonl for prompts as JSON lines.',
    );
  if (prompt.trim() === '') throw new CliError('The prompt is empty.');
  const { checkPrompt } = await import('./check-prompt.ts');
  return checkPrompt(prompt, flags);
}
