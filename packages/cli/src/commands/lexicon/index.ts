import { Command } from 'commander';

const HELP = `
Examples:
  shoji lexicon show "a sexy woman"         which terms are found in a text, where and why
  shoji lexicon test terms.tsv              whether a list can be read, and what its terms collide with
  shoji lexicon test terms.tsv --words /usr/share/dict/words

A list has one term a line, optionally followed by tabs with its category and its severity from 1 to 4. ! before a term
lets it pass, * after it also finds words that begin with it, = before it finds it only as written.`;

/** `shoji lexicon`: shows what terms do, and tests a list of them. */
export function lexiconCommand(): Command {
  const show = new Command('show')
    .description('Show which terms are found in a text.')
    .argument('<text>', 'a term or a prompt')
    .option('--terms <file>', 'also look for the terms of a list')
    .action(async (text: string, flags: { terms?: string }) => {
      const { showTerms } = await import('./show.ts');
      await showTerms(text, flags.terms);
    });
  const test = new Command('test')
    .description('Test a list of terms.')
    .argument('<file>', 'the list')
    .option('--words <file>', 'harmless words, one a line, that no term should be found in')
    .action(async (file: string, flags: { words?: string }) => {
      const { testList } = await import('./test-prompt.ts');
      process.exitCode = testList(file, flags.words);
    });
  return new Command('lexicon')
    .description('See what the rules look for, and test a list of terms.')
    .addHelpText('after', HELP)
    .addCommand(show)
    .addCommand(test);
}
