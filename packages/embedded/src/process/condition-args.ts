/**
 * Those arguments of a Node process that choose export conditions (`-C` and `--conditions`). A child process needs them
 * to resolve packages to the same files.
 */
export function conditionArgs(execArgv: readonly string[]): string[] {
  return execArgv.filter((arg, index) => OPTION.test(arg) || SEPARATE.test(execArgv[index - 1] ?? ''));
}

const OPTION = /^(-C|--conditions)(=|$)/;
/** The option without its value, which is the next argument. */
const SEPARATE = /^(-C|--conditions)$/;
