/**
 * A mistake of the person who configures or starts Shoji: a wrong setting, a file that cannot be used, two runs in one
 * place. `message` names the field and the remedy, so that it can be printed without a stack.
 *
 * Errors with a more exact name extend it. By this one class, programs distinguish a mistake of the operator from a
 * fault of Shoji.
 * @example
 * ```ts
 * try {
 *   await start();
 * } catch (error) {
 *   if (!(error instanceof OperatorError)) throw error;
 *   console.error(error.message);
 *   process.exitCode = 2;
 * }
 * ```
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}
