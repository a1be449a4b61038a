import { type ImageDecision, OperatorError, type PromptDecision } from '@shoji/core';

/** Exit codes. They are stable: scripts branch on them. */
export const EXIT = {
  /** Nothing was found, or everything was answered. */
  ok: 0,
  /** A failure that is not the caller's fault. */
  failure: 1,
  /** A wrong flag, an unusable configuration, or an input line that cannot be read. */
  usage: 2,
  /** The prompt is warned about, or a picture is blurred. */
  warned: 10,
  /** The prompt is rejected, or a picture is withheld. */
  refused: 20,
  /** Could not be checked: neither known to be unsafe nor known to be safe. */
  unchecked: 30,
  /** Stopped before the end; the same command continues. */
  unfinished: 40,
} as const;

/** The exit codes in a command's help, with the command's names for its three decisions. */
export function exitCodesHelp(fine: string, warned: string, refused: string): string {
  return `
Exit codes:
  ${EXIT.ok}   ${fine}
  ${EXIT.warned}  ${warned}
  ${EXIT.refused}  ${refused}
  ${EXIT.unchecked}  could not be checked
  ${EXIT.usage}   wrong usage or unreadable input
  ${EXIT.failure}   something else went wrong
`;
}

/** The exit code of one verdict. */
export function exitCodeOf(decision: PromptDecision | ImageDecision, unchecked: boolean): number {
  if (unchecked) return EXIT.unchecked;
  if (decision === 'allow' || decision === 'clear') return EXIT.ok;
  return decision === 'warn' || decision === 'blur' ? EXIT.warned : EXIT.refused;
}

/** An error whose message is for the user of the command: the problem and the remedy. */
export class CliError extends OperatorError {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Prints an error as one or a few plain lines, without a stack, and returns the exit code it means. */
export function reportError(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  for (const line of message.split('\n')) process.stderr.write(`shoji: ${line}\n`);
  if (error instanceof CliError) return error.exitCode;
  return error instanceof OperatorError ? EXIT.usage : EXIT.failure;
}
