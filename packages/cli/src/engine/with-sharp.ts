import { CliError, EXIT } from '../terminal/exit.ts';

/** The start of sharp's error message when its native code is missing or built for another platform. */
const NOT_LOADED = 'Could not load the "sharp" module';

/**
 * Imports the module of a command that decodes images. npm installs the native code of sharp as an optional dependency,
 * so it may be missing.
 * @throws CliError with the missing package and how to install it, followed by the message of sharp, which names
 * further causes.
 * @example
 * const { serve } = await withSharp(() => import('./run.ts'));
 */
export async function withSharp<Module>(load: () => Promise<Module>): Promise<Module> {
  return load().catch((error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith(NOT_LOADED))) throw error;
    throw new CliError(
      'This command needs sharp, which decodes images, and the native code of sharp is not installed.\n' +
        'npm leaves it out with --omit=optional. To install it, run: npm install --include=optional\n' +
        `The message of sharp: ${error.message}`,
      EXIT.failure,
      { cause: error },
    );
  });
}
