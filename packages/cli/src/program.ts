import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { checkCommand } from './commands/check/index.ts';
import { checkImageCommand } from './commands/check-image/index.ts';
import { classifierCommand } from './commands/classifier/index.ts';
import { datasetCommand } from './commands/dataset/index.ts';
import { imageCommand } from './commands/image/index.ts';
import { lexiconCommand } from './commands/lexicon/index.ts';
import { serveCommand } from './commands/serve/index.ts';
import { EXIT, reportError } from './terminal/exit.ts';

const EXAMPLES = `
Examples:
  shoji serve                                    everything in this process, without an account
  shoji serve --policy strict --key "$KEY"       only for callers with the key
  shoji check "a dog in a suit"                  findings of rules and classifiers in a prompt
  shoji check --jsonl < prompts.jsonl            one JSON object per line, in and out
  shoji check-image pictures/*.png               findings of the moderators in pictures
  shoji dataset scan pictures/                   find unsafe pictures and prompts in a data set
  shoji classifier prepare prompts.csv           prepare labelled prompts for training a classifier
`;

/** The whole command line. Each command imports its modules only when it runs, so that every command starts fast. */
function program(): Command {
  const shoji = new Command('shoji')
    .description('A screen between people and image models: prompts and pictures, screened.')
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help for usage)')
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  const commands = [
    serveCommand(),
    checkCommand(),
    checkImageCommand(),
    datasetCommand(),
    classifierCommand(),
    imageCommand(),
    lexiconCommand(),
  ];
  for (const command of commands) shoji.addCommand(inheriting(command, shoji));
  return shoji;
}

/** Wrong usage of a subcommand ends as wrong usage of the command. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const below of command.commands) inheriting(below, command);
  return command;
}

/** Runs the command line. It ends the process by its exit code, never by a stack trace. */
export async function run(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietly);
  try {
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed its own message by then; 0 is --help and --version.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    else process.exitCode = reportError(error);
  }
}

/** The reader has closed the pipe, as `head` does (EPIPE). The code is that of a process ended by SIGPIPE. */
function endQuietly(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 141 : EXIT.failure);
}
