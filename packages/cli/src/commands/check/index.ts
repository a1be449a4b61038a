import { Command } from 'commander';
import { parseList, parseSeconds } from '../../options.ts';
import { CliError, exitCodesHelp } from '../../terminal/exit.ts';
import type { CheckFlags } from './flags.ts';

const HELP = `
Checks of --checks:
  rules            the lexicon, disguises undone; microseconds
  small            a linear model that also runs in browsers
  embedded-prompt  a sentence embedding with heads per category; also called full
Without it, the prompt checks of the configuration run: rules and embedded-prompt, where there is none.

--terms takes one term a line; a tab and a category, and a tab and a severity from 1 to 4, may follow.
--jsonl reads {"prompt": "…"} a line and writes {"prompt", "decision", "findings"} a line, in the same order;
"unchecked": true is added where a check failed, and the exit code is then 30. It is 0 when every line was checked,
whatever the decisions.
${exitCodesHelp('allowed', 'warned', 'rejected')}`;

/** `shoji check`: the findings of rules and classifiers in prompts, and the policy's decision. */
export function checkCommand(): Command {
  return new Command('check')
    .description('Check a prompt, or one prompt a line.')
    .argument('[prompt]', 'the prompt, as one argument')
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--checks <names>', 'rules, small, embedded-prompt, or several with commas', parseList)
    .option('--terms <file>', 'replace the lexicon of the rules with this list')
    .option('--json', 'print everything that is known as JSON')
    .option('--jsonl', 'read prompts from standard input as JSON lines, and answer so')
    .option(
      '--deadline <seconds>',
      'longest that classifiers may take for a prompt (the policy’s; with --jsonl none)',
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
      throw new CliError('With --jsonl prompts come from standard input; leave the argument out.');
    const { checkLines } = await import('./check-lines.ts');
    return checkLines(flags);
  }
  if (prompt === undefined)
    throw new CliError(
      'Give a prompt: shoji check "a dog in a suit"; or prompts as JSON lines, with --jsonl.',
    );
  if (prompt.trim() === '') throw new CliError('The prompt is empty.');
  const { checkPrompt } = await import('./check-prompt.ts');
  return checkPrompt(prompt, flags);
}
