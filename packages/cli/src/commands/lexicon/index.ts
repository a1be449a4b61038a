import { Command } from 'commander';

const HELP = `
Examples:
  shoji lexicon show "a sexy woman"         the terms found in a text, with position and reason
  shoji lexicon test terms.tsv              problems of a list, and collisions of its terms
  shoji lexicon test terms.tsv --words /usr/share/dict/words

A list has one term per line, optionally followed by a tab and its category, and a tab and its severity from 1 to 4.
! before a term makes it an exception, * after it also finds words that begin with it, = before it finds only the exact
spelling.`;

/** `shoji lexicon`: shows what terms do, and tests a list of them. */
export function lexiconCommand(): Command {
  const show = new Command('show')
    .description('Show the terms found in a text.')
    .argument('<text>', 'a term or a prompt')
    .option('--terms <file>', 'a list with additional terms')
    .action(async (text: string, flags: { terms?: string }) => {
      const { showTerms } = await import('./show.ts');
      await showTerms(text, flags.terms);
    });
  const test = new Command('test')
    .description('Test a list of terms.')
    .argument('<file>', 'the list')
    .option('--words <file>', 'harmless words, one per line, in which no term should be found')
    .action(async (file: string, flags: { words?: string }) => {
      const { testList } = await import('./test-prompt.ts');
      process.exitCode = testList(file, flags.words);
    });
  return new Command('lexicon')
    .description('Show the terms that the rules find in a text, and test a list of terms.')
    .addHelpText('after', HELP)
    .addCommand(show)
    .addCommand(test);
}
