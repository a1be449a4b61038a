import { Command, InvalidArgumentError } from 'commander';

const HELP = `
The data is a CSV file with the header text,label,category,lang,source: label is safe or unsafe, category one of none,
sexual, violence, hate, harassment, self-harm, shocking, illegal, unspecified. The same data and seed give the same
weights. They are written into the checkout, beside the code that loads them.`;

/** `shoji classifier`: trains the prompt classifiers that Shoji ships. */
export function classifierCommand(): Command {
  const train = new Command('train')
    .description('Train the prompt classifiers on labelled prompts.')
    .requiredOption('--data <csv>', 'labelled prompts')
    .option('--seed <number>', 'what the order of training follows from', seedOf, 1)
    .option('--cache <folder>', 'where to keep the sentence embeddings, which take most of the time')
    .addHelpText('after', HELP)
    .action(async ({ data, seed, cache }: { data: string; seed: number; cache?: string }) => {
      const { trainClassifiers } = await import('./classifier-train.ts');
      await trainClassifiers(data, seed, cache);
    });
  return new Command('classifier').description('Train the embedded prompt classifiers.').addCommand(train);
}

function seedOf(value: string): number {
  const seed = Number(value);
  if (!Number.isInteger(seed)) throw new InvalidArgumentError('A seed is a whole number.');
  return seed;
}
